//! What goes wrong around a running storage: locks of other processes, connections that break.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use parlor_protocol::{event::Event, page::PageSize, permissions::Permission};
use parlor_storage::{
    Cause, Error, Location, Options, Storage,
    messages::{InsertError, Window},
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    database::{Database, On, on_both},
    wire::{Does, Wire},
    world::{START, World},
};

/// A lock that another process holds is waited for; if it holds it for too long, the write is
/// refused by that name, and the next one works when the lock is gone. Reads do not wait.
#[tokio::test(flavor = "multi_thread")]
async fn a_lock_is_waited_for() {
    let world = World::founded(Database::new(On::Sqlite).await.unwrap()).await;
    let impatient = Options {
        patience: Duration::from_millis(50),
        ..Options::default()
    };
    let location = world.database.location.clone();
    let storage = Storage::open(location, impatient).await.unwrap();
    let Location::Sqlite { file } = &world.database.location else {
        unreachable!("it was asked for SQLite");
    };
    let options = SqliteConnectOptions::new().filename(file);
    let mut other = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE")
        .execute(&mut other)
        .await
        .unwrap();

    let grant = world.grant(world.owner, Permission::SendMessages).await;
    let refused = storage.messages().insert(grant, world.message("one")).await;
    assert_eq!(refused, Err(Error::Unavailable(Cause::Locked).into()));
    assert_eq!(world.storage.accounts().has_owner().await, Ok(true));

    let patient = world.storage.clone();
    let message = world.message("two");
    let waiting = tokio::spawn(async move { patient.messages().insert(grant, message).await });
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    let _sent = waiting.await.unwrap().unwrap();
    let sent = storage
        .messages()
        .insert(grant, world.message("three"))
        .await;
    assert_eq!(sent.unwrap().value.message.seq, 2);
    other.close().await.unwrap();
    storage.close().await;
    world.end().await;
}

/// While every connection is cut again and again, nothing that was acknowledged is lost, nothing
/// is written twice, and what fails says that the outcome is open. Afterwards all is well.
#[tokio::test(flavor = "multi_thread")]
async fn cut_connections_lose_nothing() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let world = Arc::new(World::founded(database).await);
    let over = Arc::new(AtomicBool::new(false));
    let senders: Vec<_> = (0..4)
        .map(|sender| {
            let (world, over) = (Arc::clone(&world), Arc::clone(&over));
            tokio::spawn(async move { send_until(&world, &over, sender).await })
        })
        .collect();
    for cut in 1..=5 {
        while tip(&world).await < cut * 10 {
            tokio::task::yield_now().await;
        }
        world.database.disconnect_all().await;
    }
    over.store(true, Ordering::Relaxed);
    let mut acknowledged = Vec::new();
    for sender in senders {
        acknowledged.append(&mut sender.await.unwrap());
    }
    let mut world = Arc::into_inner(world).unwrap();
    while world.storage.ready().await.is_err() {}
    world.storage.close().await;
    // Each connection finds out for itself that it was cut; what was stored is read on new ones.
    world.storage = world.database.open().await;
    let events = world.replay(world.general).await;
    let mut stored: Vec<_> = events
        .iter()
        .map(|event| event.message().unwrap().content.clone())
        .collect();
    stored.sort();
    let all = stored.len();
    stored.dedup();
    assert_eq!(stored.len(), all, "something was written twice");
    let lost = acknowledged.iter().filter(|sent| !stored.contains(sent));
    assert_eq!(lost.count(), 0);
    assert!(acknowledged.len() >= 20);
    world.end().await;
}

/// Where the channel stands; a connection that was just cut is asked again.
async fn tip(world: &World) -> u64 {
    loop {
        let tips = world.storage.streams().tips(&[world.general.into()]).await;
        if let Ok(tips) = tips {
            return tips.into_values().next().unwrap_or_default();
        }
    }
}

/// Sends one message after the other, each until it is acknowledged; returns them.
async fn send_until(world: &World, over: &AtomicBool, sender: u32) -> Vec<String> {
    let grant = loop {
        let members = world.storage.members();
        let access = members.in_channel(world.owner, world.general, START).await;
        if let Ok(Some((access, _))) = access {
            break access.may(Permission::SendMessages).unwrap();
        }
    };
    let mut acknowledged = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let name = format!("{sender}-{}", acknowledged.len());
        loop {
            let mut message = world.message(&name);
            message.nonce = Some(name.clone());
            match world.storage.messages().insert(grant, message).await {
                Ok(_) => break,
                Err(InsertError::Storage(Error::Unavailable(_))) => {}
                Err(error) => panic!("{error:?}"),
            }
        }
        acknowledged.push(name);
    }
    acknowledged
}

/// If the answer to a commit is lost, nobody is told that it worked and nobody that it did not,
/// and it is not run again: the message is there once.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_an_open_outcome() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let world = World::founded(database).await;
    let wire = Wire::to(&world.database).await;
    let storage = wire.open(Options::default()).await;
    let grant = world.grant(world.owner, Permission::SendMessages).await;
    let say = async |text| {
        let sent = storage.messages().insert(grant, world.message(text)).await;
        sent.map(|sent| sent.value.message.seq)
    };
    assert_eq!(say("one").await, Ok(1));
    wire.does(Does::KeepTheAnswer);
    assert_eq!(
        say("two").await,
        Err(Error::Unavailable(Cause::Unknown).into())
    );
    assert_eq!(say("three").await, Ok(3));
    assert_eq!(texts(&world).await, ["one", "two", "three"]);
    storage.close().await;
    world.end().await;
}

/// What stands in the channel.
async fn texts(world: &World) -> Vec<String> {
    let events = world.replay(world.general).await;
    let messages = events.iter().filter_map(Event::message);
    messages.map(|message| message.content.clone()).collect()
}

/// A server that is away is told as such, to whoever reads and to whoever writes; nothing of what
/// failed is done later. When it is back, everything works again, without anybody's help.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_told_and_found_again() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let world = World::founded(database).await;
    let wire = Wire::to(&world.database).await;
    let impatient = Options {
        patience: Duration::from_millis(100),
        ..Options::default()
    };
    let storage = wire.open(impatient).await;
    let grant = world.grant(world.owner, Permission::SendMessages).await;
    let say = async |text| {
        let sent = storage.messages().insert(grant, world.message(text)).await;
        sent.map(|sent| sent.value.message.seq)
    };
    for round in 0..3 {
        assert_eq!(say("before").await, Ok(2 * round + 1));
        storage.ready().await.unwrap();
        wire.does(Does::HangUp);
        let away = Error::Unavailable(Cause::Disconnected);
        for _ in 0..2 {
            assert_eq!(storage.accounts().has_owner().await, Err(away.clone()));
            assert_eq!(say("lost").await, Err(away.clone().into()));
            assert_eq!(storage.ready().await, Err(away.clone()));
        }
        wire.does(Does::Pass);
        while storage.ready().await.is_err() {}
        assert_eq!(say("after").await, Ok(2 * round + 2));
    }
    assert_eq!(texts(&world).await, ["before", "after"].repeat(3));
    storage.close().await;
    world.end().await;
}

/// A server that says nothing any more, not even that it is gone, holds nobody up for longer than
/// it may take for an answer.
#[tokio::test]
async fn a_silent_server_is_told() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let world = World::founded(database).await;
    let wire = Wire::to(&world.database).await;
    let storage = wire.open(Options::default()).await;
    let grant = world.grant(world.owner, Permission::SendMessages).await;
    let say = async |text| storage.messages().insert(grant, world.message(text)).await;
    let _events = say("one").await.unwrap();
    storage.ready().await.unwrap();

    wire.does(Does::Stall);
    // Nothing happens from here on but that time passes; this clock does not wait for it.
    tokio::time::pause();
    let began = tokio::time::Instant::now();
    let owner = storage.accounts().has_owner().await;
    assert!(matches!(owner, Err(Error::Unavailable(_))), "{owner:?}");
    let page = storage.streams().page(world.general.into(), 0, 9).await;
    assert!(matches!(page, Err(Error::Unavailable(_))), "{page:?}");
    assert_eq!(
        say("two").await,
        Err(Error::Unavailable(Cause::TimedOut).into())
    );
    assert!(began.elapsed() < Duration::from_mins(2));
    tokio::time::resume();

    wire.does(Does::Pass);
    while storage.ready().await.is_err() {}
    let _events = say("three").await.unwrap();
    assert_eq!(texts(&world).await, ["one", "three"]);
    storage.close().await;
    world.end().await;
}

/// Lets others go first so many times.
async fn turns(count: u32) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

on_both! {
    /// Whoever stops waiting, at whatever point, leaves nothing behind: a read gives its connection
    /// back, which sees today again; a write happens as a whole or not at all.
    async fn who_stops_waiting_leaves_nothing_behind(database) {
        let world = World::founded(database).await;
        let narrow = Options {
            readers: 1,
            ..Options::default()
        };
        let location = world.database.location.clone();
        let storage = Storage::open(location, narrow).await.unwrap();
        let grant = world.grant(world.owner, Permission::SendMessages).await;
        let (messages, streams) = (storage.messages(), storage.streams());
        for count in 0..60 {
            let history = messages.page(world.general, Window::Latest, PageSize::default(), world.owner);
            tokio::select! {
                biased;
                page = history => drop(page.unwrap()),
                () = turns(count) => {}
            }
            let (mut message, nonce) = (world.message("hello"), format!("n{count}"));
            message.nonce = Some(nonce.clone());
            tokio::select! {
                biased;
                sent = messages.insert(grant, message) => drop(sent.unwrap()),
                () = turns(count) => {}
            }
            let mut again = world.message("hello");
            again.nonce = Some(nonce);
            let sent = messages.insert(grant, again).await.unwrap().value.message;
            assert_eq!(sent.seq, u64::from(count) + 1);
            let tips = streams.tips(&[world.general.into()]).await.unwrap();
            assert!(tips.into_values().eq([sent.seq]));
        }
        assert_eq!(texts(&world).await.len(), 60);
        storage.close().await;
        world.end().await;
    }
}
