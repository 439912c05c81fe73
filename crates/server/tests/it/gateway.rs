//! `/ws` from outside: who is let in, what may be said, who hears of it, and how it ends.

mod commands;
mod ending;
mod frames;
mod live;
mod opening;
