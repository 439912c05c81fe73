//! Adding a reaction.

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, StreamId, UserId},
    reactions::{Reaction, ReactionAdded},
    time::Timestamp,
};

use super::{AddError, Added, NewReaction, counts, rows};
use crate::{
    Committed,
    engine::{Link, execute, fetch_optional},
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) struct Add {
    pub(super) channel: ChannelId,
    pub(super) user: UserId,
    pub(super) reaction: NewReaction,
}

impl Write for Add {
    type Output = Committed<Added>;
    type Error = AddError;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.channel.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<Added>, Failed<AddError>> {
        let NewReaction {
            message,
            emoji,
            distinct_max,
            ..
        } = &self.reaction;
        if !rows::message_stands(link, *message, self.channel).await? {
            return Err(Failed::Refused(AddError::Gone));
        }
        if let Some(since) = self.standing(link).await? {
            let last_seq = log::position(link, self.channel.into()).await?;
            let added = self.added(since, false, last_seq.unwrap_or_default());
            return Ok(Committed {
                value: added,
                events: Vec::new(),
            });
        }
        let (carried, distinct) = counts::distinct(link, *message, emoji).await?;
        if !carried && distinct >= i64::from(*distinct_max) {
            return Err(Failed::Refused(AddError::TooMany));
        }
        Ok(self.store(link).await?)
    }
}

impl Add {
    /// Since when the reaction has stood, if it stands.
    async fn standing(&self, link: &mut Link<'_>) -> sqlx::Result<Option<Timestamp>> {
        let row = fetch_optional!(
            link,
            (i64,),
            "SELECT created_at FROM reactions \
             WHERE message_id = $1 AND emoji = $2 AND user_id = $3",
            self.reaction.message.raw(),
            &self.reaction.emoji,
            self.user.raw()
        )?;
        Ok(row.map(|(at,)| Timestamp::from_millis(at)))
    }

    async fn store(&self, link: &mut Link<'_>) -> sqlx::Result<Committed<Added>> {
        let NewReaction {
            message,
            emoji,
            created_at,
            ..
        } = &self.reaction;
        execute!(
            link,
            "INSERT INTO reactions (message_id, emoji, user_id, created_at) \
             VALUES ($1, $2, $3, $4)",
            message.raw(),
            emoji,
            self.user.raw(),
            created_at.as_millis()
        )?;
        let stream = self.channel.into();
        let reference = Reference::Reacted(*message, self.user, emoji);
        let seq = log::append(link, stream, reference, *created_at).await?;
        let count = counts::up(link, *message, emoji, seq).await?;
        let event = Event::ReactionAdded {
            stream,
            seq,
            channel_id: self.channel,
            payload: ReactionAdded {
                channel_id: self.channel,
                message_id: *message,
                user_id: self.user,
                emoji: emoji.clone(),
                created_at: *created_at,
                count,
            },
        };
        Ok(Committed {
            value: self.added(*created_at, true, seq),
            events: vec![event],
        })
    }

    fn added(&self, since: Timestamp, fresh: bool, last_seq: u64) -> Added {
        Added {
            reaction: Reaction {
                message_id: self.reaction.message,
                user_id: self.user,
                emoji: self.reaction.emoji.clone(),
                created_at: since,
            },
            fresh,
            last_seq,
        }
    }
}
