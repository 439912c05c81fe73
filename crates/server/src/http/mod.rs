//! HTTP: how a request gets in, what every answer carries, and what is served beside the features.
//!
//! From the outside in: [`serve`] accepts connections and bounds them; `identify` gives each
//! request its id and client, and each answer its headers; `cors` lets the pages of allowed origins read it; a
//! panic becomes a 500; `guard` decides what gets through to a feature (who asks from where, too
//! large, from a foreign page, too often); the [`router`] finds the feature, whose `http.rs` reads
//! the input with [`extract`].

pub mod asyncapi;
pub mod client;
pub mod error;
pub mod extract;
pub mod openapi;
pub mod router;
pub mod serve;

mod connection;
mod cors;
mod docs;
mod embedded;
mod guard;
mod health;
mod identify;
mod metrics;
mod origin;
mod seats;

pub(crate) use self::connection::Connection;
pub use self::{
    metrics::upkeep,
    origin::{is_foreign, own as own_origin},
};
