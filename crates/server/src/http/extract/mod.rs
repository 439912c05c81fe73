//! What handlers ask for: bodies, paths, queries, and who asks.
//!
//! Each refuses with the contract's codes (`docs/protocol.md` section 0): not JSON is 400, another
//! type of body 415, too large 413, a wrong JSON type or a missing field 422 with `fields`. A path
//! whose id is none is 404, as if it named something that is not there.

mod body;
mod explain;
mod json;
mod multipart;
mod path;
mod query;
mod signed;

pub use self::{
    body::{BODY_DEADLINE, read},
    json::{Json, JsonOrEmpty, JsonOrForm},
    multipart::{Multipart, Part},
    path::Path,
    query::Query,
    signed::{Signed, bearer},
};
pub use super::client::Client;

pub(super) use self::body::too_large;
