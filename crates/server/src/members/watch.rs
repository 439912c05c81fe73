//! Hearing of rights that were lost on another node.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use parlor_protocol::{
    ids::{ChannelId, SpaceId, StreamId},
    streams::Seq,
};
use parlor_storage::Error;

use super::{recheck, recheck_members, shut};
use crate::app::{Node, Shared};

/// How often the logs of the spaces that are read here are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How many streams one question names.
const STREAMS_AT_ONCE: usize = 500;

/// Shuts out here, within a second, who lost a right on another node: whoever follows a place stands
/// with it before he is looked at, so what he was given since is looked at again. Never returns.
///
/// While the database does not answer, nothing new of a place comes here either, and the next look
/// begins where the last good one ended.
pub async fn watch(app: Shared) {
    let mut seen = Seen::default();
    loop {
        if let Err(error) = seen.look(&app.here()).await {
            tracing::warn!(%error, "asking for lost rights");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// What the last look found.
#[derive(Default)]
struct Seen {
    /// The spaces of the streams that are read here; none for conversations and people.
    spaces: BTreeMap<StreamId, Option<SpaceId>>,
    /// Where the logs of these spaces stood.
    tips: BTreeMap<StreamId, Seq>,
}

impl Seen {
    async fn look(&mut self, node: &Node) -> Result<(), Error> {
        self.see_spaces(node).await?;
        let spaces: BTreeSet<SpaceId> = self.spaces.values().flatten().copied().collect();
        let ids: Vec<StreamId> = spaces.iter().map(|space| (*space).into()).collect();
        let mut tips = BTreeMap::new();
        for ids in ids.chunks(STREAMS_AT_ONCE) {
            tips.append(&mut node.storage.streams().tips(ids).await?);
        }
        for space in spaces {
            if self.is_lessened(node, space, &tips).await? {
                self.recheck(node, space).await;
            }
            if !tips.contains_key(&space.into()) {
                shut(node, &[space.into()]);
            }
        }
        self.tips = tips;
        Ok(())
    }

    /// An id is one thing for ever, so each is asked about once, while it is read here.
    async fn see_spaces(&mut self, node: &Node) -> Result<(), Error> {
        let mut spaces = BTreeMap::new();
        let mut unknown = Vec::new();
        let calls = node.voice.channels();
        let calls = calls.into_iter().map(StreamId::from);
        let watched: BTreeSet<StreamId> = node.hub.watched().into_iter().chain(calls).collect();
        for stream in watched {
            match self.spaces.get(&stream) {
                Some(space) => _ = spaces.insert(stream, *space),
                None => unknown.push(stream),
            }
        }
        for streams in unknown.chunks(STREAMS_AT_ONCE) {
            let there = node.storage.streams().tips(streams).await?;
            let of = node.storage.streams().spaces(streams).await?;
            spaces.extend(there.into_keys().map(|stream| (stream, None)));
            spaces.extend(of.into_iter().map(|(stream, space)| (stream, Some(space))));
        }
        // Gone before it was looked at.
        unknown.retain(|stream| !spaces.contains_key(stream));
        shut(node, &unknown);
        self.spaces = spaces;
        Ok(())
    }

    /// Whether somebody may have lost a right since the last look. A space that was not looked at
    /// before may have been followed a moment before something was lost.
    async fn is_lessened(
        &self,
        node: &Node,
        space: SpaceId,
        tips: &BTreeMap<StreamId, Seq>,
    ) -> Result<bool, Error> {
        let stream = space.into();
        match (self.tips.get(&stream), tips.get(&stream)) {
            (Some(before), Some(now)) if before == now => Ok(false),
            (Some(before), Some(_)) => node.storage.streams().lessened(space, *before).await,
            (None, _) | (_, None) => Ok(true),
        }
    }

    async fn recheck(&self, node: &Node, space: SpaceId) {
        let streams = self.spaces.iter().filter(|(_, of)| **of == Some(space));
        let channels: Vec<ChannelId> = streams
            .filter(|(stream, _)| **stream != space.into())
            .map(|(stream, _)| ChannelId::from_raw(stream.raw()))
            .collect();
        recheck(node.clone(), &channels).await;
        recheck_members(node, space).await;
    }
}
