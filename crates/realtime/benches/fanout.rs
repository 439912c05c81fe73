//! What it costs to hand one event to N readers: `cargo bench -p parlor-realtime`.
//!
//! Measured beside it, in the same run and in turns, because absolute times say little on a machine
//! that does other things too:
//! - the floor: the shared bytes are pushed into N queues, each behind its own lock, and no more;
//! - encoding for each: the same, but everybody gets JSON of his own.
//!
//! It fails when the hub allocates anything for a recipient.

use std::{
    collections::VecDeque,
    hint::black_box,
    sync::{Arc, Mutex},
    task::{Context, Waker},
    time::{Duration, Instant},
};

use allocation_counter::measure;
use bytes::Bytes;
use parlor_protocol::{
    event::Event,
    ids::{ChannelId, MessageId, NodeId, SessionId, StreamId, UserId},
    limits::Limits,
    messages::{Mentions, Message},
    streams::Seq,
    time::Timestamp,
    users::User,
};
use parlor_realtime::{
    Hub, Outbox, Session,
    frame::encode,
    session::{Capacity, Fetched, Input, Output, Page, Setting},
};

const CHANNEL: StreamId = StreamId::from_raw(7);

/// How many events wait for each reader before he takes them, as under load.
const WINDOW: usize = 16;

/// How many times [`WINDOW`] events are timed.
const TURNS: usize = 60;

fn main() {
    // `cargo test --benches` runs it too, to see that it runs.
    let is_bench = std::env::args().any(|arg| arg == "--bench");
    let (turns, sizes) = if is_bench {
        (TURNS, &[1, 100, 1_000, 5_000][..])
    } else {
        (1, &[1, 100][..])
    };
    let (events, bytes) = (turns * WINDOW, encode(&message(1)).len());
    println!("ns per recipient: median of {events} events, frames of {bytes} bytes");
    println!(
        "{:>8} {:>9} {:>9} {:>10} {:>12} {:>9} {:>13}",
        "readers", "hub", "floor", "hub/floor", "encode each", "each/hub", "allocs/event"
    );
    let mut of_first = None;
    for readers in sizes {
        let row = Row::measure(*readers, turns);
        row.print();
        let expected = *of_first.get_or_insert(row.allocations);
        assert_eq!(row.allocations, expected, "a recipient costs an allocation");
    }
}

struct Row {
    readers: usize,
    hub: f64,
    floor: f64,
    each: f64,
    /// Of the hub, for [`WINDOW`] events, in the steady state.
    allocations: u64,
}

impl Row {
    fn measure(readers: usize, turns: usize) -> Self {
        let mut room = Room::new(readers);
        let queues: Vec<Queue> = (0..readers).map(|_| Queue::default()).collect();
        let (mut hub, mut floor, mut each) = (Vec::new(), Vec::new(), Vec::new());
        let event = message(1);
        // The first turn lets the queues grow.
        let mut publish_all = |times: &mut Vec<Duration>| {
            room.turn(|hub, events| times.extend(events.iter().map(|event| publish(hub, event))));
        };
        publish_all(&mut Vec::new());
        push_all(&queues, Bytes::clone);
        for _ in 0..turns {
            publish_all(&mut hub);
            floor.extend(push_all(&queues, Bytes::clone));
            each.extend(push_all(&queues, |_| encode(black_box(&event))));
        }
        let mut allocations = 0;
        room.turn(|hub, events| {
            let now = clock();
            allocations = measure(|| hub.publish(now, events)).count_total;
        });
        Self {
            readers,
            hub: median(hub, readers),
            floor: median(floor, readers),
            each: median(each, readers),
            allocations,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "it is a handful")]
    fn print(&self) {
        println!(
            "{:>8} {:>9.1} {:>9.1} {:>10.2} {:>12.1} {:>9.1} {:>13.1}",
            self.readers,
            self.hub,
            self.floor,
            self.hub / self.floor,
            self.each,
            self.each / self.hub,
            self.allocations as f64 / WINDOW as f64,
        );
    }
}

/// A median does not mind the events during which the machine did something else.
#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn median(mut times: Vec<Duration>, readers: usize) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_nanos() as f64 / readers as f64
}

/// A channel with readers, who sleep until something comes.
struct Room {
    hub: Hub,
    seq: Seq,
    readers: Vec<Session>,
    frames: Vec<Bytes>,
}

impl Room {
    fn new(readers: usize) -> Self {
        let limits = Limits {
            sockets_per_user_max: 1,
            ..Limits::default()
        };
        let hub = Hub::new(&limits, Capacity::default());
        let setting = Arc::new(Setting {
            epoch: String::new(),
            node: NodeId::new(0).expect("0 is a node"),
            limits: Limits::default(),
        });
        let readers = (1..=readers).map(|id| reader(&hub, &setting, id)).collect();
        let frames = Vec::new();
        Self {
            hub,
            seq: 0,
            readers,
            frames,
        }
    }

    /// Publishes [`WINDOW`] events, then lets everybody read them and go to sleep.
    fn turn(&mut self, publish: impl FnOnce(&Hub, &[Event])) {
        let from = self.seq + 1;
        self.seq += WINDOW as Seq;
        let events: Vec<Event> = (from..=self.seq).map(message).collect();
        publish(&self.hub, &events);
        for reader in &self.readers {
            self.frames.clear();
            let outbox = reader.outbox();
            outbox.take(&mut self.frames, usize::MAX, usize::MAX);
            assert_eq!(self.frames.len(), WINDOW);
            sleep(outbox);
        }
    }
}

fn publish(hub: &Hub, event: &Event) -> Duration {
    let start = clock();
    hub.publish(start, std::slice::from_ref(event));
    start.elapsed()
}

/// Somebody who has joined the channel and heard of it.
fn reader(hub: &Hub, setting: &Arc<Setting>, id: usize) -> Session {
    let (now, id) = (clock(), i64::try_from(id).expect("a few thousand"));
    let connection = hub.connect(UserId::from_raw(id), SessionId::from_raw(id));
    let connection = connection.expect("each is another user");
    let expires_at = now + Duration::from_hours(1);
    let mut session = Session::start(now, connection, Arc::clone(setting), expires_at);
    let join = r#"{"type":"join_channel","channelId":"7","seq":0}"#;
    session.handle(now, Input::Text(join));
    let Some(Output::Fetch(want)) = session.next(now) else {
        panic!("a page is wanted")
    };
    let page = Page {
        is_channel: true,
        last_seq: 0,
        kept_from: 1,
        events: Vec::new(),
    };
    session.handle(now, Input::Fetched(want, Fetched::Page(page)));
    session
        .outbox()
        .take(&mut Vec::new(), usize::MAX, usize::MAX);
    sleep(session.outbox());
    session
}

fn sleep(outbox: &Outbox) {
    let due = outbox.poll_due(&Context::from_waker(Waker::noop()));
    assert!(due.is_pending());
}

/// What a reader costs at least: a queue that is his, and shared with the task of his socket.
type Queue = Arc<Mutex<VecDeque<Bytes>>>;

/// Pushes [`WINDOW`] frames to all; gives how long each took.
fn push_all(queues: &[Queue], frame_for_one: impl Fn(&Bytes) -> Bytes) -> Vec<Duration> {
    let times = (0..WINDOW).map(|_| {
        let shared = encode(&message(1));
        let start = clock();
        for queue in queues {
            let frame = frame_for_one(&shared);
            queue.lock().expect("nobody panics").push_back(frame);
        }
        start.elapsed()
    });
    let times = times.collect();
    for queue in queues {
        queue.lock().expect("nobody panics").clear();
    }
    times
}

/// A message as people write them: 150 characters, and its author is elsewhere.
fn message(seq: Seq) -> Event {
    let channel_id = ChannelId::from_raw(CHANNEL.raw());
    let message = Message {
        id: MessageId::from_raw(1_234_567_890),
        channel_id,
        seq,
        author: User {
            id: UserId::from_raw(i64::MAX),
            username: "ada".to_owned(),
            display_name: "Ada".to_owned(),
            avatar_url: None,
            bot: false,
            created_at: Timestamp::from_millis(0),
        },
        content: "x".repeat(150),
        nonce: Some("a-nonce".to_owned()),
        reply_to: None,
        attachments: Vec::new(),
        embeds: Vec::new(),
        reactions: Vec::new(),
        mentions: Mentions::default(),
        pinned: false,
        created_at: Timestamp::from_millis(0),
        edited_at: None,
    };
    Event::NewMessage {
        stream: CHANNEL,
        seq,
        channel_id,
        message,
    }
}

#[expect(clippy::disallowed_methods, reason = "this is what is measured")]
fn clock() -> Instant {
    Instant::now()
}
