//! Who is there: I13.

use std::collections::BTreeSet;

use crate::history::What;

use super::{Found, Invariant, index::Index};

pub(super) fn check(index: &Index<'_>, found: &mut Found) {
    let mut there = BTreeSet::new();
    for entry in index.entries {
        if let What::There { client } = &entry.what {
            there.insert(index.user(*client));
        }
    }
    for (at, entry) in index.entries.iter().enumerate() {
        let What::Online { users } = &entry.what else {
            continue;
        };
        let online: BTreeSet<i64> = users.iter().copied().collect();
        for ghost in online.difference(&there) {
            let what = format!("user {ghost} is shown and has no socket");
            found.add(
                Invariant::Presence,
                at,
                what,
                &[format!("\"user\":{ghost}")],
            );
        }
        for missing in there.difference(&online) {
            let what = format!("user {missing} has a socket and is not shown");
            found.add(
                Invariant::Presence,
                at,
                what,
                &[format!("\"user\":{missing}")],
            );
        }
    }
}
