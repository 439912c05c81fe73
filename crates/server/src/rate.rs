//! Counting how often something happens, by whoever does it.

use std::{
    hash::Hash,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::recent::Recent;

/// So many in so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub count: u32,
    /// In how long, counted from the first of them.
    pub per: Duration,
}

/// How many keys one table remembers: some megabytes. Above it the one that came first makes room
/// and starts anew: a flood from many addresses must not lock out everybody else.
const KEYS_MAX: usize = 65_536;

struct Window {
    began: Instant,
    used: u32,
}

/// A rate for each key, such as an address or an account.
pub struct Rates<K> {
    rate: Rate,
    // std Mutex: held for one look-up, never across an await.
    windows: Mutex<Recent<K, Window>>,
}

impl<K: Eq + Hash + Clone> Rates<K> {
    /// Every key may do this much.
    pub fn new(rate: Rate) -> Self {
        Self {
            rate,
            windows: Mutex::new(Recent::new(KEYS_MAX)),
        }
    }

    /// Takes one, at once and for good.
    ///
    /// # Errors
    /// How long to wait when the key has none left.
    pub fn take(&self, key: K, now: Instant) -> Result<(), Duration> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = Window {
            began: now,
            used: 0,
        };
        let window = windows.entry(key, fresh);
        let elapsed = now.saturating_duration_since(window.began);
        if elapsed >= self.rate.per {
            *window = Window {
                began: now,
                used: 0,
            };
        } else if window.used >= self.rate.count {
            return Err(self.rate.per.saturating_sub(elapsed));
        }
        window.used += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PER: Duration = Duration::from_secs(10);

    fn rates(count: u32) -> Rates<u32> {
        Rates::new(Rate { count, per: PER })
    }

    /// The one too many is told when to come back, and then may.
    #[test]
    fn a_window_ends() {
        let (rates, start) = (rates(2), Instant::now());
        assert_eq!(rates.take(1, start), Ok(()));
        assert_eq!(rates.take(1, start + PER / 2), Ok(()));
        assert_eq!(rates.take(1, start + PER / 2), Err(PER / 2));
        assert_eq!(rates.take(1, start + PER), Ok(()));
    }

    /// What one does costs the other nothing.
    #[test]
    fn keys_are_apart() {
        let (rates, now) = (rates(1), Instant::now());
        assert_eq!(rates.take(1, now), Ok(()));
        assert_eq!(rates.take(2, now), Ok(()));
        assert!(rates.take(1, now).is_err());
    }

    /// A flood of keys neither grows the table nor shuts out a newcomer.
    #[test]
    fn the_table_is_bounded() {
        let (rates, now) = (rates(1), Instant::now());
        for key in 0..=u32::try_from(KEYS_MAX).unwrap() {
            assert_eq!(rates.take(key, now), Ok(()));
        }
        assert_eq!(rates.windows.lock().unwrap().len(), KEYS_MAX);
    }
}
