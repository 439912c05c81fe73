//! What one was told, added up, against what is stored: I11.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use parlor_protocol::streams::Seq;

use crate::history::{Client, Digest, Stored, What};

use super::{Found, Invariant, about_message, index::Index};

/// What one client knows of one channel.
#[derive(Default)]
struct Known {
    /// It was told everything after this.
    since: Seq,
    messages: BTreeMap<i64, Message>,
    gone: BTreeSet<i64>,
}

#[derive(Default)]
struct Message {
    content: String,
    /// (emoji, user)
    reactions: BTreeSet<(String, i64)>,
    /// The client was there when it was written.
    whole: bool,
}

impl Known {
    fn apply(&mut self, digest: &Digest) {
        match digest {
            Digest::Message {
                message,
                content,
                new,
                ..
            } => {
                let known = self.messages.entry(*message).or_default();
                content.clone_into(&mut known.content);
                known.whole |= new;
            }
            Digest::Deleted { message } => {
                self.messages.remove(message);
                self.gone.insert(*message);
            }
            Digest::Reaction {
                message,
                user,
                emoji,
                on,
            } => {
                // Of a message from before this client was there it knows no text.
                if let Some(known) = self.messages.get_mut(message) {
                    let reaction = (emoji.clone(), *user);
                    if *on {
                        known.reactions.insert(reaction);
                    } else {
                        known.reactions.remove(&reaction);
                    }
                }
            }
            Digest::Other => {}
        }
    }
}

pub(super) fn check(index: &Index<'_>, found: &mut Found) {
    told(index, found);
    edited(index, found);
    stored(index, found);
}

/// Whoever stands at the end of a channel knows it as it is stored.
fn told(index: &Index<'_>, found: &mut Found) {
    let mut known: HashMap<(Client, i64), Known> = HashMap::new();
    for (at, entry) in index.entries.iter().enumerate() {
        match &entry.what {
            What::Follows {
                client,
                stream,
                cursor,
            } => {
                let since = *cursor;
                let fresh = Known {
                    since,
                    ..Known::default()
                };
                known.insert((*client, *stream), fresh);
            }
            What::Left { client, stream } => {
                known.remove(&(*client, *stream));
            }
            What::Applied {
                client,
                stream,
                digest,
                ..
            } => {
                if let Some(known) = known.get_mut(&(*client, *stream)) {
                    known.apply(digest);
                }
            }
            What::Stands {
                client,
                stream,
                cursor,
            } => {
                let last = index.tips.get(stream).map(|(_, last)| *last);
                let known = known.get(&(*client, *stream));
                if let Some(known) = known.filter(|_| last == Some(*cursor)) {
                    compare(index, (at, *client, *stream), known, found);
                }
            }
            _ => {}
        }
    }
}

fn compare(
    index: &Index<'_>,
    (at, client, channel): (usize, Client, i64),
    known: &Known,
    found: &mut Found,
) {
    let stored = index.stored.get(&channel).map_or(&[][..], Vec::as_slice);
    let mut standing = BTreeSet::new();
    for (_, message) in stored {
        standing.insert(message.message);
        let mine = known.messages.get(&message.message);
        if let Some(difference) = difference(known, mine, message) {
            let what = format!(
                "client {client}, channel {channel}, message {}: {difference}",
                message.message
            );
            found.add(
                Invariant::State,
                at,
                what,
                &[about_message(message.message)],
            );
        }
    }
    for message in known.messages.keys().filter(|id| !standing.contains(id)) {
        let what = format!(
            "client {client} still sees message {message} of channel {channel}, which is not stored"
        );
        found.add(Invariant::State, at, what, &[about_message(*message)]);
    }
}

fn difference(known: &Known, mine: Option<&Message>, stored: &Stored) -> Option<String> {
    if known.gone.contains(&stored.message) {
        return Some("it was told that it is deleted, and it is stored".to_owned());
    }
    let Some(mine) = mine else {
        let missed = stored.seq > known.since;
        return missed.then(|| "it was never told of it".to_owned());
    };
    if mine.content != stored.content {
        return Some(format!(
            "it sees {:?}, stored is {:?}",
            mine.content, stored.content
        ));
    }
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for (emoji, _) in &mine.reactions {
        *counts.entry(emoji).or_default() += 1;
    }
    let counts: Vec<(String, u32)> = counts
        .into_iter()
        .map(|(emoji, count)| (emoji.to_owned(), count))
        .collect();
    let differ = mine.whole && counts != stored.reactions;
    differ.then(|| {
        format!(
            "it sees reactions {counts:?}, stored are {:?}",
            stored.reactions
        )
    })
}

/// A stored message has the text of the last edit that was acknowledged, or of one whose outcome is
/// not known.
fn edited(index: &Index<'_>, found: &mut Found) {
    for (at, message) in index.stored.values().flatten() {
        let edits = index
            .edits
            .get(&message.message)
            .map_or(&[][..], Vec::as_slice);
        let acknowledged = edits.iter().filter(|edit| edit.acked.is_some());
        let last = acknowledged.map(|edit| edit.invoked).max();
        let possible = edits.iter().any(|edit| {
            let overwritten = edit
                .acked
                .is_some_and(|acked| last.is_some_and(|last| acked < last));
            edit.content == message.content && !edit.refused && !overwritten
        });
        let original = last.is_none()
            && index
                .send_of(message.author, &message.content)
                .is_some_and(|send| send.content == message.content);
        // What nobody wrote at all is I9's.
        let known = edits.iter().any(|edit| edit.content == message.content)
            || index
                .send_of(message.author, &message.content)
                .is_some_and(|send| send.content == message.content);
        if known && !possible && !original {
            let what = format!(
                "message {} has the text {:?}, which an acknowledged edit has replaced, or a refused one",
                message.message, message.content
            );
            found.add(
                Invariant::State,
                *at,
                what,
                &[about_message(message.message)],
            );
        }
    }
}

/// What the log has as a message is stored, and what was deleted is not.
fn stored(index: &Index<'_>, found: &mut Found) {
    for (channel, log) in &index.log {
        let stored = index.stored.get(channel).map_or(&[][..], Vec::as_slice);
        let stored: HashMap<i64, usize> = stored
            .iter()
            .map(|(at, message)| (message.message, *at))
            .collect();
        for (at, digest) in log.values().flatten() {
            if let Digest::Message {
                message, new: true, ..
            } = digest
                && !stored.contains_key(message)
            {
                let what = format!(
                    "message {message} stands in the log of channel {channel} and not in its history"
                );
                found.add(Invariant::State, *at, what, &[about_message(*message)]);
            }
        }
        for (message, at) in &stored {
            if index.deletes.get(message).is_some_and(|(_, acked)| *acked) {
                let what = format!("message {message} was deleted, and is stored");
                found.add(Invariant::State, *at, what, &[about_message(*message)]);
            }
        }
    }
}
