//! How often strangers may try: by the address they come from, and by the account they try.

use std::{
    hash::{BuildHasher as _, Hash, RandomState},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use parlor_auth::device::Device;
use parlor_protocol::{
    ids::{SessionId, UserId},
    limits::Limits,
};

use crate::{
    http::client::Prefix,
    rate::{Rate, Rates},
    recent::Recent,
};

/// The window of `limits.registrations_per_10_min`, `limits.logins_per_10_min` and
/// `limits.resets_per_10_min`.
const ADDRESS_WINDOW: Duration = Duration::from_mins(10);
/// The window of `limits.refreshes_per_min` and `limits.password_changes_per_min`.
const MINUTE: Duration = Duration::from_mins(1);

/// Wrong passwords in a row that cost nothing; people mistype.
const FREE_FAILURES: u32 = 5;
/// The wait after one more; each further one doubles it.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest wait. It bounds how long an attacker can keep an owner out between two attempts.
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// After so long without an attempt an account starts anew.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(1);
/// Wrong passwords for one name in one day, by whoever types it; then none until the day is over
/// (NIST SP 800-63B section 3.2.2 allows 100). Devices and people who are known are only slowed
/// down.
const NAME_FAILURES_MAX: u32 = 100;
/// That day, counted from the first of them.
const NAME_DAY: Duration = Duration::from_hours(24);
/// How many of them are remembered: some megabytes. Above it the one that came first makes room and
/// starts anew.
const ACCOUNTS_MAX: usize = 65_536;

/// The tables of all limits that are taken before any hashing.
pub struct Throttle {
    registrations: Rates<Prefix>,
    logins: Rates<Prefix>,
    refreshes: Rates<SessionId>,
    password_changes: Rates<UserId>,
    resets: Rates<Prefix>,
    /// Wrong passwords by account. Shared with the threads that find out.
    pub failures: Arc<Failures>,
}

impl Throttle {
    /// Empty tables with these limits.
    pub fn new(limits: &Limits) -> Self {
        fn a_minute<K: Eq + Hash + Clone>(count: u32) -> Rates<K> {
            Rates::new(Rate { count, per: MINUTE })
        }
        let by_address = |count| Rate {
            count,
            per: ADDRESS_WINDOW,
        };
        Self {
            registrations: Rates::new(by_address(limits.registrations_per_10_min)),
            logins: Rates::new(by_address(limits.logins_per_10_min)),
            refreshes: a_minute(limits.refreshes_per_min),
            password_changes: a_minute(limits.password_changes_per_min),
            resets: Rates::new(by_address(limits.resets_per_10_min)),
            failures: Arc::default(),
        }
    }

    /// Takes one attempt to come in without a password.
    ///
    /// # Errors
    /// How long to wait when the address has none left.
    pub fn reset(&self, address: Prefix, now: Instant) -> Result<(), Duration> {
        self.resets.take(address, now)
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

    /// Takes one change of the password, which costs two hashes.
    ///
    /// # Errors
    /// How long to wait when the person has none left.
    pub fn password_change(&self, user: UserId, now: Instant) -> Result<(), Duration> {
        self.password_changes.take(user, now)
    }
}

/// Whose wrong passwords are counted together. Each has its own, so that guesses of strangers slow
/// down strangers alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Guesser {
    /// Anybody who types this name, whether or not there is such an account. In lower case.
    Name(String),
    /// A device on which somebody signed in to the account before.
    Device(Device),
    /// Somebody who is signed in and says their password once more.
    User(UserId),
}

impl Guesser {
    /// Anybody who types this name.
    pub fn named(name: &str) -> Self {
        Self::Name(name.to_lowercase())
    }

    /// How many wrong passwords it has in one [`NAME_DAY`].
    fn failures_a_day(&self) -> u32 {
        match self {
            Self::Name(_) => NAME_FAILURES_MAX,
            Self::Device(_) | Self::User(_) => u32::MAX,
        }
    }
}

struct Account {
    /// Attempts since the last right password or the last [`FORGOTTEN_AFTER`] of peace, those under
    /// way included.
    attempts: u32,
    last: Instant,
    /// Attempts since the last right password of the day that began then.
    today: u32,
    day_began: Instant,
    /// No attempt before this.
    not_before: Instant,
}

impl Account {
    fn fresh(now: Instant) -> Self {
        Self {
            attempts: 0,
            last: now,
            today: 0,
            day_began: now,
            not_before: now,
        }
    }

    /// Counts an attempt.
    fn count(&mut self, now: Instant) {
        if now.saturating_duration_since(self.last) >= FORGOTTEN_AFTER {
            self.attempts = 0;
        }
        if now.saturating_duration_since(self.day_began) >= NAME_DAY {
            self.today = 0;
            self.day_began = now;
        }
        self.attempts = self.attempts.saturating_add(1);
        self.today = self.today.saturating_add(1);
        self.last = now;
    }
}

/// Wrong passwords, by who guesses: slower and slower; a name that only strangers type, no more than
/// [`NAME_FAILURES_MAX`] a day.
pub struct Failures {
    /// Names are up to a megabyte long, so their hash stands for them; it is keyed, so nobody
    /// finds two names for one.
    hasher: RandomState,
    // std Mutex: held for one look-up, never across an await.
    accounts: Mutex<Recent<u64, Account>>,
}

impl Default for Failures {
    fn default() -> Self {
        Self {
            hasher: RandomState::default(),
            accounts: Mutex::new(Recent::new(ACCOUNTS_MAX)),
        }
    }
}

impl Failures {
    /// Whether an attempt would have to wait. Takes nothing.
    ///
    /// # Errors
    /// How long.
    pub fn look(&self, guesser: &Guesser, now: Instant) -> Result<(), Duration> {
        let accounts = self.lock();
        match accounts.get(&self.key(guesser)) {
            Some(account) if now < account.not_before => Err(account.not_before - now),
            _ => Ok(()),
        }
    }

    /// Takes an attempt, which counts as failed until [`Failures::succeeded`]: of many at once
    /// no more are evaluated than one after the other.
    ///
    /// # Errors
    /// How long to wait; then nothing was taken.
    pub fn attempt(&self, guesser: &Guesser, now: Instant) -> Result<(), Duration> {
        let mut accounts = self.lock();
        let account = accounts.entry(self.key(guesser), Account::fresh(now));
        if now < account.not_before {
            return Err(account.not_before - now);
        }
        account.count(now);
        account.not_before = if account.today >= guesser.failures_a_day() {
            account.day_began + NAME_DAY
        } else {
            now + pause_after(account.attempts)
        };
        Ok(())
    }

    /// The password was right: who guessed it starts anew.
    pub fn succeeded(&self, guesser: &Guesser, now: Instant) {
        let fresh = || Account::fresh(now);
        *self.lock().entry(self.key(guesser), fresh()) = fresh();
    }

    fn key(&self, guesser: &Guesser) -> u64 {
        self.hasher.hash_one(guesser)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Recent<u64, Account>> {
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

#[cfg(test)]
mod tests {
    use parlor_auth::{device, keys::KeyRing};

    use super::*;

    fn named(name: &str) -> Guesser {
        Guesser::named(name)
    }

    /// Five wrong passwords are free; then the wait doubles, up to 30 s.
    #[test]
    fn failures_slow_down() {
        let (failures, start) = (Failures::default(), Instant::now());
        for _ in 0..FREE_FAILURES {
            assert_eq!(failures.attempt(&named("ada"), start), Ok(()));
        }
        let mut now = start;
        for pause_s in [1, 2, 4, 8, 16, 30, 30] {
            let pause = Duration::from_secs(pause_s);
            assert_eq!(failures.look(&named("ada"), now), Err(pause));
            assert_eq!(failures.attempt(&named("Ada"), now), Err(pause));
            now += pause;
            assert_eq!(failures.look(&named("ADA"), now), Ok(()));
            assert_eq!(failures.attempt(&named("ada"), now), Ok(()));
        }
        assert_eq!(failures.look(&named("bo"), now), Ok(()));
    }

    /// A name has a hundred wrong passwords a day, however slowly they come, and then again; who is
    /// known has as many as he has patience for.
    #[test]
    fn a_name_has_a_hundred_a_day() {
        const SLOWLY: Duration = Duration::from_mins(1);
        let (failures, start) = (Failures::default(), Instant::now());
        let mut now = start;
        for _ in 0..NAME_FAILURES_MAX {
            assert_eq!(failures.attempt(&named("ada"), now), Ok(()));
            assert_eq!(
                failures.attempt(&Guesser::User(UserId::from_raw(1)), now),
                Ok(())
            );
            now += SLOWLY;
        }
        let rest = start + NAME_DAY - now;
        assert_eq!(failures.look(&named("Ada"), now), Err(rest));
        assert_eq!(failures.attempt(&named("ada"), now), Err(rest));
        assert_eq!(
            failures.attempt(&Guesser::User(UserId::from_raw(1)), now),
            Ok(())
        );
        assert_eq!(failures.attempt(&named("ada"), start + NAME_DAY), Ok(()));
    }

    /// Who guesses at a name slows down neither a device that is known for the account nor somebody
    /// who is signed in to it.
    #[test]
    fn guessers_are_apart() {
        let (failures, now) = (Failures::default(), Instant::now());
        while failures.attempt(&named("ada"), now).is_ok() {}
        let ada = UserId::from_raw(1);
        let mut rng = crate::clock::rng();
        let keys = KeyRing::generate(&mut rng);
        let at = crate::clock::now();
        let device = || {
            let text = device::remember(&keys, ada, at, &mut crate::clock::rng());
            Guesser::Device(device::recognise(&keys, &text, ada, at).unwrap())
        };
        for other in [device(), device(), Guesser::User(ada)] {
            assert_eq!(failures.look(&other, now), Ok(()));
            while failures.attempt(&other, now).is_ok() {}
        }
    }

    /// Of many guesses at once no more count than five.
    #[test]
    fn a_burst_is_no_way_around() {
        let (failures, now) = (Failures::default(), Instant::now());
        let evaluated = (0..50).filter(|_| failures.attempt(&named("ada"), now).is_ok());
        assert_eq!(evaluated.count(), 5);
    }

    /// The right password, or an hour of peace, makes everything new.
    #[test]
    fn an_account_starts_anew() {
        let (failures, start) = (Failures::default(), Instant::now());
        for _ in 0..FREE_FAILURES {
            failures.attempt(&named("ada"), start).unwrap();
        }
        failures.succeeded(&named("ADA"), start);
        assert_eq!(failures.look(&named("ada"), start), Ok(()));
        for _ in 0..FREE_FAILURES {
            failures.attempt(&named("ada"), start).unwrap();
        }
        let later = start + FORGOTTEN_AFTER;
        for _ in 0..FREE_FAILURES {
            assert_eq!(failures.attempt(&named("ada"), later), Ok(()));
        }
        assert!(failures.attempt(&named("ada"), later).is_err());
    }

    /// A flood of names neither grows the table nor shuts anybody out.
    #[test]
    fn the_table_is_bounded() {
        let (failures, start) = (Failures::default(), Instant::now());
        for name in 0..=ACCOUNTS_MAX {
            assert_eq!(failures.attempt(&named(&name.to_string()), start), Ok(()));
        }
        assert_eq!(failures.lock().len(), ACCOUNTS_MAX);
    }

    /// Each limit is the setting's, counts by its own key, and says when to come back.
    #[test]
    fn limits_are_reached() {
        let limits = Limits {
            registrations_per_10_min: 1,
            logins_per_10_min: 2,
            refreshes_per_min: 3,
            password_changes_per_min: 1,
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
        assert_eq!(throttle.refresh(session, now), Err(MINUTE));
        assert_eq!(throttle.refresh(session, now + MINUTE), Ok(()));
        let (ada, bo) = (UserId::from_raw(1), UserId::from_raw(2));
        throttle.password_change(ada, now).unwrap();
        assert_eq!(throttle.password_change(ada, now), Err(MINUTE));
        assert_eq!(throttle.password_change(bo, now), Ok(()));
    }
}
