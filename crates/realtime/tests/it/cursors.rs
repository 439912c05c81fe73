//! Where a reader stands: joining, resuming, leaving, and being told that it cannot go on.

use std::collections::BTreeMap;

use parlor_protocol::{
    error::Code,
    event::{Event, ResetReason},
    ids::{ChannelId, StreamId},
    streams::Seq,
};
use parlor_realtime::session::{Fetched, Input, RETRY_MAX, RETRY_MIN};
use serde_json::json;

use crate::stage::{BO, EPOCH, GENERAL, RANDOM, Stage};

fn joined(stream: StreamId, seq: Seq, reference: &str) -> Event {
    Event::ChannelJoined {
        reference: Some(reference.to_owned()),
        channel_id: ChannelId::from_raw(stream.raw()),
        seq,
    }
}

fn reset(stream: StreamId, seq: Seq, reason: ResetReason) -> Event {
    Event::SyncReset {
        stream,
        seq,
        reason,
    }
}

fn synced(reference: &str) -> Event {
    Event::Synced {
        reference: Some(reference.to_owned()),
        read_states: None,
    }
}

/// Who asks from where the stream stands is answered at once, with no page, and hears what follows.
#[test]
fn joining_at_the_end_needs_no_page() {
    let mut stage = Stage::default();
    (0..3).for_each(|_| stage.write(GENERAL));
    let mut reader = stage.greet(BO);
    stage.ask_to_join(&mut reader, GENERAL, Some(3));
    let want = reader.fetch(stage.now);
    let page = Fetched::Page(stage.log.page(GENERAL, want.after));
    reader.session.handle(stage.now, Input::Fetched(want, page));
    assert!(
        reader.session.next(stage.now).is_none(),
        "one look is enough"
    );
    reader.read(usize::MAX);
    assert_eq!(reader.heard(), [joined(GENERAL, 3, "1")]);
    stage.write(GENERAL);
    reader.read(usize::MAX);
    assert_eq!(
        (reader.client.cursor(GENERAL), reader.client.syncs),
        (Some(4), 0)
    );
}

/// History comes in pages, then `CHANNEL_JOINED`, then what happens; also what happened between
/// two pages.
#[test]
fn history_comes_before_what_happens() {
    let mut stage = Stage::default();
    (0..450).for_each(|_| stage.write(GENERAL));
    let mut reader = stage.greet(BO);
    stage.ask_to_join(&mut reader, GENERAL, Some(0));
    let want = reader.fetch(stage.now);
    let page = Fetched::Page(stage.log.page(GENERAL, want.after));
    stage.write(GENERAL);
    reader.session.handle(stage.now, Input::Fetched(want, page));
    assert_eq!(stage.settle(&mut reader), None);
    assert_eq!(reader.heard(), [joined(GENERAL, 451, "1")]);
    assert_eq!(
        (reader.client.cursor(GENERAL), reader.client.syncs),
        (Some(451), 3)
    );
}

/// An event between the look into the log and the page's arrival is not forgotten, though nothing
/// follows it.
#[test]
fn what_happens_while_a_page_is_on_its_way_comes_too() {
    let mut stage = Stage::default();
    stage.write(GENERAL);
    let mut reader = stage.greet(BO);
    stage.ask_to_join(&mut reader, GENERAL, Some(0));
    let want = reader.fetch(stage.now);
    let page = Fetched::Page(stage.log.page(GENERAL, want.after));
    stage.write(GENERAL);
    reader.session.handle(stage.now, Input::Fetched(want, page));
    assert_eq!(stage.settle(&mut reader), None);
    assert_eq!(reader.heard(), [joined(GENERAL, 2, "1")]);
    assert_eq!(reader.client.cursor(GENERAL), Some(2));
}

/// Without a cursor nothing of the past comes.
#[test]
fn joining_without_a_cursor_brings_no_past() {
    let mut stage = Stage::default();
    (0..3).for_each(|_| stage.write(GENERAL));
    let mut reader = stage.greet(BO);
    stage.ask_to_join(&mut reader, GENERAL, None);
    let want = reader.fetch(stage.now);
    assert_eq!(want.after, None);
    let page = Fetched::Page(stage.log.page(GENERAL, None));
    // This one is written after the look, so it belongs to what happens or to the position.
    stage.write(GENERAL);
    reader.session.handle(stage.now, Input::Fetched(want, page));
    stage.write(GENERAL);
    assert_eq!(stage.settle(&mut reader), None);
    assert_eq!(
        (reader.client.cursor(GENERAL), reader.client.syncs),
        (Some(5), 0)
    );
    assert_eq!(reader.heard(), [joined(GENERAL, 4, "1")]);
}

/// A cursor that cannot be continued is reset: one that is ahead, however far, and one the log no
/// longer reaches; the stream goes on from there.
#[test]
fn cursors_that_cannot_be_continued_are_reset() {
    let mut stage = Stage::default();
    (0..9).for_each(|_| stage.write(GENERAL));
    stage.log.prune(GENERAL, 5);
    for (cursor, reason) in [
        (10, ResetReason::Ahead),
        (Seq::MAX, ResetReason::Ahead),
        (3, ResetReason::GapTooLarge),
        (0, ResetReason::GapTooLarge),
    ] {
        let mut reader = stage.greet(BO);
        stage.ask_to_join(&mut reader, GENERAL, Some(cursor));
        assert_eq!(stage.settle(&mut reader), None);
        let position = stage.log.last_seq(GENERAL);
        let expected = [
            reset(GENERAL, position, reason),
            joined(GENERAL, position, "1"),
        ];
        assert_eq!(reader.heard(), expected, "{cursor}");
        stage.write(GENERAL);
        assert_eq!(stage.settle(&mut reader), None);
        assert_eq!(reader.client.cursor(GENERAL), Some(position + 1));
    }
    let mut reader = stage.greet(BO);
    stage.join(&mut reader, GENERAL, 4);
    assert_eq!(
        reader.client.syncs, 1,
        "4 is the last one that can be continued"
    );
}

/// A reader who asks again before he has read of a reset goes on from the reset: what he says of
/// his place is older than it.
#[test]
fn a_reset_that_waits_is_where_he_stands() {
    let mut stage = Stage::default();
    (0..3).for_each(|_| stage.write(GENERAL));
    let mut reader = stage.greet(BO);
    stage.ask_to_join(&mut reader, GENERAL, Some(5));
    stage.serve(&mut reader);
    stage.ask_to_join(&mut reader, GENERAL, Some(5));
    (0..4).for_each(|_| stage.write(GENERAL));
    assert_eq!(stage.settle(&mut reader), None);
    let ahead = reset(GENERAL, 3, ResetReason::Ahead);
    let expected = [ahead, joined(GENERAL, 3, "1"), joined(GENERAL, 3, "2")];
    assert_eq!(reader.heard(), expected);
    assert_eq!(reader.client.cursor(GENERAL), Some(7));
}

/// `resume` brings every stream up, and says once that it did; a space's stream too.
#[test]
fn resume_says_once_that_all_is_there() {
    let mut stage = Stage::default();
    stage.log.spaces.push(RANDOM);
    (0..250).for_each(|_| stage.write(GENERAL));
    (0..3).for_each(|_| stage.write(RANDOM));
    let mut reader = stage.greet(BO);
    let cursors = BTreeMap::from([(GENERAL, 20), (RANDOM, 3)]);
    stage.ask_to_resume(&mut reader, EPOCH, &cursors);
    assert_eq!(stage.settle(&mut reader), None);
    assert_eq!(reader.heard(), [synced("1")]);
    stage.ask_to_resume(&mut reader, EPOCH, &BTreeMap::new());
    assert_eq!(stage.settle(&mut reader), None);
    assert_eq!(reader.heard(), [synced("2")], "nothing is there at once");
    stage.write(RANDOM);
    reader.read(usize::MAX);
    assert_eq!(
        reader.client.cursors(),
        BTreeMap::from([(GENERAL, 250), (RANDOM, 4)])
    );
}

/// Cursors from another life of the database are worth nothing, also for streams that are followed.
#[test]
fn another_epoch_resets_every_stream() {
    let mut stage = Stage::default();
    (0..5).for_each(|_| stage.write(GENERAL));
    let mut reader = stage.greet(BO);
    stage.join(&mut reader, GENERAL, 5);
    reader.heard();
    stage.write(GENERAL);
    let cursors = BTreeMap::from([(GENERAL, 5), (RANDOM, 9)]);
    stage.ask_to_resume(&mut reader, "of-old", &cursors);
    assert_eq!(stage.settle(&mut reader), None);
    let expected = [
        reset(GENERAL, 6, ResetReason::Epoch),
        reset(RANDOM, 0, ResetReason::Epoch),
        synced("2"),
    ];
    assert_eq!(reader.heard(), expected);
}

/// A channel that is hidden, one that does not exist and a space are refused in the same words; a
/// `resume` that names one goes on without it.
#[test]
fn what_may_not_be_read_does_not_exist() {
    let mut stage = Stage::default();
    stage.log.spaces.push(RANDOM);
    stage.write(RANDOM);
    let mut reader = stage.greet(BO);
    let mut errors = Vec::new();
    for (stream, refusal) in [(GENERAL, Some(Fetched::NoAccess)), (RANDOM, None)] {
        stage.ask_to_join(&mut reader, stream, Some(0));
        let want = reader.fetch(stage.now);
        let page = || Fetched::Page(stage.log.page(stream, Some(0)));
        let fetched = Input::Fetched(want, refusal.unwrap_or_else(page));
        reader.session.handle(stage.now, fetched);
        let mut error = reader.told();
        assert_eq!(error[0]["code"], "NOT_FOUND");
        error[0].as_object_mut().unwrap().remove("ref");
        errors.push(error);
    }
    assert_eq!(errors[0], errors[1]);
    assert!(stage.hub.watched().is_empty(), "nobody follows them");

    let resume = r#"{"type":"resume","streams":{"100":4},"ref":"r"}"#;
    stage.say(&mut reader, resume);
    let want = reader.fetch(stage.now);
    let refused = Input::Fetched(want, Fetched::NoAccess);
    reader.session.handle(stage.now, refused);
    assert_eq!(
        reader.told(),
        [
            json!({"type": "SYNC_RESET", "stream": "100", "seq": 0, "reason": "NO_ACCESS"}),
            json!({"type": "SYNCED", "ref": "r"}),
        ]
    );
}

/// After `leave_channel` nothing of the channel comes, not even what waited; a join it overtakes is
/// told so.
#[test]
fn leaving_ends_it() {
    let mut stage = Stage::default();
    let mut reader = stage.greet(BO);
    stage.join(&mut reader, GENERAL, 0);
    stage.write(GENERAL);
    stage.say(
        &mut reader,
        r#"{"type":"join_channel","channelId":"101","ref":"j"}"#,
    );
    for channel in [100, 101] {
        let frame = format!(r#"{{"type":"leave_channel","channelId":"{channel}","ref":"l"}}"#);
        stage.say(&mut reader, &frame);
    }
    stage.write(GENERAL);
    stage.write(RANDOM);
    let heard = reader.told();
    assert_eq!(
        heard[0],
        json!({"type": "CHANNEL_LEFT", "ref": "l", "channelId": "100"})
    );
    assert_eq!(
        (&heard[1]["ref"], &heard[1]["code"]),
        (&json!("j"), &json!("CONFLICT"))
    );
    assert_eq!(
        heard[2],
        json!({"type": "CHANNEL_LEFT", "ref": "l", "channelId": "101"})
    );
    assert_eq!(heard.len(), 3);
    assert!(reader.session.next(stage.now).is_none());
}

/// A page that comes after its reader left lets him in again by no door.
#[test]
fn a_page_that_comes_too_late_is_dropped() {
    let mut stage = Stage::default();
    stage.log.spaces.push(RANDOM);
    for stream in [GENERAL, RANDOM] {
        stage.write(stream);
        let mut reader = stage.greet(BO);
        stage.ask_to_join(&mut reader, stream, Some(0));
        let want = reader.fetch(stage.now);
        let page = Fetched::Page(stage.log.page(stream, want.after));
        stage.hub.detach(BO, stream);
        reader.client.is_shut_out(stream);
        reader.session.handle(stage.now, Input::Fetched(want, page));
        stage.write(stream);
        assert_eq!(stage.settle(&mut reader), None);
        reader.client.is_owed_nothing();
        let heard = reader.heard();
        assert_eq!(heard[0], reset(stream, 0, ResetReason::NoAccess));
        assert!(matches!(
            &heard[1],
            Event::Error {
                code: Code::NotFound,
                ..
            }
        ));
        assert_eq!(heard.len(), 2);
    }
}

/// Who was shut out and is let in again by the time he asks hears nothing of it.
#[test]
fn asking_again_takes_a_farewell_back() {
    let mut stage = Stage::default();
    let mut reader = stage.greet(BO);
    stage.join(&mut reader, GENERAL, 0);
    reader.heard();
    stage.hub.detach(BO, GENERAL);
    stage.write(GENERAL);
    stage.join(&mut reader, GENERAL, 0);
    assert_eq!(reader.heard(), [joined(GENERAL, 1, "2")]);
}

/// Asking again where nothing is missing costs no page; asking from further back brings each event
/// once, also where some of them waited to be written.
#[test]
fn asking_again_goes_back_only_where_something_is_missing() {
    let mut stage = Stage::default();
    let mut reader = stage.greet(BO);
    stage.join(&mut reader, GENERAL, 0);
    (0..5).for_each(|_| stage.write(GENERAL));
    reader.read(2);
    reader.heard();
    stage.ask_to_join(&mut reader, GENERAL, Some(2));
    assert!(
        reader.session.next(stage.now).is_none(),
        "3 to 5 wait already"
    );
    reader.read(1);
    assert_eq!(
        reader.heard(),
        [joined(GENERAL, 2, "2")],
        "before what follows it"
    );

    reader.client.rewinds(GENERAL, 1);
    stage.join(&mut reader, GENERAL, 1);
    assert_eq!(reader.heard(), [joined(GENERAL, 5, "3")]);
    assert_eq!(
        (reader.client.cursor(GENERAL), reader.client.syncs),
        (Some(5), 1)
    );
}

/// A page that cannot be had is asked for again after 1 s, 2 s and so on up to 30 s; nothing else
/// waits for it.
#[test]
fn pages_that_fail_are_asked_for_again_ever_later() {
    let mut stage = Stage::default();
    stage.write(GENERAL);
    let mut reader = stage.greet(BO);
    stage.ask_to_join(&mut reader, GENERAL, Some(0));
    let mut length = RETRY_MIN;
    for _ in 0..8 {
        let want = reader.fetch(stage.now);
        let failed = Input::Fetched(want, Fetched::Failed);
        reader.session.handle(stage.now, failed);
        assert!(reader.session.next(stage.now).is_none());
        stage.say(&mut reader, r#"{"type":"ping"}"#);
        assert_eq!(reader.session.deadline(), stage.now + length);
        stage.now += length;
        length = (length * 2).min(RETRY_MAX);
    }
    assert_eq!(length, RETRY_MAX);
    assert_eq!(stage.settle(&mut reader), None);
    assert_eq!(reader.client.cursor(GENERAL), Some(1));
}

/// A refusal that comes too late refuses nothing: the reader has left since and asks again.
#[test]
fn a_refusal_that_comes_too_late_is_dropped() {
    let mut stage = Stage::default();
    stage.write(GENERAL);
    let mut reader = stage.greet(BO);
    stage.ask_to_join(&mut reader, GENERAL, Some(0));
    let want = reader.fetch(stage.now);
    stage.say(&mut reader, r#"{"type":"leave_channel","channelId":"100"}"#);
    reader.client.leaves(GENERAL);
    reader.read(usize::MAX);
    reader.heard();
    stage.ask_to_join(&mut reader, GENERAL, Some(0));
    let refused = Input::Fetched(want, Fetched::NoAccess);
    reader.session.handle(stage.now, refused);
    assert_eq!(stage.settle(&mut reader), None);
    assert_eq!(reader.heard(), [joined(GENERAL, 1, "2")]);
}
