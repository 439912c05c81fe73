//! The language of Parlor: every word that crosses a socket, and the rules for saying it right.
//!
//! This crate shapes and validates. It does no IO, knows no table, reads no clock and awaits
//! nothing, so both ends of a connection (and every tool) can share it. `docs/protocol.md` is the
//! contract in prose; `frontend/src/protocol` is this crate in TypeScript, written by its tests.

pub mod admin;
pub mod attachments;
pub mod audience;
pub mod audit;
pub mod auth;
pub mod bans;
pub mod channels;
pub mod close;
pub mod command;
pub mod dms;
pub mod embeds;
pub mod error;
pub mod event;
pub mod exports;
pub mod ids;
pub mod instance;
pub mod invites;
pub mod limits;
pub mod members;
pub mod messages;
pub mod notifications;
pub mod page;
pub mod permissions;
pub mod presence;
mod prose;
pub mod push;
pub mod reactions;
pub mod reads;
pub mod search;
pub mod spaces;
pub mod streams;
pub mod sync;
pub mod text;
pub mod time;
pub mod users;
pub mod voice;

#[cfg(test)]
mod typescript;
