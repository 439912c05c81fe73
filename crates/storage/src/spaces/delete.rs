//! Deleting a space, and everything that was in it.

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, SpaceId, StreamId, UserId},
    time::Timestamp,
};

use crate::{
    Committed, Error, channels,
    engine::{Link, execute, fetch_all},
    streams::{gone, log},
    writer::{Failed, Write},
};

pub(super) struct Delete {
    pub(super) space: SpaceId,
    pub(super) now: Timestamp,
}

impl Write for Delete {
    /// The channels that went with it.
    type Output = Committed<Vec<ChannelId>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    fn changes_rights(&self, _: &Self::Output) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let (space_id, stream) = (self.space, StreamId::from(self.space));
        if log::position(link, stream).await?.is_none() {
            return Ok(Committed {
                value: Vec::new(),
                events: Vec::new(),
            });
        }
        let seq = log::advance(link, stream).await?;
        let mut events = vec![Event::SpaceDeleted {
            stream,
            seq,
            space_id,
        }];
        events.append(&mut self.take_leave(link).await?);
        let channels = channels::of(link, space_id).await?;
        let value: Vec<ChannelId> = channels.into_iter().map(|channel| channel.id).collect();
        let streams = value.iter().map(|channel| channel.raw());
        let streams: Vec<i64> = streams.chain([space_id.raw()]).collect();
        // What was in it is cleared away later.
        gone::end(link, &streams).await?;
        Ok(Committed { value, events })
    }
}

impl Delete {
    /// Every member's own stream says that the space is gone. Nobody is in it, or comes into it, any
    /// more.
    async fn take_leave(&self, link: &mut Link<'_>) -> sqlx::Result<Vec<Event>> {
        let left = fetch_all!(
            link,
            (i64, i64),
            "UPDATE streams SET last_seq = last_seq + 1 \
             WHERE id IN (SELECT user_id FROM members WHERE space_id = $1) RETURNING id, last_seq",
            self.space.raw()
        )?;
        execute!(
            link,
            "INSERT INTO stream_events (stream_id, seq, kind, subject_id, created_at) \
             SELECT t.id, t.last_seq, 'space_left', m.space_id, CAST($2 AS BIGINT) \
             FROM members m JOIN streams t ON t.id = m.user_id WHERE m.space_id = $1",
            self.space.raw(),
            self.now.as_millis()
        )?;
        execute!(
            link,
            "DELETE FROM members WHERE space_id = $1",
            self.space.raw()
        )?;
        execute!(
            link,
            "DELETE FROM invites WHERE space_id = $1",
            self.space.raw()
        )?;
        let event = |(user, seq): (i64, i64)| Event::SpaceLeft {
            stream: UserId::from_raw(user).into(),
            seq: seq.cast_unsigned(),
            space_id: self.space,
        };
        Ok(left.into_iter().map(event).collect())
    }
}
