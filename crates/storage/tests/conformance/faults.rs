//! What goes wrong around a running storage: locks of other processes, connections that break.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use parlor_protocol::permissions::Permission;
use parlor_storage::{Cause, Error, Location, Options, Storage, messages::InsertError};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{
    database::{Database, On},
    world::World,
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
        let access = members.in_channel(world.owner, world.general).await;
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
    let Location::Postgres { url } = &world.database.location else {
        unreachable!("it was asked for PostgreSQL");
    };
    let cut = Arc::new(AtomicBool::new(false));
    let (server, name) = url.rsplit_once('@').unwrap().1.split_once('/').unwrap();
    let port = proxy(server.to_owned(), Arc::clone(&cut)).await;
    let location = Location::Postgres {
        url: format!("postgres://app@127.0.0.1:{port}/{name}"),
    };
    let storage = Storage::open(location, Options::default()).await.unwrap();
    let grant = world.grant(world.owner, Permission::SendMessages).await;
    let messages = storage.messages();
    let sent = messages.insert(grant, world.message("one")).await.unwrap();
    assert_eq!(sent.value.message.seq, 1);

    cut.store(true, Ordering::Relaxed);
    let open = messages.insert(grant, world.message("two")).await;
    assert_eq!(open, Err(Error::Unavailable(Cause::Unknown).into()));
    let next = messages
        .insert(grant, world.message("three"))
        .await
        .unwrap();
    assert_eq!(next.value.message.seq, 3);
    let events = world.replay(world.general).await;
    let texts: Vec<_> = events
        .iter()
        .map(|event| &event.message().unwrap().content)
        .collect();
    assert_eq!(texts, ["one", "two", "three"]);
    storage.close().await;
    world.end().await;
}

/// Stands between storage and the server. When told to, it lets the next commit through, waits
/// for its answer, and hangs up instead of passing it on.
async fn proxy(server: String, cut: Arc<AtomicBool>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = TcpStream::connect(&server).await.unwrap();
            tokio::spawn(pass_on(client, server, Arc::clone(&cut)));
        }
    });
    port
}

async fn pass_on(mut client: TcpStream, mut server: TcpStream, cut: Arc<AtomicBool>) {
    let (mut asked, mut answered) = ([0; 8192], [0; 8192]);
    let mut hang_up = false;
    loop {
        tokio::select! {
            read = client.read(&mut asked) => match read {
                Ok(1..) => {
                    let asked = &asked[..read.unwrap()];
                    let commits = asked.windows(6).any(|word| word == b"COMMIT");
                    hang_up = commits && cut.swap(false, Ordering::Relaxed);
                    server.write_all(asked).await.unwrap();
                }
                _ => return,
            },
            read = server.read(&mut answered) => match read {
                Ok(1..) if !hang_up => {
                    client.write_all(&answered[..read.unwrap()]).await.unwrap();
                }
                _ => return,
            },
        }
    }
}
