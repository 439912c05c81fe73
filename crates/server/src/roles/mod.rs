//! Roles: named sets of permissions, from the lowest to the highest.
//!
//! Nobody gives what he lacks, or touches a role at or above his own. The owner stands above all.

mod create;
mod delete;
mod fields;
pub mod http;
mod update;

pub use create::create;
pub use delete::delete;
pub use update::update;
