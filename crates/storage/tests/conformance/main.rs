//! Every public method of storage, on SQLite always, and on PostgreSQL where
//! `PARLOR_TEST_POSTGRES` names one.

mod accounts;
mod database;
mod faults;
mod history;
mod invites;
mod members;
mod messages;
mod opening;
mod reactions;
mod sessions;
mod streams;
mod sync;
mod world;
