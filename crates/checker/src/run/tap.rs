//! What passes over a device's socket, recorded before anything is made of it.

use std::sync::Arc;

use parlor_client::live::{Passing, Tap};
use serde::Deserialize;

use crate::history::{Client, What};

use super::world::World;

/// As much of an event as the judge needs of the wire.
#[derive(Deserialize)]
struct Bare {
    stream: Option<String>,
    seq: Option<u64>,
    message: Option<Message>,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    events: Vec<Bare>,
}

#[derive(Deserialize)]
struct Message {
    nonce: Option<String>,
    author: Author,
}

#[derive(Deserialize)]
struct Author {
    id: String,
}

/// What a client asks for.
#[derive(Deserialize)]
struct Asks {
    #[serde(default)]
    streams: std::collections::BTreeMap<String, u64>,
}

/// Records what passes over the sockets of this device.
pub(super) fn tap(world: Arc<World>, client: Client, user: i64) -> Tap {
    Arc::new(move |passing| match passing {
        Passing::Opened => world.recorder.record(What::Opened { client }),
        Passing::Ended(code) => world.recorder.record(What::Ended { client, code }),
        Passing::In(text) => {
            if let Ok(event) = serde_json::from_str::<Bare>(text) {
                came(&world, (client, user), event);
            }
        }
        Passing::Out(frame) if frame.kind() == "resume" => {
            let asks = serde_json::from_str::<Asks>(&frame.text());
            for (stream, cursor) in asks.into_iter().flat_map(|asks| asks.streams) {
                if let Ok(stream) = stream.parse() {
                    world.recorder.record(What::Asked {
                        client,
                        stream,
                        cursor,
                    });
                }
            }
        }
        Passing::Out(_) => {}
    })
}

fn came(world: &World, (client, user): (Client, i64), event: Bare) {
    for inner in event.events {
        came(world, (client, user), inner);
    }
    let stream = event.stream.and_then(|stream| stream.parse().ok());
    let (Some(stream), Some(seq)) = (stream, event.seq) else {
        return;
    };
    if event.kind == "SYNC_RESET" {
        return;
    }
    let foreign = event.message.filter(|message| message.nonce.is_some());
    let foreign = foreign.is_some_and(|message| message.author.id != user.to_string());
    world.recorder.record(What::Wire {
        client,
        stream,
        seq,
        foreign_nonce: foreign,
    });
}
