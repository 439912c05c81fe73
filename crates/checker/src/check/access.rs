//! What reaches whom: I12.

use std::collections::HashMap;

use parlor_protocol::streams::Seq;

use crate::history::{Action, Client, Digest, What};

use super::{Found, Invariant, index::Index};

/// What somebody may not hear any more, from an entry on.
#[derive(Default)]
struct Removed {
    /// User -> streams and since when.
    users: HashMap<i64, (usize, Vec<i64>)>,
    /// Devices that signed out, and since when.
    clients: HashMap<Client, usize>,
}

pub(super) fn check(index: &Index<'_>, found: &mut Found) {
    let mut removed = Removed::default();
    for (at, entry) in index.entries.iter().enumerate() {
        match &entry.what {
            What::Ok { op, .. } => {
                let Some(asked) = index.asked.get(op) else {
                    continue;
                };
                match asked.action {
                    Action::Remove { user, streams } => {
                        removed.users.insert(*user, (at, streams.clone()));
                    }
                    Action::Logout => {
                        removed.clients.insert(asked.client, at);
                    }
                    _ => {}
                }
            }
            What::Invoke {
                action: Action::Admit { user },
                ..
            } => {
                removed.users.remove(user);
            }
            What::Wire {
                client,
                stream,
                seq,
                foreign_nonce,
            } => {
                if *foreign_nonce {
                    let what = format!(
                        "client {client} was shown somebody else's nonce at {seq} of channel {stream}"
                    );
                    found.add(
                        Invariant::Revoked,
                        at,
                        what,
                        &[format!("\"stream\":{stream},\"seq\":{seq}")],
                    );
                }
                delivered(index, &removed, (at, *client), (*stream, *seq), found);
            }
            _ => {}
        }
    }
}

/// What was still on its way when the right was taken may arrive; what was written afterwards may
/// not.
fn delivered(
    index: &Index<'_>,
    removed: &Removed,
    (at, client): (usize, Client),
    (stream, seq): (i64, Seq),
    found: &mut Found,
) {
    let user = index.user(client);
    let of_user = removed.users.get(&user);
    let of_user = of_user.filter(|(_, streams)| streams.contains(&stream));
    let since = of_user.map(|(since, _)| *since);
    let Some(since) = since.or_else(|| removed.clients.get(&client).copied()) else {
        return;
    };
    let written = match index.at(stream, seq) {
        Some(Digest::Message {
            author,
            content,
            new: true,
            ..
        }) => index.send_of(*author, content).map(|send| send.invoked),
        _ => None,
    };
    if written.is_some_and(|written| written > since) {
        let what = format!(
            "client {client} of user {user} was told {seq} of channel {stream}, which was written \
             after the right to see it, or the session, had ended"
        );
        let about = [format!("\"stream\":{stream},\"seq\":{seq}")];
        found.add(Invariant::Revoked, at, what, &about);
    }
}
