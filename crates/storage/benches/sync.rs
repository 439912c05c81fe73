//! How long it takes to read everything that one person sees, as a client does when it starts: 500
//! channels in 10 spaces, every third of them private, on SQLite and on PostgreSQL.
//!
//! `cargo bench -p parlor-storage --bench sync`; the second where `PARLOR_TEST_POSTGRES` names one.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    clippy::unwrap_used,
    reason = "a bench that panics says where, and shares its world with the tests"
)]

#[path = "../tests/conformance/database.rs"]
mod database;
#[path = "../tests/conformance/world.rs"]
mod world;

use std::time::{Duration, Instant};

use parlor_protocol::{
    channels::ChannelKind,
    ids::{ChannelId, SpaceId},
    permissions::Permission,
};
use parlor_storage::{channels::NewChannel, spaces::NewSpace};

use database::{Database, On};
use world::{START, World};

const SPACES: usize = 10;
/// Of one space, two of which it begins with.
const CHANNELS: usize = 50;
/// Of one channel.
const MESSAGES: usize = 3;
const READINGS: usize = 200;

#[tokio::main(flavor = "multi_thread")]
async fn main() {
    println!("| engine | channels | KiB of JSON | p50 ms | p99 ms |");
    println!("|---|---|---|---|---|");
    for on in [On::Sqlite, On::Postgres] {
        let Some(database) = Database::new(on).await else {
            continue;
        };
        let world = World::founded(database).await;
        for _ in 1..SPACES {
            settle(&world).await;
        }
        fill(&world, world.space, CHANNELS - 2).await;
        read(&world, on).await;
        world.end().await;
    }
}

async fn settle(world: &World) {
    let space = SpaceId::from_raw(world.id());
    let new = NewSpace {
        id: space,
        name: "Allotment".to_owned(),
        description: String::new(),
        owner: world.owner,
        general: ChannelId::from_raw(world.id()),
        lounge: ChannelId::from_raw(world.id()),
        created_at: START,
    };
    let made = world.storage.spaces().make(new, 100).await;
    assert_eq!(made.unwrap().value.id, space);
    fill(world, space, CHANNELS - 2).await;
}

/// Makes channels in a space, and says something in each.
async fn fill(world: &World, space: SpaceId, channels: usize) {
    let members = world.storage.members();
    for number in 0..channels {
        let access = members.in_space(world.owner, space, START).await.unwrap();
        let grant = access.unwrap().may(Permission::ManageChannels).unwrap();
        let new = NewChannel {
            id: ChannelId::from_raw(world.id()),
            kind: ChannelKind::Text,
            name: format!("channel-{number}"),
            topic: "Plots, weather, whose turn it is with the key".to_owned(),
            parent_id: None,
            position: None,
            private: Some(number % 3 == 0),
            member_ids: Vec::new(),
            slow_mode_seconds: 0,
            user_limit: None,
            bitrate: None,
            created_at: START,
            per_space_max: 500,
        };
        let channel = new.id;
        let _events = world.storage.channels().create(grant, new).await.unwrap();
        for _ in 0..MESSAGES {
            let access = members.in_channel(world.owner, channel, START).await;
            let (access, _) = access.unwrap().unwrap();
            let grant = access.may(Permission::SendMessages).unwrap();
            let message = world.message("the water is off until Monday");
            let sent = world.storage.messages().insert(grant, message).await;
            let _events = sent.unwrap();
        }
    }
}

async fn read(world: &World, on: On) {
    let mut waits: Vec<Duration> = Vec::with_capacity(READINGS);
    let (mut channels, mut bytes) = (0, 0);
    for _ in 0..READINGS {
        let begun = Instant::now();
        let seen = world.storage.sync().of(world.owner).await.unwrap().unwrap();
        bytes = serde_json::to_vec(&seen).unwrap().len();
        waits.push(begun.elapsed());
        channels = seen.spaces.iter().map(|view| view.channels.len()).sum();
    }
    waits.sort_unstable();
    let at = |part: usize| waits[(waits.len() - 1) * part / 100].as_secs_f64() * 1000.0;
    println!(
        "| {on:?} | {channels} | {} | {:.1} | {:.1} |",
        bytes / 1024,
        at(50),
        at(99)
    );
}
