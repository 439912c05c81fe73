//! The server from outside: real HTTP and sockets against the real binary, on SQLite always and on
//! PostgreSQL where `PARLOR_TEST_POSTGRES` names one. One test binary, one module a feature.

#![expect(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    unreachable_pub,
    reason = "a test that panics says where, and reads best when it gives values away"
)]

#[macro_use]
mod app;

mod auth;
mod channels;
mod gateway;
mod invites;
mod kill;
mod login_limits;
mod messages;
mod notifications;
mod reactions;
mod reads;
mod search;
mod sessions;
mod users;
