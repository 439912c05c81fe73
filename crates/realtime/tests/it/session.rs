//! What one client hears for what it says.

use std::time::Duration;

use parlor_protocol::{close::Close, error::Code, ids::MessageId};
use parlor_realtime::session::{Answer, CallId, Input, Next, Output};
use serde_json::{Value, json};

use crate::stage::{ADA, BO, EPOCH, GENERAL, RANDOM, Reader, Stage};

fn call(reader: &mut Reader, stage: &Stage) -> Option<(CallId, &'static str)> {
    match reader.session.next(stage.now)? {
        Output::Call(id, command) => Some((id, command.name())),
        other => panic!("{other:?}"),
    }
}

/// `READY` is the first frame, with everything the contract names.
#[test]
fn the_greeting_comes_first() {
    let stage = Stage::default();
    let reader = stage.connect(BO);
    let mut ready = reader.told().remove(0);
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
    let stage = Stage::default();
    let mut reader = stage.greet(BO);
    for kind in ["dance", "NEW_MESSAGE", ""] {
        let frame = format!(r#"{{"type":"{kind}","ref":"r"}}"#);
        stage.say(&mut reader, &frame);
        let error = reader.told().remove(0);
        assert_eq!(
            (&error["type"], &error["ref"]),
            (&json!("ERROR"), &json!("r"))
        );
        assert_eq!(error["code"], "UNKNOWN_TYPE", "{kind}");
    }
    stage.say(&mut reader, r#"{"type":"ping"}"#);
    assert_eq!(reader.told(), [json!({"type": "PONG", "streams": {}})]);
}

/// Names of commands have no case, and fields may be written the brief's way.
#[test]
fn the_case_of_a_command_does_not_matter() {
    let mut stage = Stage::default();
    stage.write(GENERAL);
    let mut reader = stage.greet(BO);
    stage.say(
        &mut reader,
        r#"{"type":"JOIN_Channel","channel_id":"100","seq":1,"ref":"j"}"#,
    );
    stage.serve(&mut reader);
    assert_eq!(
        reader.told(),
        [json!({"type": "CHANNEL_JOINED", "ref": "j", "channelId": "100", "seq": 1})]
    );
}

/// `PONG` repeats what was sent, whatever it is, and says where the followed streams stand, also
/// when the reader is behind.
#[test]
fn a_ping_is_answered_with_positions() {
    let mut stage = Stage::default();
    let mut reader = stage.greet(BO);
    stage.join(&mut reader, GENERAL, 0);
    (0..3).for_each(|_| stage.write(GENERAL));
    reader.read(1);
    stage.write(RANDOM);
    stage.say(&mut reader, r#"{"type":"PING","t":{"a":[1]},"ref":"p"}"#);
    let pong = json!({"type": "PONG", "ref": "p", "t": {"a": [1]}, "streams": {"100": 3}});
    assert_eq!(reader.told().last(), Some(&pong));
}

/// An `ACK` names what was done; without a `ref` only what has news is acknowledged; a refusal
/// carries what the client needs to find what it asked.
#[test]
fn answers_repeat_what_was_asked() {
    let stage = Stage::default();
    let mut reader = stage.greet(BO);
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
        reader.told(),
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
    let stage = Stage::default();
    let mut reader = stage.greet(BO);
    let frame = r#"{"type":"remove_reaction","messageId":"9","emoji":"x"}"#;
    stage.say(&mut reader, frame);
    let (id, _) = call(&mut reader, &stage).unwrap();
    let answer = Input::Answered(id, Answer::Reacted { seq: 3 });
    reader.session.handle(stage.now, answer);
    assert_eq!(reader.told(), [json!({"type": "ACK", "seq": 3})]);
}

/// Messages to one channel are begun one after the other; those to another do not wait.
#[test]
fn messages_to_one_channel_keep_their_order() {
    let stage = Stage::default();
    let mut reader = stage.greet(BO);
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

/// A nonce reaches the devices of its author and nobody else, live and from the log.
#[test]
fn a_nonce_is_its_authors_alone() {
    let mut stage = Stage::default();
    let [own, other] = [ADA, BO].map(|user| {
        let mut reader = stage.connect(user);
        reader.read(usize::MAX);
        stage.join(&mut reader, GENERAL, 0);
        reader
    });
    let event = stage.log.post(GENERAL, ADA, "hi");
    stage.publish(&[event]);
    for (reader, nonce) in [(&own, json!("n1")), (&other, Value::Null)] {
        assert_eq!(reader.told()[0]["message"]["nonce"], nonce);
    }
    for (user, nonce) in [(ADA, json!("n1")), (BO, Value::Null)] {
        let mut late = stage.connect(user);
        late.read(usize::MAX);
        stage.ask_to_join(&mut late, GENERAL, Some(0));
        stage.serve(&mut late);
        assert_eq!(late.told()[0]["events"][0]["message"]["nonce"], nonce);
    }
}

/// A socket that closes hears nothing any more and does nothing any more.
#[test]
fn a_closing_socket_is_deaf() {
    let stage = Stage::default();
    let mut reader = stage.greet(BO);
    reader.session.outbox().close(Close::Normal);
    stage.say(&mut reader, r#"{"type":"ping"}"#);
    stage.ask_to_join(&mut reader, GENERAL, None);
    assert!(reader.session.next(stage.now).is_none());
    assert_eq!(
        reader.take(usize::MAX),
        (Vec::new(), Next::Close(Close::Normal))
    );
}
