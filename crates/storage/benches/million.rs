//! How long one page of history, with reactions, replies and files, and one search take among 1,000,000
//! messages of one channel, on SQLite and on PostgreSQL.
//!
//! `cargo bench -p parlor-storage --bench million`; `PARLOR_BENCH_MESSAGES` sets another number, and
//! the second engine is where `PARLOR_TEST_POSTGRES` names one. The messages are made anew each time,
//! from a seed, through the same door as anybody's; the rows of their files are written past it, for
//! no bytes are read here.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a bench that panics says where, and shares its world with the tests"
)]

#[path = "../tests/conformance/database.rs"]
mod database;
#[path = "../tests/conformance/world.rs"]
mod world;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use parlor_protocol::{
    ids::MessageId,
    messages::Message,
    page::PageSize,
    permissions::Permission,
    search::{Has, Query},
};
use parlor_storage::{Location, messages::Window, search::Find};
use rand::{Rng as _, RngExt as _, SeedableRng as _, rngs::StdRng};

use database::{Database, On};
use world::{World, new_reaction};

/// How many are written at once: as many as one commit carries.
const AT_ONCE: usize = 512;
const PAGES: usize = 2_000;
const SEARCHES: usize = 50;

#[tokio::main(flavor = "multi_thread")]
async fn main() {
    let messages = std::env::var("PARLOR_BENCH_MESSAGES");
    let messages = messages.map_or(1_000_000, |number| number.parse().unwrap());
    for on in [On::Sqlite, On::Postgres] {
        let Some(database) = Database::new(on).await else {
            continue;
        };
        let world = Arc::new(World::founded(database).await);
        let begun = Instant::now();
        let ids = fill(&world, messages).await;
        attach(&world.database).await;
        println!(
            "{on:?}: {messages} messages written in {:.0} s",
            begun.elapsed().as_secs_f64()
        );
        println!();
        println!("| what | found | p50 ms | p99 ms |");
        println!("|---|---|---|---|");
        history(&world, &ids).await;
        searches(&world).await;
        println!();
        Arc::into_inner(world).unwrap().end().await;
    }
}

/// Gives every ninth message a file, every second of them a picture.
async fn attach(database: &Database) {
    let bytes = match database.location {
        Location::Sqlite { .. } => "randomblob(32)",
        Location::Postgres { .. } => "sha256(CAST(CAST(id AS TEXT) AS BYTEA))",
    };
    let attach = format!(
        "INSERT INTO attachments (id, uploader_id, message_id, position, filename, content_type, \
         size_bytes, content, width, height, placeholder, created_at) \
         SELECT id, author_id, id, 0, 'plan.png', 'image/png', 70000, {bytes}, \
         CASE WHEN seq % 18 = 0 THEN 640 END, CASE WHEN seq % 18 = 0 THEN 480 END, \
         CASE WHEN seq % 18 = 0 THEN 'LEHV6nWB2yk8' END, 0 FROM messages WHERE seq % 9 = 0"
    );
    database.tamper(&attach).await;
}

/// Every fifth answers another one, every seventh has reactions. The words are as frequent as
/// words are: the first of the list is in almost every message, the last in very few.
async fn fill(world: &Arc<World>, messages: usize) -> Vec<MessageId> {
    let grant = world.grant(world.owner, Permission::SendMessages).await;
    let mut rng = StdRng::seed_from_u64(4711);
    let mut ids: Vec<MessageId> = Vec::with_capacity(messages);
    while ids.len() < messages {
        let mut writes = Vec::new();
        for _ in 0..AT_ONCE.min(messages - ids.len()) {
            let mut message = world.message(&text(&mut rng, ids.len() + writes.len()));
            if rng.random_ratio(1, 5) && !ids.is_empty() {
                message.reply_to_id = Some(ids[rng.random_range(0..ids.len())]);
            }
            let world = Arc::clone(world);
            writes.push(tokio::spawn(async move {
                let sent = world.storage.messages().insert(grant, message).await;
                sent.unwrap().value.message.id
            }));
        }
        for write in writes {
            ids.push(write.await.unwrap());
        }
    }
    let reacting = world.grant(world.owner, Permission::AddReactions).await;
    for some in ids.chunks(7 * AT_ONCE) {
        let reactions = some.iter().step_by(7).map(|id| {
            let (world, id) = (Arc::clone(world), *id);
            tokio::spawn(async move {
                let reaction = new_reaction(id, "👍");
                let added = world.storage.reactions().add(reacting, reaction).await;
                assert!(added.unwrap().value.fresh);
            })
        });
        for reaction in reactions.collect::<Vec<_>>() {
            reaction.await.unwrap();
        }
    }
    ids
}

/// About 80 characters; one in a thousand has a link, one in ten ends in Japanese.
fn text(rng: &mut StdRng, number: usize) -> String {
    let mut text = String::from("the");
    for _ in 0..12 {
        // Zipf's law, roughly: word n is n times as rare as the first one.
        let rank = (20_000_f64.powf(rng.random::<f64>())) as u32;
        text.extend([" ", &word(rank)]);
    }
    if number % 1000 == 17 {
        text.push_str(" https://example.org/release");
    }
    if number % 10 == 3 {
        let street = char::from_u32(0x4e00 + rng.next_u32() % 2_000).unwrap();
        text.extend([" 東京都", &street.to_string(), "区"]);
    }
    text
}

/// A word that can be spoken: syllables by the digits of its rank.
fn word(rank: u32) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu", "da", "fe", "gi", "jo", "ka",
        "we",
    ];
    let mut word = String::new();
    let mut rest = rank + 16;
    while rest > 0 {
        word.push_str(SYLLABLES[(rest % 16) as usize]);
        rest /= 16;
    }
    word
}

async fn history(world: &World, ids: &[MessageId]) {
    let mut rng = StdRng::seed_from_u64(4712);
    let (mut waits, mut hung) = (Vec::new(), 0);
    for _ in 0..PAGES {
        let cursor = ids[rng.random_range(0..ids.len())];
        let window = Window::Before(cursor);
        let begun = Instant::now();
        let messages = world.storage.messages();
        let page = messages.page(world.general, window, PageSize::default(), world.owner);
        let page = page.await.unwrap().unwrap();
        waits.push(begun.elapsed());
        hung += page.items.iter().map(hangs_on).sum::<usize>();
    }
    assert!(
        hung > PAGES * 10,
        "pages without reactions, replies and files: {hung}"
    );
    print("a page of 50 before any message", "", waits);
}

/// How many things hang on a message.
fn hangs_on(message: &Message) -> usize {
    message.reactions.len() + message.attachments.len() + usize::from(message.reply_to.is_some())
}

async fn searches(world: &World) {
    let absent = "zyzzyva";
    let (first, second, rare) = (word(1), word(2), word(19_999));
    for (what, typed) in [
        ("the word in every message", "the ".to_owned()),
        ("a frequent word", format!("{first} ")),
        ("a rare word", format!("{rare} ")),
        ("no such word", absent.to_owned()),
        ("two frequent words", format!("{first} {second} ")),
        ("a frequent and a rare word", format!("{first} {rare} ")),
        ("two letters of a beginning", word(1)[..2].to_owned()),
        ("three letters of a beginning", word(1)[..3].to_owned()),
        (
            "a beginning of four letters",
            format!("{}*", &word(300)[..4]),
        ),
        ("a phrase", format!("\"the {first} {second}\"")),
        ("two characters of Japanese", "京都".to_owned()),
        ("one character of Japanese", "京".to_owned()),
    ] {
        search(world, what, &typed, None).await;
    }
    search(world, "links", "", Some(Has::Link)).await;
    search(
        world,
        "a frequent word with a link",
        &format!("{first} "),
        Some(Has::Link),
    )
    .await;
}

async fn search(world: &World, what: &str, typed: &str, has: Option<Has>) {
    let (mut waits, mut found) = (Vec::new(), String::new());
    for _ in 0..SEARCHES {
        let find = Find {
            query: Query::parse(typed, 256).unwrap(),
            channel: None,
            space: None,
            author: None,
            has,
            before: None,
            after: None,
            size: PageSize::default(),
        };
        let begun = Instant::now();
        let page = world
            .storage
            .search()
            .find(world.owner, find)
            .await
            .unwrap();
        waits.push(begun.elapsed());
        let more = if page.has_more { "+" } else { "" };
        found = format!("{}{more}", page.items.len());
    }
    print(&format!("{what}: `{typed}`"), &found, waits);
}

fn print(what: &str, found: &str, mut waits: Vec<Duration>) {
    waits.sort_unstable();
    let at = |part: usize| waits[(waits.len() - 1) * part / 100].as_secs_f64() * 1000.0;
    println!("| {what} | {found} | {:.2} | {:.2} |", at(50), at(99));
}
