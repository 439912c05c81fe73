//! In what order things are seen: I4, I5, I8.

use std::collections::{BTreeMap, HashMap, HashSet};

use parlor_protocol::streams::Seq;

use crate::history::{Client, Digest, What};

use super::{
    Found, Invariant, about_message,
    index::{Index, Send},
};

pub(super) fn check(index: &Index<'_>, found: &mut Found) {
    applied(index, found);
    wire(index, found);
    converged(index, found);
    real_time(index, found);
}

fn about(client: Client, stream: i64) -> [String; 1] {
    [format!("\"client\":{client},\"stream\":{stream}")]
}

/// I4: from where a client began, one position after the other, and what stands there is what
/// everybody finds there.
fn applied(index: &Index<'_>, found: &mut Found) {
    let mut cursors: HashMap<(Client, i64), Seq> = HashMap::new();
    for (at, entry) in index.entries.iter().enumerate() {
        match &entry.what {
            What::Follows {
                client,
                stream,
                cursor,
            } => {
                cursors.insert((*client, *stream), *cursor);
            }
            What::Applied {
                client,
                stream,
                seq,
                digest,
            } => {
                let cursor = cursors.entry((*client, *stream)).or_insert(seq - 1);
                if *seq != *cursor + 1 {
                    let what = format!(
                        "client {client} saw {seq} of stream {stream} after {cursor}: {}",
                        if *seq > *cursor {
                            "a gap"
                        } else {
                            "again, or out of order"
                        }
                    );
                    found.add(Invariant::SameOrder, at, what, &about(*client, *stream));
                }
                *cursor = *seq;
                let there = index.at(*stream, *seq);
                if there.is_some_and(|there| !agree(digest, there)) {
                    let what = format!(
                        "client {client} saw {digest:?} at {seq} of channel {stream}, where there \
                         is {there:?}"
                    );
                    found.add(Invariant::SameOrder, at, what, &about(*client, *stream));
                }
            }
            _ => {}
        }
    }
}

/// Whether two people who look at one position, one of them later, may see these. It is the same
/// message; what is deleted since says no more than that, and what says nothing may be left out.
fn agree(earlier: &Digest, later: &Digest) -> bool {
    match (earlier.message(), later.message()) {
        (Some(one), Some(other)) => {
            let new = |digest: &Digest| matches!(digest, Digest::Message { new: true, .. });
            one == other && (!new(earlier) || new(later) || matches!(later, Digest::Deleted { .. }))
        }
        _ => true,
    }
}

/// I4: one socket is not told an event twice, nor an earlier one after a later one, unless its
/// client asked again.
fn wire(index: &Index<'_>, found: &mut Found) {
    enum Told {
        Asked(Seq),
        /// Asked more than once on this socket: what was on its way may come again.
        Again,
    }
    let mut sockets: HashMap<Client, HashMap<i64, Told>> = HashMap::new();
    for (at, entry) in index.entries.iter().enumerate() {
        match &entry.what {
            What::Opened { client } => {
                sockets.insert(*client, HashMap::new());
            }
            What::Asked {
                client,
                stream,
                cursor,
            } => {
                let told = sockets.entry(*client).or_default();
                let before = told.contains_key(stream);
                let now = if before {
                    Told::Again
                } else {
                    Told::Asked(*cursor)
                };
                told.insert(*stream, now);
            }
            What::Wire {
                client,
                stream,
                seq,
                ..
            } => {
                let told = sockets.entry(*client).or_default();
                if let Some(Told::Asked(last)) = told.get_mut(stream) {
                    if *seq <= *last {
                        let what = format!(
                            "a socket of client {client} was told {seq} of stream {stream} after \
                             {last}"
                        );
                        found.add(Invariant::SameOrder, at, what, &about(*client, *stream));
                    }
                    *last = *seq;
                }
            }
            _ => {}
        }
    }
}

/// I5: whoever is connected stands at the end of what they follow.
fn converged(index: &Index<'_>, found: &mut Found) {
    let mut there = HashSet::new();
    let mut stands: BTreeMap<(Client, i64), (usize, Seq)> = BTreeMap::new();
    for (at, entry) in index.entries.iter().enumerate() {
        match &entry.what {
            What::There { client } => {
                there.insert(*client);
            }
            What::Lost { client } => {
                let what = format!("client {client} never came back");
                found.add(
                    Invariant::Converged,
                    at,
                    what,
                    &[format!("\"client\":{client}")],
                );
            }
            What::Stands {
                client,
                stream,
                cursor,
            } => {
                stands.insert((*client, *stream), (at, *cursor));
            }
            _ => {}
        }
    }
    for ((client, stream), (at, cursor)) in stands {
        let Some((_, last)) = index.tips.get(&stream) else {
            continue;
        };
        if cursor != *last && there.contains(&client) {
            let what = format!(
                "client {client} stands at {cursor} of channel {stream}, which ends at {last}"
            );
            found.add(Invariant::Converged, at, what, &about(client, stream));
        }
    }
}

/// I8: one sweep over acknowledgements and beginnings. Whatever is begun stands after everything
/// that was acknowledged before.
fn real_time(index: &Index<'_>, found: &mut Found) {
    enum Moment<'a> {
        Begun(&'a Send<'a>),
        Acknowledged(i64, Seq),
    }
    let mut positions: HashMap<(i64, &str), Seq> = HashMap::new();
    for log in index.log.values() {
        for (seq, told) in log {
            if let Some((
                _,
                Digest::Message {
                    author,
                    content,
                    new: true,
                    ..
                },
            )) = told.first()
            {
                let nonce = content.split_once('|').map_or("", |(nonce, _)| nonce);
                positions.entry((*author, nonce)).or_insert(*seq);
            }
        }
    }
    let mut moments: Vec<(usize, Moment<'_>)> = Vec::new();
    for send in index.sends() {
        moments.push((send.invoked, Moment::Begun(send)));
        let acks = send.acks.iter();
        moments.extend(acks.map(|(at, _, seq)| (*at, Moment::Acknowledged(send.channel, *seq))));
    }
    moments.sort_by_key(|(at, _)| *at);
    let mut floors: HashMap<i64, Seq> = HashMap::new();
    for (at, moment) in moments {
        match moment {
            Moment::Acknowledged(channel, seq) => {
                let floor = floors.entry(channel).or_default();
                *floor = seq.max(*floor);
            }
            Moment::Begun(send) => {
                let acked = send.acks.first().map(|(_, _, seq)| *seq);
                let stands = positions.get(&(send.author, send.nonce)).copied().or(acked);
                let floor = floors.get(&send.channel).copied().unwrap_or(0);
                if let Some(seq) = stands.filter(|seq| *seq <= floor) {
                    let message = send.acks.first().map_or(0, |(_, message, _)| *message);
                    let what = format!(
                        "nonce {} stands at {seq} of channel {}; it was begun when {floor} was \
                         acknowledged already",
                        send.nonce, send.channel
                    );
                    let about = [send.nonce.to_owned(), about_message(message)];
                    found.add(Invariant::RealTime, at, what, &about);
                }
            }
        }
    }
}
