//! Taking away what somebody wrote who left for good.

use std::collections::BTreeSet;

use parlor_protocol::{
    ids::{ChannelId, MessageId, StreamId, UserId},
    time::Timestamp,
};

use crate::{
    Committed, Content, Error, Storage,
    engine::{Link, execute, fetch_all},
    messages::delete::Delete,
    reactions::remove::Remove,
    search::Change,
    writer::{Failed, Write},
};

/// How much one write takes away, so that nobody waits long behind it.
const AT_ONCE: i64 = 100;

/// Who left with all they wrote, and has some of it here still.
pub(super) async fn leaving(link: &mut Link<'_>) -> sqlx::Result<Vec<UserId>> {
    let rows = fetch_all!(
        link,
        (i64,),
        "SELECT id FROM users WHERE leaving AND id > 0"
    )?;
    Ok(rows.into_iter().map(|(id,)| UserId::from_raw(id)).collect())
}

/// Takes away some of it; `None`: it is all gone.
pub(super) async fn some(
    storage: &Storage,
    user: UserId,
    now: Timestamp,
) -> Result<Option<Committed<Vec<Content>>>, Error> {
    let mut reader = storage.reader().await?;
    let mut link = reader.link();
    let messages = messages(&mut link, user).await?;
    let reactions = reactions(&mut link, user).await?;
    drop(reader);
    let nothing = messages.is_empty() && reactions.is_empty();
    let gone = storage
        .write(TakeAway {
            user,
            messages,
            reactions,
            now,
        })
        .await?;
    Ok((!nothing).then_some(gone))
}

async fn messages(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Vec<(MessageId, ChannelId)>> {
    let rows = fetch_all!(
        link,
        (i64, i64),
        "SELECT id, channel_id FROM messages \
         WHERE author_id = $1 AND deleted_at IS NULL ORDER BY id LIMIT $2",
        user.raw(),
        AT_ONCE
    )?;
    let read = |(message, channel)| (MessageId::from_raw(message), ChannelId::from_raw(channel));
    Ok(rows.into_iter().map(read).collect())
}

async fn reactions(
    link: &mut Link<'_>,
    user: UserId,
) -> sqlx::Result<Vec<(MessageId, ChannelId, String)>> {
    let rows = fetch_all!(
        link,
        (i64, i64, String),
        "SELECT r.message_id, m.channel_id, r.emoji \
         FROM reactions r JOIN messages m ON m.id = r.message_id WHERE r.user_id = $1 LIMIT $2",
        user.raw(),
        AT_ONCE
    )?;
    let read = |(message, channel, emoji)| {
        let (message, channel) = (MessageId::from_raw(message), ChannelId::from_raw(channel));
        (message, channel, emoji)
    };
    Ok(rows.into_iter().map(read).collect())
}

struct TakeAway {
    user: UserId,
    messages: Vec<(MessageId, ChannelId)>,
    reactions: Vec<(MessageId, ChannelId, String)>,
    now: Timestamp,
}

impl Write for TakeAway {
    type Output = Committed<Vec<Content>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        let messages = self.messages.iter().map(|(_, channel)| *channel);
        let reactions = self.reactions.iter().map(|(_, channel, _)| *channel);
        let channels: BTreeSet<_> = messages.chain(reactions).collect();
        channels.into_iter().map(StreamId::from).collect()
    }

    fn indexed(&self, _: &Self::Output) -> Vec<Change<'_>> {
        let messages = self.messages.iter();
        messages
            .map(|(message, _)| Change::Forget(*message))
            .collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let mut gone = Committed {
            value: Vec::new(),
            events: Vec::new(),
        };
        for (message, channel) in &self.messages {
            let delete = Delete {
                channel: *channel,
                author: Some(self.user),
                by: None,
                message: *message,
                now: self.now,
            };
            if let Some(deleted) = delete.delete(link).await? {
                gone.value.extend(deleted.value);
                gone.events.extend(deleted.events);
            }
        }
        for (message, channel, emoji) in &self.reactions {
            let remove = Remove {
                channel: *channel,
                user: self.user,
                message: *message,
                emoji: emoji.clone(),
                now: self.now,
            };
            if let Some(removed) = remove.remove(link).await? {
                gone.events.extend(removed.events);
            }
        }
        if self.messages.is_empty() && self.reactions.is_empty() {
            execute!(
                link,
                "UPDATE users SET leaving = FALSE WHERE id = $1",
                self.user.raw()
            )?;
        }
        Ok(gone)
    }
}
