//! Every public method of storage, on SQLite always, and on PostgreSQL where
//! `PARLOR_TEST_POSTGRES` names one.

mod accounts;
mod database;
mod invites;
mod members;
mod sessions;
mod sync;
mod world;
