//! Every public method of storage, on SQLite always, and on PostgreSQL where
//! `PARLOR_TEST_POSTGRES` names one.

// Most of the code here is in functions that tests call; Clippy excuses only the tests themselves.
#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

mod access;
mod accounts;
mod attachments;
mod audit;
mod bans;
mod database;
mod dms;
mod embeds;
mod faults;
mod forgetting;
mod gone;
mod history;
mod invites;
mod leaving;
mod links;
mod members;
mod messages;
mod notifications;
mod opening;
mod pins;
mod places;
mod presence;
mod push;
mod reactions;
mod reads;
mod rights;
mod search;
mod sessions;
mod streams;
mod sync;
mod together;
mod voice;
mod wire;
mod world;
