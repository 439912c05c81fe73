//! Streams: what happened, in order, for those who may know.
//!
//! - A stream is a channel's, a space's or a user's own; whoever follows it is checked anew at
//!   every page, so that a right that was lost ends the reading too.
//! - The log is the truth and everything else a hint: a gap on this node is read from the log once
//!   for all its readers, and the tips of all streams read here are looked at every second, which
//!   finds the loss of a last event.
//! - Events are kept 30 days, and the newest 10,000 of a stream for ever.

mod background;
mod page;

pub use background::start;
pub use page::page;
