//! What one client hears for what it says.

use std::{collections::BTreeMap, time::Duration};

use parlor_protocol::{
    close::Close,
    error::Code,
    event::{Event, ResetReason},
    ids::{ChannelId, MessageId, StreamId},
    streams::Seq,
};
use parlor_realtime::session::{
    Answer, CallId, Capacity, Fetched, Input, Next, Output, RETRY_MAX, RETRY_MIN,
};
use serde_json::{Value, json};

use crate::stage::{ADA, BO, EPOCH, GENERAL, RANDOM, Reader, Stage};

fn stage() -> Stage {
    Stage::new(Capacity::default())
}

/// What the reader hears next, as it stands on the wire.
fn told(reader: &Reader) -> Vec<Value> {
    let (frames, _) = reader.take(usize::MAX);
    let parse = |frame: &bytes::Bytes| serde_json::from_slice(frame).unwrap();
    frames.iter().map(parse).collect()
}

/// A reader who was greeted.
fn greeted(stage: &Stage) -> Reader {
    let mut reader = stage.connect(BO);
    reader.read(usize::MAX);
    reader
}

fn call(reader: &mut Reader, stage: &Stage) -> Option<(CallId, &'static str)> {
    match reader.session.next(stage.now)? {
        Output::Call(id, command) => Some((id, command.name())),
        other => panic!("{other:?}"),
    }
}

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

/// `READY` is the first frame, with everything the contract names.
#[test]
fn the_greeting_comes_first() {
    let stage = stage();
    let reader = stage.connect(BO);
    let mut ready = told(&reader).remove(0);
    let limits = ready.as_object_mut().unwrap().remove("limits").unwrap();
    assert_eq!(
        ready,
        json!({"type": "READY", "v": 1, "sessionId": "2", "userId": "2", "epoch": EPOCH,
            "heartbeatMs": 25_000, "node": 0})
    );
    assert_eq!(limits["commandsPer10S"], 60);
}

/// What nobody knows is told so, an event of the server included, and the socket stays.
#[test]
fn unknown_commands_are_told_so() {
    let stage = stage();
    let mut reader = greeted(&stage);
    for kind in ["dance", "NEW_MESSAGE", ""] {
        let frame = format!(r#"{{"type":"{kind}","ref":"r"}}"#);
        stage.say(&mut reader, &frame);
        let error = told(&reader).remove(0);
        assert_eq!(
            (&error["type"], &error["ref"]),
            (&json!("ERROR"), &json!("r"))
        );
        assert_eq!(error["code"], "UNKNOWN_TYPE", "{kind}");
    }
    stage.say(&mut reader, r#"{"type":"ping"}"#);
    assert_eq!(told(&reader), [json!({"type": "PONG", "streams": {}})]);
}

/// Names of commands have no case, and fields may be written the brief's way.
#[test]
fn the_case_of_a_command_does_not_matter() {
    let mut stage = stage();
    stage.write(GENERAL);
    let mut reader = greeted(&stage);
    stage.say(
        &mut reader,
        r#"{"type":"JOIN_Channel","channel_id":"100","seq":1,"ref":"j"}"#,
    );
    stage.serve(&mut reader);
    assert_eq!(
        told(&reader),
        [json!({"type": "CHANNEL_JOINED", "ref": "j", "channelId": "100", "seq": 1})]
    );
}

/// `PONG` repeats what was sent, whatever it is, and says where the followed streams stand, also
/// when the reader is behind.
#[test]
fn a_ping_is_answered_with_positions() {
    let mut stage = stage();
    let mut reader = greeted(&stage);
    stage.join(&mut reader, GENERAL, 0);
    (0..3).for_each(|_| stage.write(GENERAL));
    reader.read(1);
    stage.write(RANDOM);
    stage.say(&mut reader, r#"{"type":"PING","t":{"a":[1]},"ref":"p"}"#);
    let pong = json!({"type": "PONG", "ref": "p", "t": {"a": [1]}, "streams": {"100": 3}});
    assert_eq!(told(&reader).last(), Some(&pong));
}

/// An `ACK` names what was done; without a `ref` only what has news is acknowledged; a refusal
/// carries what the client needs to find what it asked.
#[test]
fn answers_repeat_what_was_asked() {
    let stage = stage();
    let mut reader = greeted(&stage);
    let send = r#"{"type":"send_message","channelId":"100","content":"hi","nonce":"n1"}"#;
    stage.say(&mut reader, send);
    stage.say(&mut reader, r#"{"type":"authenticate","token":"t"}"#);
    stage.say(
        &mut reader,
        r#"{"type":"authenticate","token":"t","ref":"a"}"#,
    );
    let reaction = r#"{"type":"add_reaction","messageId":"9","emoji":"x","ref":"e"}"#;
    stage.say(&mut reader, reaction);

    let message_id = MessageId::from_raw(5);
    let expires_at = stage.now + Duration::from_mins(10);
    let mut begun = Vec::new();
    while let Some((id, name)) = call(&mut reader, &stage) {
        begun.push(name);
        let answer = match name {
            "send_message" => Answer::Sent { message_id, seq: 7 },
            "authenticate" => Answer::Renewed(expires_at),
            _ => Answer::Refused {
                code: Code::Forbidden,
                detail: "No.".to_owned(),
                retry_after: Some(Duration::from_secs(2)),
            },
        };
        reader
            .session
            .handle(stage.now, Input::Answered(id, answer));
    }
    assert_eq!(
        begun,
        [
            "send_message",
            "authenticate",
            "authenticate",
            "add_reaction"
        ]
    );
    assert_eq!(
        told(&reader),
        [
            json!({"type": "ACK", "nonce": "n1", "channelId": "100", "messageId": "5", "seq": 7}),
            json!({"type": "ACK", "ref": "a"}),
            json!({"type": "ERROR", "ref": "e", "code": "FORBIDDEN", "detail": "No.",
                "retryAfterMs": 2_000}),
        ]
    );
}

/// A reaction that changed nothing is acknowledged with the position of the channel.
#[test]
fn a_reaction_is_acknowledged_with_its_position() {
    let stage = stage();
    let mut reader = greeted(&stage);
    let frame = r#"{"type":"remove_reaction","messageId":"9","emoji":"x"}"#;
    stage.say(&mut reader, frame);
    let (id, _) = call(&mut reader, &stage).unwrap();
    let answer = Input::Answered(id, Answer::Reacted { seq: 3 });
    reader.session.handle(stage.now, answer);
    assert_eq!(told(&reader), [json!({"type": "ACK", "seq": 3})]);
}

/// Messages to one channel are begun one after the other; those to another do not wait.
#[test]
fn messages_to_one_channel_keep_their_order() {
    let stage = stage();
    let mut reader = greeted(&stage);
    for (channel, reference) in [(100, "a"), (100, "b"), (101, "c")] {
        let frame = format!(
            r#"{{"type":"send_message","channelId":"{channel}","content":"hi","ref":"{reference}"}}"#
        );
        stage.say(&mut reader, &frame);
    }
    let (first, _) = call(&mut reader, &stage).unwrap();
    assert!(call(&mut reader, &stage).is_some(), "the other channel");
    assert!(call(&mut reader, &stage).is_none(), "the second message");
    let message_id = MessageId::from_raw(5);
    let sent = Answer::Sent { message_id, seq: 1 };
    reader
        .session
        .handle(stage.now, Input::Answered(first, sent));
    assert!(call(&mut reader, &stage).is_some());
}

/// Who asks from where the stream stands is answered at once, with no page, and hears what follows.
#[test]
fn joining_at_the_end_needs_no_page() {
    let mut stage = stage();
    (0..3).for_each(|_| stage.write(GENERAL));
    let mut reader = greeted(&stage);
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
    let mut stage = stage();
    (0..450).for_each(|_| stage.write(GENERAL));
    let mut reader = greeted(&stage);
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

/// Without a cursor nothing of the past comes.
#[test]
fn joining_without_a_cursor_brings_no_past() {
    let mut stage = stage();
    (0..3).for_each(|_| stage.write(GENERAL));
    let mut reader = greeted(&stage);
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
    let mut stage = stage();
    (0..9).for_each(|_| stage.write(GENERAL));
    stage.log.prune(GENERAL, 5);
    for (cursor, reason) in [
        (10, ResetReason::Ahead),
        (Seq::MAX, ResetReason::Ahead),
        (3, ResetReason::GapTooLarge),
        (0, ResetReason::GapTooLarge),
    ] {
        let mut reader = greeted(&stage);
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
    let mut reader = greeted(&stage);
    stage.join(&mut reader, GENERAL, 4);
    assert_eq!(
        reader.client.syncs, 1,
        "4 is the last one that can be continued"
    );
}

/// `resume` brings every stream up, and says once that it did; a space's stream too.
#[test]
fn resume_says_once_that_all_is_there() {
    let mut stage = stage();
    stage.log.spaces.push(RANDOM);
    (0..250).for_each(|_| stage.write(GENERAL));
    (0..3).for_each(|_| stage.write(RANDOM));
    let mut reader = greeted(&stage);
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
    let mut stage = stage();
    (0..5).for_each(|_| stage.write(GENERAL));
    let mut reader = greeted(&stage);
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
    let mut stage = stage();
    stage.log.spaces.push(RANDOM);
    stage.write(RANDOM);
    let mut reader = greeted(&stage);
    let mut errors = Vec::new();
    for (stream, refusal) in [(GENERAL, Some(Fetched::NoAccess)), (RANDOM, None)] {
        stage.ask_to_join(&mut reader, stream, Some(0));
        let want = reader.fetch(stage.now);
        let page = || Fetched::Page(stage.log.page(stream, Some(0)));
        let fetched = Input::Fetched(want, refusal.unwrap_or_else(page));
        reader.session.handle(stage.now, fetched);
        let mut error = told(&reader);
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
        told(&reader),
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
    let mut stage = stage();
    let mut reader = greeted(&stage);
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
    let heard = told(&reader);
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
    let mut stage = stage();
    stage.log.spaces.push(RANDOM);
    for stream in [GENERAL, RANDOM] {
        stage.write(stream);
        let mut reader = greeted(&stage);
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
    let mut stage = stage();
    let mut reader = greeted(&stage);
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
    let mut stage = stage();
    let mut reader = greeted(&stage);
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
    let mut stage = stage();
    stage.write(GENERAL);
    let mut reader = greeted(&stage);
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

/// A nonce reaches the devices of its author and nobody else, live and from the log.
#[test]
fn a_nonce_is_its_authors_alone() {
    let mut stage = stage();
    let [own, other] = [ADA, BO].map(|user| {
        let mut reader = stage.connect(user);
        reader.read(usize::MAX);
        stage.join(&mut reader, GENERAL, 0);
        reader
    });
    let event = stage.log.post(GENERAL, ADA, "hi");
    stage.publish(&[event]);
    for (reader, nonce) in [(&own, json!("n1")), (&other, Value::Null)] {
        assert_eq!(told(reader)[0]["message"]["nonce"], nonce);
    }
    for (user, nonce) in [(ADA, json!("n1")), (BO, Value::Null)] {
        let mut late = stage.connect(user);
        late.read(usize::MAX);
        stage.ask_to_join(&mut late, GENERAL, Some(0));
        stage.serve(&mut late);
        assert_eq!(told(&late)[0]["events"][0]["message"]["nonce"], nonce);
    }
}

/// A socket that closes hears nothing any more and does nothing any more.
#[test]
fn a_closing_socket_is_deaf() {
    let stage = stage();
    let mut reader = greeted(&stage);
    reader.session.outbox().close(Close::Normal);
    stage.say(&mut reader, r#"{"type":"ping"}"#);
    stage.ask_to_join(&mut reader, GENERAL, None);
    assert!(reader.session.next(stage.now).is_none());
    assert_eq!(
        reader.take(usize::MAX),
        (Vec::new(), Next::Close(Close::Normal))
    );
}
