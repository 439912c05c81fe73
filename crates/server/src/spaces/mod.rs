//! Spaces: communities. The first one is made with the instance's owner.

mod create;
mod delete;
pub mod http;
mod list;
mod show;
mod update;

pub use create::create;
pub use delete::delete;
pub use list::list;
pub use show::{channels, roles, show};
pub use update::update;
