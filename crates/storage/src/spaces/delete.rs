//! Deleting a space, and everything that was in it.

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, SpaceId, StreamId, UserId},
    permissions::Grant,
    time::Timestamp,
};

use super::farewell;
use crate::{
    Committed, Error, Storage, channels,
    engine::Link,
    streams::{gone, log},
    writer::{Failed, Write},
};

pub(super) async fn delete(
    storage: &Storage,
    (grant, space): (Grant, SpaceId),
    now: Timestamp,
) -> Result<Committed<Vec<ChannelId>>, Error> {
    let mut reader = storage.reader().await?;
    let first = farewell::next(&mut reader.link(), space.into()).await;
    drop(reader);
    let first = first?;
    let delete = Delete { space, first, now };
    storage.write_by(&[grant], delete).await
}

struct Delete {
    space: SpaceId,
    /// Who is told of it at once, as it looked when the write was queued: for the locks only.
    first: Vec<UserId>,
    now: Timestamp,
}

impl Write for Delete {
    /// The channels that went with it.
    type Output = Committed<Vec<ChannelId>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        let people = self.first.iter().copied().map(StreamId::from);
        people.chain([self.space.into()]).collect()
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
        let channels = channels::of(link, space_id).await?;
        let value: Vec<ChannelId> = channels.into_iter().map(|channel| channel.id).collect();
        let streams = value.iter().map(|channel| channel.raw());
        let streams: Vec<i64> = streams.chain([space_id.raw()]).collect();
        // Nobody is in it, or comes into it, any more. The first are told at once, who are all in
        // most spaces; the others, and what was in it, go later.
        gone::end(link, &streams).await?;
        events.append(&mut farewell::tell(link, space_id, self.now).await?);
        Ok(Committed { value, events })
    }
}
