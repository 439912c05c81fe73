//! The locks: passwords, access tokens, refresh rotation, tickets, known devices, web push.
//!
//! Everything here decides from its arguments. There is no clock (`now` is handed in), no source of
//! chance (`rng` is handed in) and no IO, so a test can play half a year of sign-ins in a second
//! and an audit of this crate fits an afternoon.
//!
//! Secrets have types of their own: they are wiped when dropped, print as `[secret]` and implement
//! no `Serialize`. The purposes never mix: an access token is a JWT of type `at+jwt`, a refresh
//! token starts with `rt_`, a ticket with `wt_`, a known device with `dt_`, and none is ever looked
//! up in another's place.

pub mod access_token;
pub mod device;
pub mod keys;
pub mod password;
pub mod push;
pub mod refresh_token;
pub mod resume_token;
pub mod tickets;

mod secret;
