//! The session gate: whether a session is alive, asked at every request and every socket.
//!
//! An access token stays well signed for ten minutes after its session was ended; the gate is what
//! makes an end take effect at once. It remembers what the database said for
//! [`ENTRY_AGE_MAX`], hears of every session that ends on this node before the end is
//! acknowledged, and of those ended by other processes within a second (`auth::upkeep`).
//!
//! It fails closed: what is not known is asked of the database, and what the database does not
//! answer is refused.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use parlor_protocol::{
    ids::{SessionId, UserId},
    time::Timestamp,
};
use parlor_storage::{Storage, sessions::SessionState};

use super::AuthenticateError;
use crate::{clock, recent::Recent};

/// How long an answer of the database is believed.
const ENTRY_AGE_MAX: Duration = Duration::from_secs(30);
/// How long the gate trusts its memory without news from the database. After that every request
/// asks, so that a broken connection never keeps an ended session alive.
const SILENCE_MAX: Duration = Duration::from_secs(5);
/// How many sessions are remembered: some megabytes. Above it the one that came first makes room,
/// which costs its next request a look into the database.
const ENTRIES_MAX: usize = 65_536;

/// A session that is alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Active {
    /// Whose it is.
    pub user: UserId,
    /// When it ends of itself.
    pub ends_at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Active(Active),
    Revoked,
}

struct Entry {
    state: State,
    learned: Instant,
}

/// What the memory has to say.
#[derive(Debug, PartialEq, Eq)]
enum Known {
    Is(State),
    /// Nothing. Whoever asks the database hands the number back with the answer.
    Nothing {
        ends: u64,
    },
}

struct Memory {
    entries: Recent<SessionId, Entry>,
    /// How often [`Memory::end`] had news.
    ends: u64,
    heard: Instant,
}

impl Memory {
    fn new(now: Instant) -> Self {
        Self {
            entries: Recent::new(ENTRIES_MAX),
            ends: 0,
            heard: now,
        }
    }

    fn look_up(&self, session: SessionId, now: Instant) -> Known {
        let age = |then: Instant| now.saturating_duration_since(then);
        let silent = age(self.heard) > SILENCE_MAX;
        match self.entries.get(&session) {
            // An end is final, so no silence makes it doubtful.
            Some(entry) if entry.state == State::Revoked => Known::Is(State::Revoked),
            Some(entry) if !silent && age(entry.learned) <= ENTRY_AGE_MAX => Known::Is(entry.state),
            _ => Known::Nothing { ends: self.ends },
        }
    }

    /// Takes in what the database said, unless some session ended since it was asked: the answer
    /// may be from before that.
    fn learn(&mut self, session: SessionId, state: State, asked_at: u64, now: Instant) {
        if self.ends == asked_at || state == State::Revoked {
            self.insert(session, state, now);
        }
    }

    /// Shuts sessions out and says which of them were not known to be out.
    fn end(&mut self, sessions: &[SessionId], now: Instant) -> Vec<SessionId> {
        let was_in = |session: &&SessionId| {
            let entry = self.entries.get(session);
            entry.is_none_or(|entry| entry.state != State::Revoked)
        };
        let news: Vec<SessionId> = sessions.iter().filter(was_in).copied().collect();
        if !news.is_empty() {
            self.ends += 1;
        }
        for session in &news {
            self.insert(*session, State::Revoked, now);
        }
        news
    }

    fn insert(&mut self, session: SessionId, state: State, now: Instant) {
        let entry = |learned| Entry { state, learned };
        *self.entries.entry(session, entry(now)) = entry(now);
    }
}

/// Which sessions are alive.
pub struct Gate {
    // std Mutex: held for one look-up, never across an await.
    memory: Mutex<Memory>,
}

impl Gate {
    /// A gate that knows nobody yet.
    pub fn new(now: Instant) -> Self {
        Self {
            memory: Mutex::new(Memory::new(now)),
        }
    }

    /// Lets a session that is alive pass.
    ///
    /// # Errors
    /// [`AuthenticateError::Ended`] when it was ended or is unknown; storage's when the database
    /// was asked and does not answer.
    pub async fn admit(
        &self,
        storage: &Storage,
        session: SessionId,
    ) -> Result<Active, AuthenticateError> {
        let known = self.memory().look_up(session, clock::instant());
        let state = match known {
            Known::Is(state) => state,
            Known::Nothing { ends } => {
                let state = to_state(storage.sessions().get(session).await?);
                let mut memory = self.memory();
                memory.learn(session, state, ends, clock::instant());
                match memory.entries.get(&session) {
                    // It ended while the database was asked.
                    Some(entry) if entry.state == State::Revoked => State::Revoked,
                    _ => state,
                }
            }
        };
        match state {
            State::Active(active) if clock::now() < active.ends_at => Ok(active),
            State::Active(_) | State::Revoked => Err(AuthenticateError::Ended),
        }
    }

    /// Shuts sessions out; from when this returns none of them passes. Gives those of them that
    /// were not known to be out.
    pub fn end(&self, sessions: &[SessionId], now: Instant) -> Vec<SessionId> {
        self.memory().end(sessions, now)
    }

    /// Notes that the database was asked for sessions that other processes ended, and answered.
    pub fn heard(&self, now: Instant) {
        self.memory().heard = now;
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A session that is not there any more has been swept, or never was.
fn to_state(found: Option<SessionState>) -> State {
    match found {
        Some(SessionState {
            user,
            ends_at,
            revoked: false,
        }) => State::Active(Active { user, ends_at }),
        Some(SessionState { revoked: true, .. }) | None => State::Revoked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: SessionId = SessionId::from_raw(1);

    fn alive() -> State {
        State::Active(Active {
            user: UserId::from_raw(7),
            ends_at: Timestamp::from_millis(1),
        })
    }

    fn knowing(state: State) -> (Memory, Instant) {
        let now = Instant::now();
        let mut memory = Memory::new(now);
        memory.learn(ONE, state, 0, now);
        (memory, now)
    }

    /// An answer of the database is believed for 30 s, while the database is heard of.
    #[test]
    fn an_entry_expires() {
        let (mut memory, now) = knowing(alive());
        memory.heard = now + ENTRY_AGE_MAX;
        let last = now + ENTRY_AGE_MAX;
        assert_eq!(memory.look_up(ONE, last), Known::Is(alive()));
        let over = last + Duration::from_millis(1);
        assert_eq!(memory.look_up(ONE, over), Known::Nothing { ends: 0 });
    }

    /// Five seconds without news from the database, and nobody is believed to be alive unasked.
    #[test]
    fn silence_closes_the_gate() {
        let (mut memory, now) = knowing(alive());
        let silent = now + SILENCE_MAX + Duration::from_millis(1);
        assert_eq!(memory.look_up(ONE, silent), Known::Nothing { ends: 0 });
        memory.heard = silent;
        assert_eq!(memory.look_up(ONE, silent), Known::Is(alive()));
        assert_eq!(memory.end(&[ONE], silent), [ONE]);
        let later = silent + SILENCE_MAX * 2;
        assert_eq!(memory.look_up(ONE, later), Known::Is(State::Revoked));
    }

    /// A session that ends is out at once, and an answer that was on its way cannot bring it back.
    #[test]
    fn an_end_beats_an_answer_from_before() {
        let (mut memory, now) = knowing(alive());
        let asked = memory.ends;
        assert_eq!(memory.end(&[ONE], now), [ONE]);
        assert_eq!(memory.end(&[ONE], now), []);
        assert_eq!(memory.look_up(ONE, now), Known::Is(State::Revoked));
        memory.learn(ONE, alive(), asked, now);
        assert_eq!(memory.look_up(ONE, now), Known::Is(State::Revoked));
    }

    /// However many sessions come by, the memory stays bounded, and the first of them goes first.
    #[test]
    fn the_memory_is_bounded() {
        let (mut memory, now) = knowing(alive());
        let max = i64::try_from(ENTRIES_MAX).unwrap();
        for session in 0..=max {
            memory.learn(SessionId::from_raw(session), alive(), 0, now);
        }
        assert_eq!(memory.entries.len(), ENTRIES_MAX);
        let first = memory.look_up(SessionId::from_raw(1), now);
        assert_eq!(first, Known::Nothing { ends: 0 });
    }
}
