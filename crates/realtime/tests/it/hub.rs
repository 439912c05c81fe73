//! Who hears what on one node, and who no longer does.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Wake, Waker},
    thread,
    time::Duration,
};

use parlor_protocol::{
    close::Close,
    event::{Event, ResetReason},
    ids::{SessionId, StreamId, UserId},
};
use parlor_realtime::{
    Gap,
    follower::{FETCH_MAX, HELD_FOR},
    hub::TooManySockets,
    session::Next,
};
use serde_json::Value;

use crate::stage::{ADA, BO, GENERAL, RANDOM, Reader, Stage, is_ready, next_gap, session_of};

/// Readers who follow a channel from its beginning.
fn readers<const N: usize>(stage: &Stage, users: [UserId; N]) -> [Reader; N] {
    users.map(|user| {
        let mut reader = stage.greet(user);
        stage.join(&mut reader, GENERAL, 0);
        reader.heard();
        reader
    })
}

/// A user has at most 10 sockets; when one closes there is room for another. Others do not count.
#[test]
fn sockets_of_a_user_are_limited() {
    let stage = Stage::default();
    let connect = |user: UserId| stage.hub.connect(user, session_of(user));
    let mut sockets: Vec<_> = (0..10).map(|_| connect(BO).unwrap()).collect();
    assert_eq!(connect(BO).unwrap_err(), TooManySockets);
    assert!(connect(ADA).is_ok());
    assert_eq!(stage.hub.connections(), 10);
    sockets.pop();
    assert!(connect(BO).is_ok());
}

/// Every reader is pushed the same bytes; only the author's carry his nonce.
#[test]
fn an_event_is_encoded_once() {
    let mut stage = Stage::default();
    let others = [BO, UserId::from_raw(3), UserId::from_raw(4)];
    let others = readers(&stage, others);
    let [own] = readers(&stage, [ADA]);
    let event = stage.log.post(GENERAL, ADA, "hi");
    stage.publish(&[event]);
    let frames = others.map(|reader| reader.take(usize::MAX).0.remove(0));
    assert!(
        frames
            .iter()
            .all(|frame| frame.as_ptr() == frames[0].as_ptr())
    );
    assert_ne!(own.take(usize::MAX).0[0], frames[0]);
}

/// What no reader has asked for costs nothing and is not kept.
#[test]
fn streams_without_readers_are_not_kept() {
    let mut stage = Stage::default();
    stage.write(GENERAL);
    assert_eq!(stage.hub.position(GENERAL), None);
    let [first, second] = readers(&stage, [ADA, BO]);
    assert_eq!(stage.hub.watched(), [GENERAL]);
    drop(first);
    stage.write(GENERAL);
    assert_eq!(stage.hub.position(GENERAL), Some(2));
    drop(second);
    assert_eq!(stage.hub.watched(), []);
    assert_eq!(stage.hub.connections(), 0);
}

/// A lost event is noticed by the next one and read from the log, once for all readers; it is asked
/// for again when it could not be had.
#[test]
fn a_gap_is_filled_once_for_all() {
    let mut stage = Stage::default();
    let mut readers = readers(&stage, [ADA, BO]);
    stage.write(GENERAL);
    stage.log.write(GENERAL);
    stage.write(GENERAL);
    stage.hub.tick(stage.now);
    assert_eq!(next_gap(&stage.hub), None, "it may still come by itself");

    stage.now += HELD_FOR;
    stage.hub.tick(stage.now);
    let gap = Gap {
        stream: GENERAL,
        after: 1,
    };
    assert_eq!(next_gap(&stage.hub), Some(gap));
    assert_eq!(next_gap(&stage.hub), None);
    stage.hub.unfilled(stage.now, GENERAL);
    stage.now += Duration::from_secs(1);
    stage.hub.tick(stage.now);
    assert_eq!(next_gap(&stage.hub), Some(gap));

    let page = stage.log.page(GENERAL, Some(1));
    stage
        .hub
        .filled(stage.now, GENERAL, &page.events, page.last_seq);
    for reader in &mut readers {
        reader.read(usize::MAX);
        assert_eq!(
            (reader.client.cursor(GENERAL), reader.client.syncs),
            (Some(3), 0)
        );
    }
}

/// A gap that nobody fills comes again, and waits in the list once.
#[test]
fn a_gap_that_is_not_answered_comes_again() {
    let mut stage = Stage::default();
    let _readers = readers(&stage, [BO]);
    stage.log.write(GENERAL);
    stage.write(GENERAL);
    let gap = Gap {
        stream: GENERAL,
        after: 0,
    };
    stage.now += HELD_FOR;
    stage.hub.tick(stage.now);
    for _ in 0..3 {
        stage.now += FETCH_MAX;
        stage.hub.tick(stage.now);
    }
    assert_eq!(next_gap(&stage.hub), Some(gap));
    assert_eq!(next_gap(&stage.hub), None);
    stage.now += FETCH_MAX;
    stage.hub.tick(stage.now);
    assert_eq!(next_gap(&stage.hub), Some(gap));
}

/// The loss of a last event, which nothing follows, is found by looking at the tips.
#[test]
fn the_probe_finds_the_loss_of_a_last_event() {
    let mut stage = Stage::default();
    let [mut reader] = readers(&stage, [BO]);
    stage.log.write(GENERAL);
    stage
        .hub
        .tips(stage.now, &BTreeMap::from([(GENERAL, 1), (RANDOM, 9)]));
    stage.now += HELD_FOR;
    stage.hub.tick(stage.now);
    assert_eq!(
        next_gap(&stage.hub),
        Some(Gap {
            stream: GENERAL,
            after: 0
        })
    );
    assert_eq!(next_gap(&stage.hub), None);
    let page = stage.log.page(GENERAL, Some(0));
    stage
        .hub
        .filled(stage.now, GENERAL, &page.events, page.last_seq);
    reader.read(usize::MAX);
    assert_eq!(reader.client.cursor(GENERAL), Some(1));
}

/// When sessions end their sockets close with nothing further, not even what waited; those of other
/// sessions of the same user go on.
#[test]
fn ended_sessions_hear_nothing_further() {
    let mut stage = Stage::default();
    let [ended, mut other] = readers(&stage, [BO, ADA]);
    let same_user = stage.hub.connect(BO, SessionId::from_raw(77)).unwrap();
    stage.write(GENERAL);
    let sessions = [session_of(BO), SessionId::from_raw(99)];
    stage.hub.end_sessions(&sessions, Close::Unauthenticated);
    stage.write(GENERAL);
    let closed = (Vec::new(), Next::Close(Close::Unauthenticated));
    assert_eq!(ended.take(usize::MAX), closed);
    assert!(!same_user.outbox().is_closing());
    other.read(usize::MAX);
    assert_eq!(other.client.cursor(GENERAL), Some(2));
}

/// A disabled account loses all its sockets, whatever their session.
#[test]
fn all_sockets_of_a_user_end() {
    let stage = Stage::default();
    let [first, other] = readers(&stage, [BO, ADA]);
    let second = stage.hub.connect(BO, SessionId::from_raw(77)).unwrap();
    stage.hub.end_user(BO, Close::Disabled);
    assert_eq!(
        first.take(usize::MAX),
        (Vec::new(), Next::Close(Close::Disabled))
    );
    assert!(second.outbox().is_closing());
    assert!(!other.session.outbox().is_closing());
}

/// Who is shut out of a channel hears nothing more of it on any device, is told so, and keeps the
/// rest; nobody else notices.
#[test]
fn who_is_shut_out_hears_nothing_more() {
    let mut stage = Stage::default();
    let [mut first, mut second, mut other] = readers(&stage, [BO, BO, ADA]);
    stage.join(&mut first, RANDOM, 0);
    first.heard();
    stage.write(GENERAL);
    stage.hub.detach(BO, GENERAL);
    for reader in [&mut first, &mut second] {
        reader.client.is_shut_out(GENERAL);
    }
    stage.write(GENERAL);
    stage.write(RANDOM);
    let reset = Event::SyncReset {
        stream: GENERAL,
        seq: 0,
        reason: ResetReason::NoAccess,
    };
    for reader in [&mut first, &mut second] {
        assert_eq!(stage.settle(reader), None);
        assert_eq!(reader.heard(), std::slice::from_ref(&reset));
    }
    assert_eq!(first.client.cursors(), BTreeMap::from([(RANDOM, 1)]));
    other.read(usize::MAX);
    assert_eq!(
        (other.client.cursor(GENERAL), other.heard()),
        (Some(2), vec![])
    );

    stage.hub.detach(UserId::from_raw(9), GENERAL);
    stage.hub.detach(ADA, RANDOM);
    other.read(usize::MAX);
    assert_eq!(other.heard(), [], "what he did not follow is no news");
}

/// A restart tells each socket a wait of its own, then closes it when what waits is written; from
/// there on nothing is accepted.
#[test]
fn a_restart_is_announced_and_lets_the_queue_drain() {
    let mut stage = Stage::default();
    let mut readers = readers(&stage, [ADA, BO]);
    let mut wait = Duration::ZERO;
    stage.hub.drain("restart", || {
        wait += Duration::from_millis(1_500);
        wait
    });
    stage.write(GENERAL);
    stage.hub.finish(Close::Restart);
    stage.write(GENERAL);
    let mut waits = Vec::new();
    for reader in &mut readers {
        assert_eq!(reader.read(1), Next::Write);
        assert_eq!(reader.read(1), Next::Write);
        assert_eq!(reader.read(1), Next::Close(Close::Restart));
        assert_eq!(reader.client.cursor(GENERAL), Some(1));
        for event in reader.heard() {
            let Event::Reconnect { after_ms, reason } = event else {
                panic!("{event:?}")
            };
            assert_eq!(reason, "restart");
            waits.push(after_ms);
        }
    }
    waits.sort_unstable();
    assert_eq!(waits, [1_500, 3_000]);

    let late = stage.connect(BO);
    stage.hub.finish(Close::Restart);
    let outbox = late.session.outbox();
    assert!(outbox.is_closing());
    assert_eq!(outbox.ends_now(), None, "what is being written goes on");
    stage.hub.end_user(BO, Close::Disabled);
    assert_eq!(outbox.ends_now(), Some(Close::Disabled));
    let closed = (Vec::new(), Next::Close(Close::Disabled));
    assert_eq!(
        late.take(usize::MAX),
        closed,
        "an end does not wait for the queue"
    );
}

/// Counts how often a socket task is woken.
#[derive(Default)]
struct Alarm(AtomicUsize);

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A task that sleeps is woken once, however much is pushed until it looks; and what falls behind
/// or is lost wakes it too.
#[test]
fn a_sleeping_socket_is_woken_once() {
    let mut stage = Stage::default();
    let [mut reader] = readers(&stage, [BO]);
    let alarm = Arc::new(Alarm::default());
    let waker = Waker::from(Arc::clone(&alarm));
    let sleep = |reader: &Reader| {
        let context = Context::from_waker(&waker);
        assert!(reader.session.outbox().poll_due(&context).is_pending());
    };
    sleep(&reader);
    (0..3).for_each(|_| stage.write(GENERAL));
    assert_eq!(alarm.0.load(Ordering::Relaxed), 1);
    assert!(is_ready(&reader));

    reader.read(usize::MAX);
    sleep(&reader);
    stage.hub.detach(BO, GENERAL);
    assert_eq!(alarm.0.load(Ordering::Relaxed), 2);
    reader.take(usize::MAX);
    assert!(is_ready(&reader), "the session must hear of the loss");
    stage.serve(&mut reader);
    sleep(&reader);
    stage.hub.end_user(BO, Close::Disabled);
    assert_eq!(alarm.0.load(Ordering::Relaxed), 3);
}

/// Many threads publish, come, go, shut out and end at once: nobody waits for ever, no reader hears
/// an event twice or out of order, and nothing of them is left.
#[test]
fn threads_do_not_get_in_each_others_way() {
    let mut stage = Stage::default();
    let events: Vec<Event> = (0..300).map(|_| stage.log.write(GENERAL)).collect();
    let stage = &stage;
    thread::scope(|scope| {
        for part in 0..2 {
            let events = &events;
            scope.spawn(move || publish_all(stage, events, part == 0));
        }
        for user in 1..4 {
            scope.spawn(move || come_and_go(stage, UserId::from_raw(user)));
        }
        scope.spawn(|| {
            for n in 0..60 {
                let user = UserId::from_raw(n % 3 + 1);
                stage.hub.detach(user, GENERAL);
                stage
                    .hub
                    .end_sessions(&[session_of(user)], Close::Unauthenticated);
                stage.hub.tick(stage.now);
                thread::yield_now();
            }
        });
    });
    assert_eq!(stage.hub.connections(), 0);
    assert_eq!(stage.hub.watched(), []);
}

/// Publishes a handful at a time, some of them backwards.
fn publish_all(stage: &Stage, events: &[Event], backwards: bool) {
    for handful in events.chunks(5) {
        let mut handful = handful.to_vec();
        if backwards {
            handful.reverse();
        }
        stage.publish(&handful);
        thread::yield_now();
    }
}

fn come_and_go(stage: &Stage, user: UserId) {
    for _ in 0..20 {
        let mut reader = stage.connect(user);
        stage.ask_to_join(&mut reader, GENERAL, Some(0));
        for _ in 0..5 {
            stage.serve(&mut reader);
            reader.read(usize::MAX);
            thread::yield_now();
        }
    }
}

/// Who is shut out of a place for good is told why, once, before he is told that it is closed to him;
/// nothing else of what waited reaches him, and his own stream is read again, as it may have told of
/// that place.
#[test]
fn who_is_dismissed_is_told_why() {
    const OWN: StreamId = StreamId::from_raw(2);
    for (told_before, taken) in [(false, false), (true, false), (false, true)] {
        let mut stage = Stage::default();
        let mut reader = stage.greet(BO);
        for stream in [GENERAL, RANDOM, OWN] {
            stage.join(&mut reader, stream, 0);
        }
        reader.told();
        if told_before {
            stage.write(OWN);
        }
        stage.write(GENERAL);
        stage.write(RANDOM);
        let last = stage.log.write(RANDOM);
        let own = stage.log.write(OWN);
        stage.publish(&[last.clone(), own]);
        let before = if taken { reader.told() } else { Vec::new() };
        let at = 1 + u64::from(told_before);
        stage.hub.dismiss(BO, &[GENERAL], (&last, at));
        stage.write(GENERAL);
        stage.write(RANDOM);
        let frames = [before, reader.told()].concat();
        let of = |stream: StreamId| {
            let of_it = |frame: &&Value| frame["stream"] == stream.to_string();
            let seqs = frames.iter().filter(of_it);
            seqs.map(|frame| frame["seq"].as_u64().unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(of(GENERAL), if taken { vec![1, 0] } else { vec![0] });
        assert_eq!(of(RANDOM), if taken { vec![1, 2, 0] } else { vec![2, 0] });
        assert_eq!(of(OWN), if told_before { vec![] } else { vec![1] });
        stage.serve(&mut reader);
        let later = reader.told();
        let synced = later.iter().find(|frame| frame["type"] == "SYNC");
        assert_eq!(
            synced.map(|page| (page["from"].clone(), page["to"].clone())),
            told_before.then(|| (Value::from(1), Value::from(2)))
        );
    }
}
