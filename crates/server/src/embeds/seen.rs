//! What was found at addresses lately: a link that goes round is asked for once.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::found::Found;
use crate::recent::Recent;

/// How many addresses are remembered: with the biggest pictures 32 MiB. Above it the one that came
/// first makes room.
const ADDRESSES_MAX: usize = 64;
/// How long what was found is good.
const GOOD: Duration = Duration::from_mins(10);
/// How long it is believed that there is nothing.
const NOTHING: Duration = Duration::from_mins(1);

/// What is known of an address.
#[derive(Clone)]
pub(super) enum Known {
    /// There was nothing to show.
    Nothing,
    /// There was this.
    Found(Found),
}

type Entry = Option<(Instant, Known)>;

/// By address. std Mutex: held for one look-up, never across an await.
pub(super) struct Seen {
    addresses: Mutex<Recent<String, Entry>>,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            addresses: Mutex::new(Recent::new(ADDRESSES_MAX)),
        }
    }
}

impl Seen {
    /// What was there lately; `None`: nobody looked.
    pub(super) fn get(&self, address: &str, now: Instant) -> Option<Known> {
        let addresses = self.addresses.lock();
        let addresses = addresses.unwrap_or_else(PoisonError::into_inner);
        let (at, known) = addresses.get(&address.to_owned())?.as_ref()?;
        let good = match known {
            Known::Nothing => NOTHING,
            Known::Found(_) => GOOD,
        };
        (now.saturating_duration_since(*at) < good).then(|| known.clone())
    }

    pub(super) fn put(&self, address: &str, known: Known, now: Instant) {
        let addresses = self.addresses.lock();
        let mut addresses = addresses.unwrap_or_else(PoisonError::into_inner);
        *addresses.entry(address.to_owned(), None) = Some((now, known));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embeds::page::Page;

    #[test]
    fn what_was_seen_is_good_for_a_while() {
        let (seen, now) = (Seen::default(), crate::clock::instant());
        let found = Found {
            page: Page::default(),
            still: None,
        };
        seen.put("a", Known::Found(found), now);
        seen.put("b", Known::Nothing, now);
        let known = |address, after| {
            seen.get(address, now + after)
                .map(|known| matches!(known, Known::Found(_)))
        };
        assert_eq!(known("a", Duration::ZERO), Some(true));
        assert_eq!(known("a", GOOD / 2), Some(true));
        assert_eq!(known("a", GOOD), None);
        assert_eq!(known("b", Duration::ZERO), Some(false));
        assert_eq!(known("b", NOTHING), None);
        assert_eq!(known("c", Duration::ZERO), None);
        for number in 0..ADDRESSES_MAX {
            seen.put(&number.to_string(), Known::Nothing, now);
        }
        assert_eq!(known("a", Duration::ZERO), None);
    }
}
