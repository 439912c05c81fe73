//! What is there at the end, against what was asked for: I1, I2, I3, I9, I10.

use std::collections::{BTreeMap, HashMap};

use crate::history::{Digest, What};

use super::{
    Found, Invariant, about_message,
    index::{Index, Send},
};

pub(super) fn check(index: &Index<'_>, found: &mut Found) {
    for send in index.sends() {
        acknowledged(index, send, found);
        answers(send, found);
    }
    once(index, found);
    holes(index, found);
    for (at, entry) in index.entries.iter().enumerate() {
        match &entry.what {
            What::Applied { stream, digest, .. } => seen(index, (at, *stream), digest, found),
            What::Log {
                channel, digest, ..
            } => {
                seen(index, (at, *channel), digest, found);
                refused(index, at, digest, found);
            }
            _ => {}
        }
    }
}

/// I1: at the acknowledged position stands the acknowledged message, unless somebody asked for its
/// deletion.
fn acknowledged(index: &Index<'_>, send: &Send<'_>, found: &mut Found) {
    for (at, message, seq) in &send.acks {
        let there = index.at(send.channel, *seq);
        let holds = match there {
            Some(Digest::Message {
                message: id,
                author,
                content,
                new: true,
            }) => {
                let nonce = content.split_once('|').map(|(nonce, _)| nonce);
                (*id, *author, nonce) == (*message, send.author, Some(send.nonce))
            }
            Some(Digest::Deleted { message: id }) => {
                id == message && index.deletes.contains_key(message)
            }
            _ => false,
        };
        if !holds {
            let what = format!(
                "message {message} (nonce {}) was acknowledged at {seq} in channel {}, where there \
                 is {there:?}",
                send.nonce, send.channel
            );
            let about = [send.nonce.to_owned(), about_message(*message)];
            found.add(Invariant::Acknowledged, *at, what, &about);
        }
    }
}

/// I10: every acknowledgement of one nonce names the same message and position.
fn answers(send: &Send<'_>, found: &mut Found) {
    let Some((_, message, seq)) = send.acks.first() else {
        return;
    };
    for (at, other, elsewhere) in &send.acks[1..] {
        if (other, elsewhere) != (message, seq) {
            let what = format!(
                "nonce {} was acknowledged as message {message} at {seq} and as message {other} at \
                 {elsewhere}",
                send.nonce
            );
            found.add(Invariant::Outcome, *at, what, &[send.nonce.to_owned()]);
        }
    }
}

/// I10: what was refused is not there.
fn refused(index: &Index<'_>, at: usize, digest: &Digest, found: &mut Found) {
    let Digest::Message {
        author, content, ..
    } = digest
    else {
        return;
    };
    let send = index.send_of(*author, content);
    if let Some(send) = send.filter(|send| send.acks.is_empty() && !send.open) {
        let what = format!("nonce {} was refused each time and is there", send.nonce);
        found.add(Invariant::Outcome, at, what, &[send.nonce.to_owned()]);
    }
}

/// I2: no nonce, no message and no position twice.
fn once(index: &Index<'_>, found: &mut Found) {
    let mut nonces = HashMap::new();
    let mut messages = HashMap::new();
    for (channel, log) in &index.log {
        for (seq, told) in log {
            if let [_, (at, digest), ..] = &told[..] {
                let what = format!("channel {channel} has two events at {seq}: {digest:?} too");
                found.add(Invariant::Once, *at, what, &[format!("\"seq\":{seq}")]);
            }
            for (at, digest) in told {
                let Digest::Message {
                    message,
                    author,
                    content,
                    new: true,
                } = digest
                else {
                    continue;
                };
                let nonce = content.split_once('|').map_or("", |(nonce, _)| nonce);
                if let Some(first) = nonces.insert((*author, nonce), *message) {
                    let what = format!("nonce {nonce} is there as message {first} and {message}");
                    found.add(Invariant::Once, *at, what, &[nonce.to_owned()]);
                } else if messages.insert(*message, *seq).is_some() {
                    let what = format!("message {message} is there at two positions");
                    found.add(Invariant::Once, *at, what, &[about_message(*message)]);
                }
            }
        }
    }
}

/// I3: the log of a channel is 1, 2, .. up to its last position.
fn holes(index: &Index<'_>, found: &mut Found) {
    for (channel, (at, last)) in &index.tips {
        let none = BTreeMap::new();
        let log = index.log.get(channel).unwrap_or(&none);
        let hole = (1..=*last).find(|seq| !log.contains_key(seq));
        let beyond = log.keys().next_back().filter(|seq| *seq > last);
        if let Some(seq) = hole {
            let what = format!("channel {channel} ends at {last} and has nothing at {seq}");
            found.add(Invariant::NoHole, *at, what, &[format!("\"seq\":{seq}")]);
        }
        if let Some(seq) = beyond {
            let what = format!("channel {channel} ends at {last} and has something at {seq}");
            found.add(Invariant::NoHole, *at, what, &[format!("\"seq\":{seq}")]);
        }
    }
}

/// I9: somebody asked for what was seen, before it was seen, and there.
fn seen(index: &Index<'_>, (at, channel): (usize, i64), digest: &Digest, found: &mut Found) {
    match digest {
        Digest::Message {
            message,
            author,
            content,
            ..
        } => {
            let send = index
                .send_of(*author, content)
                .filter(|send| send.channel == channel && send.invoked < at);
            let edits = index.edits.get(message).map_or(&[][..], Vec::as_slice);
            let written = send.is_some_and(|send| {
                send.content == content
                    || edits
                        .iter()
                        .any(|edit| edit.content == content && edit.invoked < at)
            });
            if !written {
                let what = format!("nobody wrote {content:?} into channel {channel} before");
                found.add(Invariant::Invented, at, what, &[about_message(*message)]);
            }
        }
        Digest::Deleted { message } => {
            let asked = index.deletes.get(message);
            if asked.is_none_or(|(invoked, _)| *invoked > at) {
                let what = format!("nobody deleted message {message} before");
                found.add(Invariant::Invented, at, what, &[about_message(*message)]);
            }
        }
        Digest::Reaction {
            message,
            user,
            emoji,
            ..
        } => {
            if !index.reactions.contains(&(*message, *user, emoji.as_str())) {
                let what = format!("{user} never reacted with {emoji} to message {message}");
                found.add(Invariant::Invented, at, what, &[about_message(*message)]);
            }
        }
        Digest::Other => {}
    }
}
