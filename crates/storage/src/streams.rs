//! Streams: the logs of what happened, in the order of `seq`.
//!
//! A log row is a reference, not a copy: replay builds each event from today's rows.

use std::collections::BTreeMap;

use parlor_protocol::{
    audience::Audience,
    event::Event,
    ids::{SpaceId, StreamId, UserId},
    streams::Seq,
    time::Timestamp,
};

use crate::{
    Committed, Content, Error, Storage,
    engine::{Link, fetch_among},
};

pub(crate) mod gone;
mod lessened;
pub(crate) mod log;
mod prune;
mod replay;
mod told;

/// Reads and prunes the logs.
pub struct Streams<'s> {
    pub(crate) storage: &'s Storage,
}

/// A part of a stream, read at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamPage {
    /// Where the stream stood.
    pub last_seq: Seq,
    /// The first position the log still has; `last_seq + 1` when it has none.
    pub kept_from: Seq,
    /// One event for each position after the cursor, without holes.
    pub events: Vec<Event>,
    /// Whether positions follow after the last of `events`.
    pub more: bool,
}

impl Streams<'_> {
    /// The events after `after`, at most `limit`. `None`: there is no such stream.
    ///
    /// The events are everybody's: nonces are in them (see `Event::seen_by`). A cursor before
    /// `kept_from - 1` has missed what is gone; a cursor over `last_seq` is from another life.
    pub async fn page(
        &self,
        stream: StreamId,
        after: Seq,
        limit: usize,
    ) -> Result<Option<StreamPage>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        Ok(replay::page(&mut snapshot.link(), stream, after, limit).await?)
    }

    /// The same as this reader may know it: a `NOOP` stands for what happened to channels that are
    /// hidden from them.
    pub async fn page_for(
        &self,
        reader: UserId,
        stream: StreamId,
        after: Seq,
        limit: usize,
    ) -> Result<Option<StreamPage>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        let mut link = snapshot.link();
        let Some(mut page) = replay::page(&mut link, stream, after, limit).await? else {
            return Ok(None);
        };
        told::veil(&mut link, &mut page.events, reader).await?;
        Ok(Some(page))
    }

    /// The same for many readers, each event with those who are told of it; and where the stream
    /// stood.
    pub async fn page_for_all(
        &self,
        stream: StreamId,
        after: Seq,
        limit: usize,
    ) -> Result<Option<(Vec<(Event, Audience)>, Seq)>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        let mut link = snapshot.link();
        let Some(page) = replay::page(&mut link, stream, after, limit).await? else {
            return Ok(None);
        };
        let told = told::audiences(&mut link, page.events).await?;
        Ok(Some((told, page.last_seq)))
    }

    /// Where these streams stand; those that do not exist are left out.
    pub async fn tips(&self, streams: &[StreamId]) -> Result<BTreeMap<StreamId, Seq>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(tips(&mut reader.link(), streams).await?)
    }

    /// The spaces that these streams are, or belong to as channels. What belongs to none, such as a
    /// conversation or somebody's own stream, is left out.
    pub async fn spaces(&self, streams: &[StreamId]) -> Result<Vec<(StreamId, SpaceId)>, Error> {
        let streams: Vec<i64> = streams.iter().map(|stream| stream.raw()).collect();
        let mut reader = self.storage.reader().await?;
        Ok(lessened::spaces(&mut reader.link(), &streams).await?)
    }

    /// Whether something happened in a space after this position by which somebody may have lost a
    /// right.
    pub async fn lessened(&self, space: SpaceId, after: Seq) -> Result<bool, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(lessened::lessened(&mut reader.link(), space, after).await?)
    }

    /// Clears away some of what is left of a place that was deleted, which nobody sees in any case;
    /// gives the bytes that went with it. `None`: nothing is left of any. Events: `SPACE_LEFT` in the
    /// streams of those who were not told yet.
    pub async fn sweep(&self, now: Timestamp) -> Result<Option<Committed<Vec<Content>>>, Error> {
        gone::sweep(self.storage, now).await
    }

    /// Forgets events from before this time, except the newest `keep` of each stream.
    pub async fn prune(&self, before: Timestamp, keep: u64) -> Result<(), Error> {
        prune::prune(self.storage, before, keep).await
    }
}

async fn tips(link: &mut Link<'_>, streams: &[StreamId]) -> sqlx::Result<BTreeMap<StreamId, Seq>> {
    if streams.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<i64> = streams.iter().map(|stream| stream.raw()).collect();
    let rows = fetch_among!(
        link,
        (i64, i64),
        &ids,
        "SELECT id, last_seq FROM streams WHERE NOT gone AND id IN ",
        ""
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, seq)| (StreamId::from_raw(id), seq.cast_unsigned()))
        .collect())
}
