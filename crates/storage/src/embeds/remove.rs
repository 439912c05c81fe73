//! Taking previews away.

use parlor_protocol::{
    audit::AuditAction,
    ids::{ChannelId, MessageId, SpaceId, StreamId, UserId},
    time::Timestamp,
};

use super::{forget, rows};
use crate::{
    Committed, Content, Error, audit,
    engine::{Link, execute},
    messages,
    writer::{Failed, Write},
};

pub(super) struct Remove {
    pub(super) channel: ChannelId,
    /// Whose it must be; `None` = anybody's.
    pub(super) author: Option<UserId>,
    /// In which space, and who, where it may be anybody's.
    pub(super) by: Option<(SpaceId, UserId)>,
    pub(super) message: MessageId,
    pub(super) now: Timestamp,
}

impl Write for Remove {
    type Output = Committed<Vec<Content>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        let space = self.by.map(|(space, _)| space.into());
        space.into_iter().chain([self.channel.into()]).collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let nothing = Committed {
            value: Vec::new(),
            events: Vec::new(),
        };
        let before = rows::of(link, self.message).await?;
        let removed = execute!(
            link,
            "UPDATE messages SET embeds = NULL, embeds_removed_at = $4 \
             WHERE id = $1 AND channel_id = $2 AND author_id = COALESCE($3, author_id) \
             AND deleted_at IS NULL AND embeds_removed_at IS NULL",
            self.message.raw(),
            self.channel.raw(),
            self.author.map(UserId::raw),
            self.now.as_millis()
        )?;
        if removed == 0 {
            return Ok(nothing);
        }
        let deed = (AuditAction::EmbedsRemoved, self.message);
        audit::record_of_message(link, self.by, deed, self.now).await?;
        // Nobody sees that there will be none.
        if before.is_empty() {
            return Ok(nothing);
        }
        let contents = forget::of_message(link, self.message).await?;
        let event = messages::changed(link, (self.channel, self.message), self.now).await?;
        Ok(Committed {
            value: contents,
            events: vec![event],
        })
    }
}
