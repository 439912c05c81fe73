//! What holds for every request and every answer, whatever the feature.

mod answers;
mod bodies;
mod client;
mod connections;
mod origins;
mod rates;
mod ready;
mod wire;
