//! The one place where the server reads a clock, rolls dice and makes ids.

use std::{
    sync::Mutex,
    time::{Duration, Instant, SystemTime},
};

use parlor_protocol::{
    ids::{NodeId, Snowflakes},
    time::Timestamp,
};
use rand::Rng as _;

/// The time of day, for what is stored and shown. Never for order, which is `seq`.
pub fn now() -> Timestamp {
    let since_1970 = system()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
}

/// The same, for what others write as dates.
pub fn system() -> SystemTime {
    SystemTime::now()
}

/// The monotonic clock, for waiting and for budgets.
pub fn instant() -> Instant {
    Instant::now()
}

/// The moment of the monotonic clock at which it will be this time of day; now, if it was already.
pub fn instant_at(time: Timestamp) -> Instant {
    let wait = time.millis_since(now());
    instant() + Duration::from_millis(u64::try_from(wait).unwrap_or(0))
}

/// A cryptographically secure source of chance, seeded by the system.
pub fn rng() -> rand::rngs::ThreadRng {
    rand::rng()
}

/// So many random bytes, for codes that nobody shall guess.
pub fn random<const BYTES: usize>() -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    rng().fill_bytes(&mut bytes);
    bytes
}

/// Makes the ids of this node.
#[derive(Debug)]
pub struct Ids {
    // std Mutex: held for a few additions, never across an await.
    snowflakes: Mutex<Snowflakes>,
}

impl Ids {
    /// A generator for one node.
    pub fn new(node: NodeId) -> Self {
        Self {
            snowflakes: Mutex::new(Snowflakes::new(node)),
        }
    }

    /// The next id of this node, for any of the id types.
    pub fn next(&self) -> i64 {
        self.snowflakes
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .next(now())
    }
}
