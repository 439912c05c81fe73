//! A session's tokens as storage keeps them: digests and states, never a token in plain.

use std::collections::HashMap;

use parlor_auth::{
    keys::KeyRing,
    refresh_token::{
        Decision, Digest, LIFETIME_MS, RefreshToken, SESSION_LIFETIME_MS, State, Stored, rotate,
        start, successor,
    },
};
use parlor_protocol::time::Timestamp;
use rand::{RngExt, rngs::StdRng};

struct Row {
    parent: Option<Digest>,
    state: State,
    expires_at: Timestamp,
}

/// The tokens of one session, and the rules by which storage carries decisions out.
pub(crate) struct Vault {
    ring: KeyRing,
    rows: HashMap<Digest, Row>,
    ends_at: Timestamp,
    revoked: bool,
}

impl Vault {
    /// A session that starts now, and its first token.
    pub(crate) fn open(now: Timestamp, rng: &mut StdRng) -> (Self, RefreshToken) {
        let token = start(rng);
        let first = Row {
            parent: None,
            state: State::Fresh,
            expires_at: now.plus_millis(LIFETIME_MS),
        };
        let vault = Self {
            ring: KeyRing::generate(rng),
            rows: HashMap::from([(token.digest(), first)]),
            ends_at: now.plus_millis(SESSION_LIFETIME_MS),
            revoked: false,
        };
        (vault, token)
    }

    /// What a refresh with this token answers: its successor, or no.
    pub(crate) fn refresh(
        &mut self,
        presented: &RefreshToken,
        now: Timestamp,
        rng: &mut StdRng,
    ) -> Option<RefreshToken> {
        let digest = presented.digest();
        let stored = self.load(digest)?;
        match rotate(&stored, presented, self.ring.pepper(), now, rng.random()) {
            Decision::Rotate {
                successor: next,
                nonce,
                expires_at,
            } => {
                self.spend(digest, nonce, now);
                let fresh = Row {
                    parent: Some(digest),
                    state: State::Fresh,
                    expires_at,
                };
                let known = self.rows.insert(next, fresh);
                assert!(known.is_none(), "no two tokens share a digest");
                Some(successor(presented, &nonce, self.ring.pepper()))
            }
            Decision::Repeat => {
                let nonce = self.count_repeat(digest);
                Some(successor(presented, &nonce, self.ring.pepper()))
            }
            Decision::Reused => {
                self.revoked = true;
                None
            }
            Decision::Invalid => None,
        }
    }

    /// Tokens that would be rotated if they came now.
    pub(crate) fn live(&self, now: Timestamp) -> usize {
        let live = |row: &&Row| row.state == State::Fresh && now < row.expires_at;
        if self.revoked || now >= self.ends_at {
            return 0;
        }
        self.rows.values().filter(live).count()
    }

    /// Whether a reuse ended the session.
    pub(crate) fn revoked(&self) -> bool {
        self.revoked
    }

    /// When the session ends of itself.
    pub(crate) fn ends_at(&self) -> Timestamp {
        self.ends_at
    }

    fn load(&self, digest: Digest) -> Option<Stored> {
        let row = self.rows.get(&digest)?;
        Some(Stored {
            state: if self.revoked {
                State::Revoked
            } else {
                row.state
            },
            expires_at: row.expires_at,
            session_ends_at: self.ends_at,
        })
    }

    fn spend(&mut self, used: Digest, nonce: [u8; 32], at: Timestamp) {
        let row = self.rows.get_mut(&used).expect("it was loaded");
        row.state = State::Rotated {
            at,
            nonce,
            repeats: 0,
            successor_used: false,
        };
        let parent = row.parent.and_then(|parent| self.rows.get_mut(&parent));
        if let Some(Row {
            state: State::Rotated { successor_used, .. },
            ..
        }) = parent
        {
            *successor_used = true;
        }
    }

    fn count_repeat(&mut self, digest: Digest) -> [u8; 32] {
        match &mut self.rows.get_mut(&digest).expect("it was loaded").state {
            State::Rotated { nonce, repeats, .. } => {
                *repeats += 1;
                *nonce
            }
            state => panic!("a repeat of a token that is {state:?}"),
        }
    }
}
