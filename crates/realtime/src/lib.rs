//! The nerves: who listens, in what order, and how fast.
//!
//! Everything that runs here is a hint. The log of a stream, in the database, is the truth; this
//! crate may be told of an event late, twice, out of order or not at all, and hands every reader
//! 1..n in order all the same: a [`follower::Follower`] a stream puts events in order and notices
//! what is missing, an [`session::Outbox`] a connection knows how far its reader stands in each
//! stream, and a [`session::Session`] a connection asks for the pages that bring the reader there.
//!
//! Nothing here waits for a socket, asks a database or judges a permission: the [`session::Session`]
//! and the [`hub::Hub`] say what they need ([`session::Output`], [`hub::Gap`]) and are told the
//! answer. Time is an argument, so the tests play a week in a second.

pub mod follower;
pub mod frame;
pub mod hub;
pub mod presence;
pub mod session;

pub use hub::{Connection, Gap, Hub, Moment, Tip};
pub use session::{Outbox, Session};

/// Locks a std mutex. They are held for a few memory operations, never across an await, and what
/// they guard is whole between any two of them; so a poisoned one is still good.
fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
