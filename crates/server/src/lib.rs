//! The house: features, HTTP, the gateway, configuration and the command line, around one [`app::App`].
//!
//! Nouns are folders, verbs are files. A verb is a free function of (`App`, `Actor`, input); HTTP
//! and the socket call the same one. ARCHITECTURE.md walks through it.

pub mod admin;
pub mod app;
pub mod attachments;
pub mod audit;
pub mod auth;
pub mod bans;
pub mod channels;
pub mod cli;
pub mod clock;
pub mod config;
pub mod dms;
pub mod embeds;
pub mod exports;
pub mod files;
pub mod gateway;
pub mod http;
pub mod images;
pub mod instance;
pub mod invites;
pub mod mail;
pub mod members;
pub mod messages;
pub mod notifications;
pub mod outbound;
pub mod pictures;
pub mod pins;
pub mod pool;
pub mod presence;
pub mod push;
pub mod rate;
pub mod reactions;
pub mod reads;
pub mod recent;
pub mod refusal;
pub mod roles;
pub mod search;
pub mod slots;
pub mod spaces;
pub mod start;
pub mod streams;
pub mod sync;
pub mod telemetry;
pub mod users;
pub mod voice;
