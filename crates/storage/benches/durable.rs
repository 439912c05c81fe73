//! How many messages a second are acknowledged, every one of them on disk: 64 senders in one
//! channel, beside what the disk can do in the same minute.
//!
//! `cargo bench -p parlor-storage --bench durable`; on PostgreSQL too where `PARLOR_TEST_POSTGRES`
//! names one (whose `fsync` must be on, which is checked).

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

use std::{
    fs::File,
    io::Write as _,
    sync::Arc,
    time::{Duration, Instant},
};

use parlor_protocol::permissions::Permission;
use parlor_storage::Location;
use sqlx::{Connection, PgConnection};

use database::{Database, On};
use world::World;

const SENDERS: usize = 64;
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_secs(5);

#[tokio::main(flavor = "multi_thread")]
async fn main() {
    println!("| round | what | a second | p50 ms | p99 ms | x floor |");
    println!("|---|---|---|---|---|---|");
    for round in 1..=ROUNDS {
        let floor = floor();
        println!("| {round} | 4 KiB written and synced | {floor:.0} | | | 1 |");
        for on in [On::Sqlite, On::Postgres] {
            let Some(database) = Database::new(on).await else {
                continue;
            };
            waits_for_the_disk(&database).await;
            let world = Arc::new(World::founded(database).await);
            let mut waits = senders(&world).await;
            Arc::into_inner(world).unwrap().end().await;
            waits.sort_unstable();
            #[expect(clippy::cast_precision_loss, reason = "far under 2^52")]
            let rate = waits.len() as f64 / ROUND.as_secs_f64();
            let at = |part: usize| waits[(waits.len() - 1) * part / 100].as_secs_f64() * 1000.0;
            println!(
                "| {round} | {on:?}, {SENDERS} senders | {rate:.0} | {:.1} | {:.1} | {:.1} |",
                at(50),
                at(99),
                rate / floor
            );
        }
    }
}

/// How often a second the disk takes 4 KiB for good, one after the other.
fn floor() -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let mut file = File::create(folder.path().join("floor")).unwrap();
    let (begun, mut written) = (Instant::now(), 0_u32);
    while begun.elapsed() < Duration::from_secs(2) {
        file.write_all(&[7; 4096]).unwrap();
        file.sync_data().unwrap();
        written += 1;
    }
    f64::from(written) / begun.elapsed().as_secs_f64()
}

/// A server that does not would make the figure worthless.
async fn waits_for_the_disk(database: &Database) {
    if let Location::Postgres { url } = &database.location {
        let mut connection = PgConnection::connect(url).await.unwrap();
        let fsync: String = sqlx::query_scalar("SELECT current_setting('fsync')")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(fsync, "on", "the server must wait for the disk");
    }
}

/// Each sends one message after the other; how long each waited for its acknowledgement.
async fn senders(world: &Arc<World>) -> Vec<Duration> {
    let end = Instant::now() + ROUND;
    let senders = (0..SENDERS).map(|number| tokio::spawn(sender(Arc::clone(world), number, end)));
    let mut waits = Vec::new();
    for sender in senders.collect::<Vec<_>>() {
        waits.extend(sender.await.unwrap());
    }
    waits
}

async fn sender(world: Arc<World>, number: usize, end: Instant) -> Vec<Duration> {
    let grant = world.grant(world.owner, Permission::SendMessages).await;
    let mut waits = Vec::new();
    while Instant::now() < end {
        let mut message = world.message(&text(number, waits.len()));
        message.nonce = Some(format!("{number}-{}", waits.len()));
        let begun = Instant::now();
        let sent = world.storage.messages().insert(grant, message).await;
        assert!(sent.unwrap().value.fresh);
        waits.push(begun.elapsed());
    }
    waits
}

/// About 100 characters, as people write.
fn text(sender: usize, number: usize) -> String {
    format!(
        "message {number} of sender {sender}: the build is green again, so we deploy after lunch, \
         unless anybody objects"
    )
}
