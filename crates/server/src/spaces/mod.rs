//! Spaces: communities. The first one is made with the instance's owner.

pub mod http;
mod list;
mod show;

pub use list::list;
pub use show::{channels, roles, show};
