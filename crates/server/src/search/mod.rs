//! Search: finding what was written.
//!
//! - Words, all of which must be there; `"phrases"`; beginnings while they are typed. Parts of
//!   what is written without spaces.
//! - Only what the caller may see, newest first.
//! - At most 20 searches in 10 s a person, each of them bounded in time.

mod find;
pub mod http;
mod named;
pub mod pace;

pub use find::{SearchError, Wanted, find};
pub use named::{NamedError, named};
