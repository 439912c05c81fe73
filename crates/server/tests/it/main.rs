//! The server from outside: real HTTP and sockets against the real binary, on SQLite always and on
//! PostgreSQL where `PARLOR_TEST_POSTGRES` names one. One test binary, one module a feature.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::needless_pass_by_value,
    unreachable_pub,
    reason = "a test that panics says where, and reads best when it gives values away"
)]

#[macro_use]
mod app;

mod actors;
mod admin;
mod asyncapi;
mod attachments;
mod audit;
mod auth;
mod bad_input;
mod bans;
mod buckets;
mod channels;
mod cli;
mod config;
mod dms;
mod drain;
mod embeds;
mod exports;
mod gateway;
mod gone;
mod hidden;
mod http;
mod invites;
mod kill;
mod leaving;
mod limits;
mod login_limits;
mod mail;
mod members;
mod messages;
mod metrics;
mod nodes;
mod notifications;
mod openapi;
mod pictures;
mod pins;
mod presence;
mod push;
mod reactions;
mod reads;
mod resume;
mod rights;
mod roles;
mod search;
mod sessions;
mod slow_mode;
mod slow_reader;
mod spaces;
mod start;
mod sync;
mod telemetry;
mod users;
mod voice;
