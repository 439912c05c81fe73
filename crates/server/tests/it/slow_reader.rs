//! Readers who take their time, or nothing at all: they lose nothing, and nobody else notices.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;
use tokio::task::JoinHandle;

use crate::app::{
    Person, Socket, TestApp,
    reader::{Reader, fast, sorted, write_many, writers},
};

/// How many messages a flood has. Together they are far more than what the two machines and the
/// outbox hold of what nobody reads.
const MESSAGES: usize = 250;
const BYTES: usize = 4 * CHARS;
const CHARS: usize = 3_900;

fn flood() -> Vec<String> {
    let waves = "🌊".repeat(CHARS);
    (0..MESSAGES)
        .map(|number| format!("{number} {waves}"))
        .collect()
}

/// How much memory the server has, in bytes.
fn memory(app: &TestApp) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", app.pid())).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"))
        .unwrap();
    line.trim()
        .trim_end_matches(" kB")
        .parse::<usize>()
        .unwrap()
        * 1024
}

/// A socket on a machine that takes little at a time.
async fn narrow(person: &Person) -> Socket {
    let mut socket = Socket::narrow(&person.base, &format!("token={}", person.access_token)).await;
    socket.expect("READY").await;
    socket
}

/// Waits until more has come than a machine takes that reads nothing.
async fn fills_up(socket: &mut Socket) {
    let mut waiting = [0; 16 * 1024];
    while socket.tcp().peek(&mut waiting).await.unwrap() < waiting.len() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Somebody who reads, on a task of his own, until the whole flood came.
fn read(mut socket: Socket, general: &str, pace: Arc<Pace>) -> JoinHandle<(Socket, Reader)> {
    let mut reader = Reader::new(general, 0);
    tokio::spawn(async move {
        while reader.cursor < MESSAGES as u64 {
            let frame = socket.next().await;
            reader.take(&frame.unwrap_or_else(|| panic!("closed {:?}", socket.closed)));
            if socket.seen.len().is_multiple_of(20) {
                socket.send(json!({"type": "ping"})).await;
            }
            pace.breathe().await;
        }
        (socket, reader)
    })
}

/// Whether to take one's time.
struct Pace(AtomicBool);

impl Pace {
    fn new(slow: bool) -> Arc<Self> {
        Arc::new(Self(AtomicBool::new(slow)))
    }

    async fn breathe(&self) {
        if self.0.load(Ordering::Relaxed) {
            // A little now and then: slow, but not stuck.
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }
}

/// Whether the whole flood came.
fn is_whole(reader: &Reader) -> bool {
    sorted(reader.contents()) == sorted(flood())
}

on_both_engines! {
    /// Some read only a little while others flood. The server's memory does not grow with what they
    /// have not read, others see everything as it happens, and when they read on they get it all,
    /// once and in order.
    async fn who_reads_late_gets_everything(app: TestApp) {
        const SLOW: usize = 9;
        let app = app.with(fast()).await;
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let di = app.join(&ada, "di").await;
        let general = ada.general().await;
        let (mut writers, texts) = (writers(&ada).await, flood());
        let before = memory(&app);
        let (slowly, at_once) = (Pace::new(true), Pace::new(false));
        let mut slow = Vec::new();
        for person in [&bo, &cy].repeat(SLOW) {
            let mut socket = narrow(person).await;
            socket.join(&general, None).await;
            slow.push(read(socket, &general, Arc::clone(&slowly)));
        }
        let mut live = di.socket().await;
        live.join(&general, None).await;
        let live = read(live, &general, at_once);

        write_many(&mut writers, &general, &texts).await;
        let grown = memory(&app).saturating_sub(before);
        let unread = 2 * SLOW * MESSAGES * BYTES;
        assert!(grown < unread, "{grown} bytes for {unread} that were not read");
        let (_, live) = live.await.unwrap();
        assert_eq!((live.pages, is_whole(&live)), (0, true), "the others saw all of it live");

        slowly.0.store(false, Ordering::Relaxed);
        for reading in slow {
            let (mut socket, reader) = reading.await.unwrap();
            assert!(reader.pages > 0, "what was dropped comes from the log");
            assert!(is_whole(&reader));
            assert_eq!(socket.settle().await["streams"], json!({&general: MESSAGES}));
        }
    }

    /// Whoever reads a little all the time stays, however long it takes him.
    async fn who_reads_a_little_is_not_closed(app: TestApp) {
        const BYTES_PER_SECOND: u32 = 64 * 1024;
        const LONG: Duration = Duration::from_secs(25);
        let app = app.with(fast()).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        write_many(&mut writers(&ada).await, &general, &flood()).await;
        let mut socket = narrow(&ada).await;
        socket.send(json!({"type": "join_channel", "channelId": general, "seq": 0})).await;
        let mut reader = Reader::new(&general, 0);
        let began = Instant::now();
        while began.elapsed() < LONG {
            let frame = socket.next().await.unwrap_or_else(|| panic!("closed {:?}", socket.closed));
            reader.take(&frame);
            let bytes = u32::try_from(frame.to_string().len()).unwrap();
            tokio::time::sleep(Duration::from_secs(1) * bytes / BYTES_PER_SECOND).await;
        }
        assert!(reader.cursor < MESSAGES as u64, "it was not slow");
        reader.reach(&mut socket, MESSAGES as u64).await;
        assert!(is_whole(&reader));
    }

    /// Who reads nothing at all is closed with 4008, which he sees if he begins again soon; coming
    /// back he gets everything from where he stopped.
    async fn who_reads_nothing_is_closed(app: TestApp) {
        let app = app.with(fast()).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let mut stuck = narrow(&bo).await;
        stuck.join(&general, None).await;
        let (mut writers, texts) = (writers(&ada).await, flood());
        let open = app.metric("parlor_sockets_open ").await;
        let flooding = tokio::spawn({
            let general = general.clone();
            async move {
                write_many(&mut writers, &general, &texts).await;
                writers
            }
        });
        while app.metric("parlor_sockets_open ").await >= open {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let mut reader = Reader::new(&general, 0);
        while let Some(frame) = stuck.next().await {
            reader.take(&frame);
        }
        assert_eq!(stuck.closed, Some(4008));
        assert!(reader.cursor < MESSAGES as u64);
        let mut again = bo.socket().await;
        again.send(json!({"type": "resume", "streams": {&general: reader.cursor}})).await;
        reader.reach(&mut again, MESSAGES as u64).await;
        assert!(is_whole(&reader));
        drop(flooding.await.unwrap());
    }

    /// A session that ends does not wait for its reader either: he is not slow, he is out.
    async fn who_reads_nothing_is_signed_out_all_the_same(app: TestApp) {
        let app = app.with(fast()).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        write_many(&mut writers(&ada).await, &general, &flood()).await;
        let mut stuck = narrow(&bo).await;
        stuck.send(json!({"type": "join_channel", "channelId": general, "seq": 0})).await;
        Box::pin(fills_up(&mut stuck)).await;
        bo.post("/api/v1/auth/logout", json!({})).await.expect(204);
        ada.say(&general, "after the end").await;
        while app.metric("parlor_sockets_open ").await > 0.0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(stuck.expect_close().await, Some(4401));
        assert!(stuck.seen.iter().all(|frame| !frame.to_string().contains("after the end")));
    }

    /// Nor does who is shut out of a space: what waited for him of it is not sent any more, and the rest
    /// goes on.
    async fn who_reads_slowly_is_shut_out_all_the_same(app: TestApp) {
        const WAITING: usize = 120;
        let app = app.with(fast()).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (space, general) = (ada.space().await, ada.general().await);
        let dm = ada.post("/api/v1/dms", json!({"userIds": [bo.id]})).await.expect(201);
        let dm = dm["id"].as_str().unwrap();
        let mut slow = narrow(&bo).await;
        for channel in [general.as_str(), dm] {
            slow.join(channel, None).await;
        }
        write_many(&mut writers(&ada).await, &general, &flood()[..WAITING]).await;
        ada.delete(&bo.seat(&space)).await.expect(204);
        ada.say(&general, "without bo").await;
        ada.say(dm, "still here").await;
        let is_last = |frame: &serde_json::Value| frame.to_string().contains("still here");
        while !is_last(&slow.next().await.unwrap_or_else(|| panic!("closed {:?}", slow.closed))) {}

        let of_space = |frame: &&serde_json::Value| frame["stream"] == *general || frame["stream"] == *space;
        let is_end = |frame: &serde_json::Value| frame["type"] == "SYNC_RESET" && frame["stream"] == *general;
        let end = slow.seen.iter().position(is_end).expect("he is told");
        assert_eq!(slow.seen[end]["reason"], "NO_ACCESS");
        assert_eq!(slow.seen[end + 1..].iter().find(of_space), None);
        let said = slow.seen.iter().filter(|frame| frame["type"] == "NEW_MESSAGE" && frame["stream"] == *general);
        let said = said.count();
        assert!(said < WAITING, "{said} of {WAITING}");
        assert!(slow.seen.iter().all(|frame| !frame.to_string().contains("without bo")));
    }
}
