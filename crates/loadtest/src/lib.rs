//! What a Parlor server carries, beside the floors of the machine and other servers, measured in the
//! same run and in turns: absolute figures say little on a machine that does other things too.
//!
//! The load is one thread that waits for all its sockets at once, takes frames apart by hand and
//! looks for one word in each; [`bench`] has one file for each name that can be measured.

pub mod bench;
mod call;
mod clock;
mod crowd;
mod frames;
mod histogram;
pub mod host;
mod http;
mod marker;
mod program;
mod table;
pub mod trouble;
