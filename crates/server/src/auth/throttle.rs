//! How often strangers may try: by the address they come from, and by the account they try.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use parlor_protocol::{ids::SessionId, limits::Limits};

use crate::{
    http::client::Prefix,
    rate::{Rate, Rates},
};

/// The window of `limits.registrations_per_10_min` and `limits.logins_per_10_min`.
const ADDRESS_WINDOW: Duration = Duration::from_mins(10);
/// The window of `limits.refreshes_per_min`.
const SESSION_WINDOW: Duration = Duration::from_mins(1);

/// Wrong passwords in a row that cost nothing; people mistype.
const FREE_FAILURES: u32 = 5;
/// The wait after one more; each further one doubles it.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest wait. It bounds how long an attacker can keep an owner out between two attempts.
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// After so long without an attempt an account starts anew.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(1);
/// How many accounts are remembered: some megabytes. Above it those that are forgotten make room,
/// else an arbitrary one, which starts anew.
const ACCOUNTS_MAX: usize = 65_536;

/// The tables of all limits that are taken before any hashing.
pub struct Throttle {
    registrations: Rates<Prefix>,
    logins: Rates<Prefix>,
    refreshes: Rates<SessionId>,
    /// Wrong passwords by account. Shared with the threads that find out.
    pub failures: Arc<Failures>,
}

impl Throttle {
    /// Empty tables with these limits.
    pub fn new(limits: &Limits) -> Self {
        let by_address = |count| Rate {
            count,
            per: ADDRESS_WINDOW,
        };
        Self {
            registrations: Rates::new(by_address(limits.registrations_per_10_min)),
            logins: Rates::new(by_address(limits.logins_per_10_min)),
            refreshes: Rates::new(Rate {
                count: limits.refreshes_per_min,
                per: SESSION_WINDOW,
            }),
            failures: Arc::default(),
        }
    }

    /// Takes one registration.
    ///
    /// # Errors
    /// How long to wait when the address has none left.
    pub fn registration(&self, address: Prefix, now: Instant) -> Result<(), Duration> {
        self.registrations.take(address, now)
    }

    /// Takes one login.
    ///
    /// # Errors
    /// How long to wait when the address has none left.
    pub fn login(&self, address: Prefix, now: Instant) -> Result<(), Duration> {
        self.logins.take(address, now)
    }

    /// Takes one refresh.
    ///
    /// # Errors
    /// How long to wait when the session has none left.
    pub fn refresh(&self, session: SessionId, now: Instant) -> Result<(), Duration> {
        self.refreshes.take(session, now)
    }
}

struct Account {
    /// Attempts since the last right password, those under way included.
    attempts: u32,
    last: Instant,
    /// No attempt before this.
    not_before: Instant,
}

/// Wrong passwords in a row, by the name that was typed, whether or not there is such an account:
/// slower and slower, never locked.
#[derive(Default)]
pub struct Failures {
    /// Names are up to a megabyte long, so their hash stands for them; it is keyed, so nobody
    /// finds two names for one.
    hasher: RandomState,
    // std Mutex: held for one look-up, never across an await.
    accounts: Mutex<HashMap<u64, Account>>,
}

impl Failures {
    /// Whether an attempt would have to wait. Takes nothing.
    ///
    /// # Errors
    /// How long.
    pub fn look(&self, name: &str, now: Instant) -> Result<(), Duration> {
        let accounts = self.lock();
        match accounts.get(&self.key(name)) {
            Some(account) if now < account.not_before => Err(account.not_before - now),
            _ => Ok(()),
        }
    }

    /// Takes an attempt, which counts as failed until [`Failures::succeeded`]: of many at once
    /// no more are evaluated than one after the other.
    ///
    /// # Errors
    /// How long to wait; then nothing was taken.
    pub fn attempt(&self, name: &str, now: Instant) -> Result<(), Duration> {
        let key = self.key(name);
        let mut accounts = self.lock();
        if accounts.len() >= ACCOUNTS_MAX && !accounts.contains_key(&key) {
            make_room(&mut accounts, now);
        }
        let fresh = Account {
            attempts: 0,
            last: now,
            not_before: now,
        };
        let account = accounts.entry(key).or_insert(fresh);
        if now < account.not_before {
            return Err(account.not_before - now);
        }
        if now.saturating_duration_since(account.last) >= FORGOTTEN_AFTER {
            account.attempts = 0;
        }
        account.attempts = account.attempts.saturating_add(1);
        account.last = now;
        account.not_before = now + pause_after(account.attempts);
        Ok(())
    }

    /// The password was right: the account starts anew.
    pub fn succeeded(&self, name: &str) {
        self.lock().remove(&self.key(name));
    }

    fn key(&self, name: &str) -> u64 {
        self.hasher.hash_one(name.to_lowercase())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Account>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// 0 up to [`FREE_FAILURES`] - 1 attempts, then 1, 2, 4 .. s up to [`PAUSE_MAX`].
fn pause_after(attempts: u32) -> Duration {
    match attempts.checked_sub(FREE_FAILURES) {
        None => Duration::ZERO,
        Some(doublings) => PAUSE.saturating_mul(1 << doublings.min(10)).min(PAUSE_MAX),
    }
}

fn make_room(accounts: &mut HashMap<u64, Account>, now: Instant) {
    accounts.retain(|_, account| now.saturating_duration_since(account.last) < FORGOTTEN_AFTER);
    if accounts.len() >= ACCOUNTS_MAX
        && let Some(key) = accounts.keys().next().copied()
    {
        accounts.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five wrong passwords are free; then the wait doubles, up to 30 s, and never becomes a lock.
    #[test]
    fn failures_slow_down() {
        let (failures, start) = (Failures::default(), Instant::now());
        for _ in 0..FREE_FAILURES {
            assert_eq!(failures.attempt("ada", start), Ok(()));
        }
        let mut now = start;
        for pause_s in [1, 2, 4, 8, 16, 30, 30] {
            let pause = Duration::from_secs(pause_s);
            assert_eq!(failures.look("ada", now), Err(pause));
            assert_eq!(failures.attempt("Ada", now), Err(pause));
            now += pause;
            assert_eq!(failures.look("ADA", now), Ok(()));
            assert_eq!(failures.attempt("ada", now), Ok(()));
        }
        assert_eq!(failures.look("bo", now), Ok(()));
    }

    /// Of many guesses at once no more count than five.
    #[test]
    fn a_burst_is_no_way_around() {
        let (failures, now) = (Failures::default(), Instant::now());
        let evaluated = (0..50).filter(|_| failures.attempt("ada", now).is_ok());
        assert_eq!(evaluated.count(), 5);
    }

    /// The right password, or an hour of peace, makes everything new.
    #[test]
    fn an_account_starts_anew() {
        let (failures, start) = (Failures::default(), Instant::now());
        for _ in 0..FREE_FAILURES {
            failures.attempt("ada", start).unwrap();
        }
        failures.succeeded("ADA");
        assert_eq!(failures.look("ada", start), Ok(()));
        for _ in 0..FREE_FAILURES {
            failures.attempt("ada", start).unwrap();
        }
        let later = start + FORGOTTEN_AFTER;
        for _ in 0..FREE_FAILURES {
            assert_eq!(failures.attempt("ada", later), Ok(()));
        }
        assert!(failures.attempt("ada", later).is_err());
    }

    /// A flood of names neither grows the table nor shuts anybody out.
    #[test]
    fn the_table_is_bounded() {
        let (failures, start) = (Failures::default(), Instant::now());
        for name in 0..=ACCOUNTS_MAX {
            assert_eq!(failures.attempt(&name.to_string(), start), Ok(()));
        }
        assert_eq!(failures.lock().len(), ACCOUNTS_MAX);
        failures.attempt("ada", start + FORGOTTEN_AFTER).unwrap();
        assert_eq!(failures.lock().len(), 1);
    }

    /// Each limit is the setting's, counts by its own key, and says when to come back.
    #[test]
    fn limits_are_reached() {
        let limits = Limits {
            registrations_per_10_min: 1,
            logins_per_10_min: 2,
            refreshes_per_min: 3,
            ..Limits::default()
        };
        let (throttle, now) = (Throttle::new(&limits), Instant::now());
        let address = Prefix::of("192.0.2.1".parse().unwrap());
        let other = Prefix::of("192.0.2.2".parse().unwrap());
        let session = SessionId::from_raw(1);
        throttle.registration(address, now).unwrap();
        assert_eq!(throttle.registration(address, now), Err(ADDRESS_WINDOW));
        assert_eq!(throttle.registration(other, now), Ok(()));
        (0..2).for_each(|_| throttle.login(address, now).unwrap());
        assert_eq!(throttle.login(address, now), Err(ADDRESS_WINDOW));
        (0..3).for_each(|_| throttle.refresh(session, now).unwrap());
        assert_eq!(throttle.refresh(session, now), Err(SESSION_WINDOW));
        assert_eq!(throttle.refresh(session, now + SESSION_WINDOW), Ok(()));
    }
}
