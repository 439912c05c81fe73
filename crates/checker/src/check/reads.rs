//! What one reads over HTTP, and how far one has read: I6, I7, I14.

use std::collections::{BTreeMap, HashMap};

use parlor_protocol::streams::Seq;

use crate::history::{Action, Client, Op, What};

use super::{
    Found, Invariant, about_message,
    index::{End, Index},
};

pub(super) fn check(index: &Index<'_>, found: &mut Found) {
    pages(index, found);
    read_states(index, found);
    unread(index, found);
}

/// What was acknowledged in a channel: position -> (entry, message).
type Acknowledged = BTreeMap<Seq, (usize, i64)>;

/// I6: a page that was asked for after an acknowledgement reaches that far and has the message, if it
/// was not deleted. I7: a page that was asked for after another reaches as far.
fn pages(index: &Index<'_>, found: &mut Found) {
    let mut acknowledged: HashMap<i64, Acknowledged> = HashMap::new();
    for send in index.sends() {
        let channel = acknowledged.entry(send.channel).or_default();
        for (at, message, seq) in send.acks.iter().take(1) {
            channel.insert(*seq, (*at, *message));
        }
    }
    // The highest position that was acknowledged, and that each client has read, up to now.
    let mut tips: HashMap<i64, Seq> = HashMap::new();
    let mut read: HashMap<(Client, i64), Seq> = HashMap::new();
    let mut begun: HashMap<Op, (Seq, Seq)> = HashMap::new();
    for (at, entry) in index.entries.iter().enumerate() {
        let What::Invoke {
            op,
            client,
            action: Action::Read { channel },
        } = &entry.what
        else {
            let What::Ok { op, outcome } = &entry.what else {
                continue;
            };
            let Some(asked) = index.asked.get(op) else {
                continue;
            };
            match asked.action {
                Action::Send { channel, .. } => {
                    let tip = tips.entry(*channel).or_default();
                    *tip = (*tip).max(outcome.seq.unwrap_or(0));
                }
                Action::Read { channel } => {
                    let reached = outcome.seq.unwrap_or(0);
                    let (floor, before) = begun.remove(op).unwrap_or((0, 0));
                    let about = [format!("\"op\":{op}"), format!("\"channel\":{channel}")];
                    if reached < floor {
                        let what = format!(
                            "a page of channel {channel} ends at {reached}; {floor} was acknowledged before it was asked for"
                        );
                        found.add(Invariant::OwnWrites, at, what, &about);
                    }
                    if reached < before {
                        let what = format!(
                            "client {} read channel {channel} up to {before} and then up to {reached}",
                            asked.client
                        );
                        found.add(Invariant::Monotonic, at, what, &about);
                    }
                    let mine = read.entry((asked.client, *channel)).or_default();
                    *mine = (*mine).max(reached);
                    if let (Some(page), Some(channel)) = (&outcome.page, acknowledged.get(channel))
                    {
                        missing(index, (at, asked.invoked, reached), (page, channel), found);
                    }
                }
                _ => {}
            }
            continue;
        };
        let floor = tips.get(channel).copied().unwrap_or(0);
        let before = read.get(&(*client, *channel)).copied().unwrap_or(0);
        begun.insert(*op, (floor, before));
    }
}

/// I6: between the first message of a page and its end nothing is missing that was acknowledged
/// before the page was asked for.
fn missing(
    index: &Index<'_>,
    (at, invoked, reached): (usize, usize, Seq),
    (page, acknowledged): (&[Seq], &Acknowledged),
    found: &mut Found,
) {
    let Some(first) = page.first() else {
        return;
    };
    if *first > reached {
        return;
    }
    for (seq, (acked, message)) in acknowledged.range(*first..=reached) {
        let deleted = index
            .deletes
            .get(message)
            .is_some_and(|(asked, _)| *asked < at);
        if *acked < invoked && !deleted && page.binary_search(seq).is_err() {
            let what = format!(
                "message {message} was acknowledged at {seq}, and a page from {first} to {reached} \
                 that was asked for later does not have it"
            );
            found.add(Invariant::OwnWrites, at, what, &[about_message(*message)]);
        }
    }
}

/// I14: nobody is told that they have read less than before.
fn read_states(index: &Index<'_>, found: &mut Found) {
    let mut told: HashMap<(Client, i64), Seq> = HashMap::new();
    for (at, entry) in index.entries.iter().enumerate() {
        if let What::ReadState {
            client,
            channel,
            read_seq,
        } = &entry.what
        {
            let before = told.entry((*client, *channel)).or_default();
            if read_seq < before {
                let what = format!(
                    "client {client} was told that it has read channel {channel} up to {before}, then up to {read_seq}"
                );
                let about = [format!("\"client\":{client},\"channel\":{channel}")];
                found.add(Invariant::Unread, at, what, &about);
            }
            *before = *read_seq;
        }
    }
}

/// I14: what was marked is marked, and what comes after is counted.
fn unread(index: &Index<'_>, found: &mut Found) {
    let mut marked: HashMap<(i64, i64), Seq> = HashMap::new();
    for asked in index.asked.values() {
        let (End::Ok(_, outcome), user) = (asked.end, index.user(asked.client)) else {
            continue;
        };
        let (channel, seq) = match asked.action {
            Action::MarkRead { channel, seq } => (*channel, *seq),
            Action::Send { channel, .. } => (*channel, outcome.seq.unwrap_or(0)),
            _ => continue,
        };
        let most = marked.entry((user, channel)).or_default();
        *most = (*most).max(seq);
    }
    for (at, entry) in index.entries.iter().enumerate() {
        let What::Unread {
            user,
            channel,
            read_seq,
            unread,
        } = &entry.what
        else {
            continue;
        };
        let about = [format!("\"user\":{user},\"channel\":{channel}")];
        let tip = index.tips.get(channel).map_or(0, |(_, last)| *last);
        let promised = marked
            .get(&(*user, *channel))
            .copied()
            .unwrap_or(0)
            .min(tip);
        if *read_seq < promised {
            let what = format!(
                "{user} marked channel {channel} as read up to {promised}, and it is up to {read_seq}"
            );
            found.add(Invariant::Unread, at, what, &about);
        }
        let stored = index.stored.get(channel).map_or(&[][..], Vec::as_slice);
        let after = stored
            .iter()
            .filter(|(_, message)| message.seq > *read_seq && message.author != *user)
            .count();
        // So many are counted at most.
        let most = parlor_protocol::reads::UNREAD_MAX as usize;
        if after.min(most) != *unread as usize {
            let what = format!(
                "{user} is told of {unread} unread messages in channel {channel}; there are {after}"
            );
            found.add(Invariant::Unread, at, what, &about);
        }
    }
}
