//! What is there when all is over, by somebody who sees everything and was in nobody's way.

use std::collections::{BTreeMap, HashSet};

use parlor_client::{Account, Error, Options, Update};
use parlor_protocol::{
    ids::{ChannelId, StreamId},
    messages::{History, Message},
    streams::Seq,
    sync::Sync,
};

use crate::history::{Digest, Stored, What};

use super::{device::Left, world::World};

/// Where every channel ends.
pub(super) async fn tips(account: &Account, world: &World) -> Result<BTreeMap<i64, Seq>, Error> {
    let sync = account.sync().await?;
    let channels = world.channels.iter();
    let tips = channels.filter_map(|channel| {
        let last = sync.streams.get(&StreamId::from(*channel))?;
        Some((channel.raw(), *last))
    });
    Ok(tips.collect())
}

/// Who is there.
pub(super) async fn online(account: &Account, world: &World) -> Result<(), Error> {
    let sync = account.sync().await?;
    let me = sync.me.user.id;
    let others = sync
        .presences
        .iter()
        .filter(|presence| presence.user_id != me);
    let users = others.map(|presence| presence.user_id.raw()).collect();
    world.recorder.record(What::Online { users });
    Ok(())
}

/// The log and the history of every channel.
pub(super) async fn everything(account: &Account, world: &World) -> Result<(), Error> {
    let tips = tips(account, world).await?;
    for (channel, last_seq) in &tips {
        let (channel, last_seq) = (*channel, *last_seq);
        world.recorder.record(What::Tip { channel, last_seq });
    }
    logs(account, world, &tips).await;
    for channel in &world.channels {
        history(account, world, *channel).await?;
    }
    Ok(())
}

/// Follows every channel from its beginning to its end.
async fn logs(account: &Account, world: &World, tips: &BTreeMap<i64, Seq>) {
    let streams = tips.keys().map(|id| (StreamId::from_raw(*id), 0)).collect();
    let mut live = account.live(Options {
        streams,
        ..Options::default()
    });
    let mut open: HashSet<i64> = tips
        .iter()
        .filter(|(_, last)| **last > 0)
        .map(|(channel, _)| *channel)
        .collect();
    while !open.is_empty() {
        let Some(update) = live.next().await else {
            return;
        };
        let Update::Event(event) = update else {
            continue;
        };
        if let Some((stream, seq)) = event.position() {
            let channel = stream.raw();
            world.recorder.record(What::Log {
                channel,
                seq,
                digest: Digest::of(&event),
            });
            if tips.get(&channel).is_some_and(|last| seq >= *last) {
                open.remove(&channel);
            }
        }
    }
    live.close().await;
}

/// Every page of a channel, from the newest to the oldest.
async fn history(account: &Account, world: &World, channel: ChannelId) -> Result<(), Error> {
    let mut before = String::new();
    loop {
        let path = format!("/api/v1/channels/{channel}/messages?limit=100{before}");
        let page: History = account.get(&path).await?;
        for message in &page.items {
            world.recorder.record(What::Stored {
                channel: channel.raw(),
                message: stored(message),
            });
        }
        match page.items.first() {
            Some(oldest) if page.has_more => before = format!("&before={}", oldest.id),
            _ => return Ok(()),
        }
    }
}

fn stored(message: &Message) -> Stored {
    let reactions = message.reactions.iter();
    let mut reactions: Vec<(String, u32)> = reactions
        .map(|reaction| (reaction.emoji.clone(), reaction.count))
        .collect();
    reactions.sort();
    Stored {
        message: message.id.raw(),
        seq: message.seq,
        author: message.author.id.raw(),
        content: message.content.clone(),
        reactions,
    }
}

/// How everybody stands in every channel they see.
pub(super) async fn unread(people: &[Left], world: &World) -> Result<(), Error> {
    let mut asked = HashSet::new();
    for person in people {
        if !asked.insert(person.user) {
            continue;
        }
        let sync: Sync = person.account.sync().await?;
        for state in sync.read_states {
            world.recorder.record(What::Unread {
                user: person.user,
                channel: state.channel_id.raw(),
                read_seq: state.read_seq,
                unread: state.unread,
            });
        }
    }
    Ok(())
}
