//! What waits for a slow reader: bounded in three stages, and nothing is lost.

use std::time::Duration;

use parlor_protocol::{close::Close, ids::StreamId};
use parlor_realtime::session::{Capacity, Next};

use crate::stage::{ADA, BO, GENERAL, RANDOM, Reader, Stage};

const PING: &str = r#"{"type":"ping"}"#;

/// Both ways a queue is full: by frames of a few bytes, and by bytes of a few frames.
fn fillings() -> [(Capacity, String); 2] {
    let (small, big) = (String::new(), "x".repeat(4_000));
    let by_frames = Capacity {
        frames: 100,
        bytes: usize::MAX,
    };
    let by_bytes = Capacity {
        frames: usize::MAX,
        bytes: 512 * 1024,
    };
    [(by_frames, small), (by_bytes, big)]
}

/// A reader of two channels, and how many messages fill a part of his queue.
fn slow_reader(capacity: Capacity, content: &str) -> (Stage, Reader, usize) {
    let mut stage = Stage::new(capacity);
    let mut reader = stage.connect(BO);
    reader.read(usize::MAX);
    stage.join(&mut reader, GENERAL, 0);
    stage.join(&mut reader, RANDOM, 0);
    post(&mut stage, GENERAL, content);
    let (frames, _) = reader.take(usize::MAX);
    reader.client.read(&frames[0]);
    // One byte more at most, when the position has one digit more.
    let room = (capacity.bytes / (frames[0].len() + 4)).min(capacity.frames);
    reader.heard();
    (stage, reader, room)
}

fn post(stage: &mut Stage, stream: StreamId, content: &str) {
    let author = ADA;
    let event = stage.log.post(stream, author, content);
    stage.publish(&[event]);
}

/// Stage 1: from half full on, advice goes that waits, and none is queued.
#[test]
fn half_full_the_advice_goes() {
    for (capacity, content) in fillings() {
        let (mut stage, mut reader, room) = slow_reader(capacity, &content);
        let advise = |stage: &Stage| stage.hub.drain("restart", || Duration::ZERO);
        advise(&stage);
        advise(&stage);
        reader.read(usize::MAX);
        assert_eq!(reader.heard().len(), 2, "advice is heard by a quick reader");

        advise(&stage);
        (0..room / 2 + 3).for_each(|_| post(&mut stage, GENERAL, &content));
        advise(&stage);
        reader.read(usize::MAX);
        assert_eq!(reader.heard(), []);
        assert_eq!(
            reader.client.cursor(GENERAL),
            Some(stage.log.last_seq(GENERAL))
        );

        advise(&stage);
        reader.read(usize::MAX);
        assert_eq!(reader.heard().len(), 1, "and again when it has drained");
    }
}

/// Stage 2: full, what waits of the fattest stream goes, and comes back as `SYNC` when the queue has
/// drained; the other stream never notices, and nothing is lost.
#[test]
fn full_the_fattest_stream_falls_behind() {
    for (capacity, content) in fillings() {
        let (mut stage, mut reader, room) = slow_reader(capacity, &content);
        let part = room / 3;
        (0..part).for_each(|_| post(&mut stage, RANDOM, &content));
        (0..room).for_each(|_| post(&mut stage, GENERAL, &content));
        (0..3).for_each(|_| post(&mut stage, RANDOM, &content));
        let want = reader.session.next(stage.now);
        assert!(want.is_none(), "a third is still full: {want:?}");

        let (frames, _) = reader.take(usize::MAX);
        assert_eq!(frames.len(), part + 3);
        reader.client.read_all(&frames);
        let cursors = [RANDOM, GENERAL].map(|stream| reader.client.cursor(stream));
        assert_eq!(cursors, [Some(part as u64 + 3), Some(1)]);

        assert_eq!(stage.settle(&mut reader), None);
        let end = stage.log.last_seq(GENERAL);
        assert_eq!(reader.client.cursor(GENERAL), Some(end));
        assert!(reader.client.syncs > 0);
        let synced = reader.client.syncs;
        post(&mut stage, GENERAL, &content);
        assert_eq!(stage.settle(&mut reader), None);
        assert_eq!(reader.client.cursor(GENERAL), Some(end + 1));
        assert_eq!(reader.client.syncs, synced, "live again");
    }
}

/// The queue never holds more than its limits, whatever is published.
#[test]
fn the_queue_is_bounded() {
    for (capacity, content) in fillings() {
        let (mut stage, mut reader, room) = slow_reader(capacity, &content);
        let mut fullest = 0;
        for n in 0..room * 3 {
            post(&mut stage, [GENERAL, RANDOM][n % 2], &content);
            if n % 50 == 49 {
                let (frames, _) = reader.take(usize::MAX);
                let bytes: usize = frames.iter().map(bytes::Bytes::len).sum();
                assert!(frames.len() <= capacity.frames && bytes <= capacity.bytes);
                fullest = fullest.max(frames.len());
                reader.client.read_all(&frames);
            }
        }
        assert!(fullest >= 49.min(room / 2), "{fullest}");
    }
}

/// Stage 3: answers cannot be had again. They push out every event; when they alone fill the queue
/// the socket is closed with 4008, and nothing more is written.
#[test]
fn full_of_answers_it_closes() {
    let capacity = Capacity {
        frames: 40,
        ..Capacity::default()
    };
    let (mut stage, mut reader, _) = slow_reader(capacity, "");
    (0..30).for_each(|_| post(&mut stage, GENERAL, ""));
    (0..capacity.frames).for_each(|_| stage.say(&mut reader, PING));
    assert!(!reader.session.outbox().is_closing());
    stage.say(&mut reader, PING);
    assert_eq!(
        reader.take(usize::MAX),
        (Vec::new(), Next::Close(Close::Slow))
    );
}

/// An event that finds no room among answers is not lost: it comes when there is room.
#[test]
fn events_wait_behind_answers() {
    let capacity = Capacity {
        frames: 40,
        ..Capacity::default()
    };
    let (mut stage, mut reader, _) = slow_reader(capacity, "");
    (0..capacity.frames).for_each(|_| stage.say(&mut reader, PING));
    post(&mut stage, GENERAL, "");
    post(&mut stage, GENERAL, "");
    reader.read(usize::MAX);
    assert_eq!(reader.client.cursor(GENERAL), Some(1), "there was no room");
    assert_eq!(stage.settle(&mut reader), None);
    assert_eq!(reader.client.cursor(GENERAL), Some(3));
}
