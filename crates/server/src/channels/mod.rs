//! Channels: places where messages go, and who sees them.

mod create;
mod delete;
mod fields;
pub mod http;
mod overrides;
mod show;
mod update;

pub use create::create;
pub use delete::delete;
pub use overrides::{overrides, put_override, remove_override};
pub use show::show;
pub use update::update;
