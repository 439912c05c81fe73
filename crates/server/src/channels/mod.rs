//! Channels: places where messages go.

pub mod http;
mod show;

pub use show::show;
