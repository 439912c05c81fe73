//! Shutting out who lost a right: delivery stops before the call that took it away returns.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use parlor_protocol::ids::{ChannelId, SpaceId, StreamId, UserId};
use parlor_storage::members::Parted;

use crate::{app::Node, voice};

/// Looks again at everybody here who follows a channel of this space, and shuts out those who no
/// longer see it.
pub async fn recheck_all(node: Node, space: SpaceId) {
    match node.storage.channels().of(space).await {
        Ok(channels) => {
            let channels: Vec<_> = channels.into_iter().map(|channel| channel.id).collect();
            recheck(node, &channels).await;
        }
        Err(error) => {
            tracing::error!(%error, %space, "who may still listen is unknown: nobody goes on");
            let watched = node.hub.watched();
            detach_all(&node, &watched);
            voice::judge(&node, &node.voice.channels()).await;
        }
    }
}

/// The same for these channels, and for who is in their calls.
pub async fn recheck(node: Node, channels: &[ChannelId]) {
    recheck_readers(&node, channels).await;
    voice::judge(&node, channels).await;
}

async fn recheck_readers(node: &Node, channels: &[ChannelId]) {
    let readers: BTreeMap<ChannelId, Vec<UserId>> = channels
        .iter()
        .map(|channel| (*channel, node.hub.readers((*channel).into())))
        .filter(|(_, readers)| !readers.is_empty())
        .collect();
    if readers.is_empty() {
        return;
    }
    let followed: Vec<ChannelId> = readers.keys().copied().collect();
    let users: BTreeSet<UserId> = readers.values().flatten().copied().collect();
    let users: Vec<UserId> = users.into_iter().collect();
    let seers = node.storage.members().seers(&followed, &users).await;
    // Who cannot be judged is shut out, and comes back by himself where he may.
    let seers = seers.unwrap_or_else(|error| {
        tracing::error!(%error, "who may still listen is unknown: nobody goes on");
        BTreeMap::new()
    });
    for (channel, readers) in readers {
        let seers: HashSet<&UserId> = seers.get(&channel).into_iter().flatten().collect();
        for reader in readers.into_iter().filter(|reader| !seers.contains(reader)) {
            node.hub.detach(reader, channel.into());
        }
    }
}

/// Looks again at everybody here who follows the stream of this space, and shuts out those who are
/// no longer in it.
pub async fn recheck_members(node: &Node, space: SpaceId) {
    let readers = node.hub.readers(space.into());
    if readers.is_empty() {
        return;
    }
    let members = node.storage.members().among(space, &readers).await;
    let members = members.unwrap_or_else(|error| {
        tracing::error!(%error, %space, "who may still listen is unknown: nobody goes on");
        Vec::new()
    });
    let members: HashSet<UserId> = members.into_iter().collect();
    for reader in readers
        .into_iter()
        .filter(|reader| !members.contains(reader))
    {
        node.hub.detach(reader, space.into());
    }
}

/// Shuts somebody out of a space that he no longer belongs to, and of its channels. He is told.
pub fn dismiss(node: &Node, user: UserId, parted: &Parted) {
    let channels: Vec<StreamId> = parted.channels.iter().map(|it| (*it).into()).collect();
    let told = (&parted.event, parted.told_at);
    node.hub.dismiss(user, &channels, told);
    node.voice.dismiss(user, parted);
}

/// Shuts everybody out of streams that are gone, and ends the calls there. Who was in a space is told
/// of nobody else there any more, also while their own word of it is to come.
pub fn shut(node: &Node, streams: &[StreamId]) {
    detach_all(node, streams);
    for stream in streams {
        node.hub.disband(*stream);
    }
    // The id of a stream that is no channel's is no channel's either.
    let channels = streams
        .iter()
        .map(|stream| ChannelId::from_raw(stream.raw()));
    node.voice.end_channels(channels);
}

fn detach_all(node: &Node, streams: &[StreamId]) {
    for stream in streams {
        for reader in node.hub.readers(*stream) {
            node.hub.detach(reader, *stream);
        }
    }
}
