//! A client of a Parlor server: for bots, for tools, for whoever speaks Rust.
//!
//! Three layers, each of use without the one above it:
//!
//! - **Pure rules**, which are handed the time and the dice: [`follower`] (nothing is missed and
//!   nothing is seen twice), [`outbox`] (a message is sent until it is acknowledged, and is there
//!   once), [`backoff`] and [`ending`] (when to come back), and [`link`], which joins them to one
//!   person's side of the socket, whichever connection carries it.
//! - **The doors**: [`Server`] and [`Account`] speak HTTP (problem documents are
//!   [`Error::Refused`], `Retry-After` is waited for, an access token is renewed before it ends,
//!   once for everybody who asks), [`socket::Socket`] is one WebSocket.
//! - **[`live::Live`]**: a connection that comes back, for as long as it is held.
//!
//! The whole of a bot that answers what is said to it is `examples/echo.rs`:
//!
//! ```sh
//! cargo run -p parlor-client --example echo -- https://chat.example.org echo 'its password'
//! ```
//!
//! What crosses the wire is `parlor_protocol`; the contract in prose is `docs/protocol.md`.

pub mod account;
pub mod backoff;
pub mod command;
pub mod ending;
mod error;
pub mod follower;
pub mod link;
pub mod live;
pub mod outbox;
pub mod secret;
pub mod server;
pub mod socket;

pub use account::Account;
pub use error::Error;
pub use live::{Live, Options, Update};
pub use secret::Secret;
pub use server::Server;
