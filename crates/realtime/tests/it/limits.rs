//! Every limit of one socket, reached; those of its queue are in `queue.rs`.

use std::time::Duration;

use parlor_protocol::{
    close::Close,
    error::Code,
    event::Event,
    ids::{MessageId, StreamId},
};
use parlor_realtime::session::{
    Answer, COMMANDS_WINDOW, EXPIRY_GRACE, EXPIRY_NOTICE, Input, MALFORMED_WINDOW, Next, Output,
    SILENCE_MAX, UNANSWERED_MAX,
};

use crate::stage::{BO, EPOCH, GENERAL, Reader, Stage};

const PING: &str = r#"{"type":"ping"}"#;

/// What the client read, and how the socket ended, if it did.
fn heard(reader: &mut Reader) -> (Vec<Event>, Option<Close>) {
    let closes = match reader.read(usize::MAX) {
        Next::Close(close) => Some(close),
        Next::Write => match reader.read(usize::MAX) {
            Next::Close(close) => Some(close),
            _ => None,
        },
        Next::Idle => None,
    };
    (reader.heard(), closes)
}

/// The codes of the refusals the client read, and how the socket ended.
fn refusals(reader: &mut Reader) -> (Vec<Code>, Option<Close>) {
    let (events, closes) = heard(reader);
    let code = |event| match event {
        Event::Error { code, .. } => Some(code),
        _ => None,
    };
    (events.into_iter().filter_map(code).collect(), closes)
}

/// 60 commands in 10 s are carried out. Those above are refused and say when to go on; at 180 the
/// socket is closed with 4029. Unknown and invalid commands count.
#[test]
fn commands_are_limited() {
    let mut stage = Stage::default();
    let mut reader = stage.connect(BO);
    for n in 0..60 {
        let frame = [PING, r#"{"type":"dance"}"#, r#"{"type":"join_channel"}"#][n % 3];
        stage.say(&mut reader, frame);
    }
    let (codes, _) = refusals(&mut reader);
    assert_eq!(codes.len(), 40);
    assert!(!codes.contains(&Code::RateLimited));

    stage.now += Duration::from_secs(4);
    for _ in 60..179 {
        stage.say(&mut reader, PING);
    }
    let (events, closes) = heard(&mut reader);
    assert_eq!((events.len(), closes), (119, None));
    for event in events {
        let Event::Error {
            code,
            retry_after_ms,
            ..
        } = event
        else {
            panic!("{event:?}")
        };
        assert_eq!((code, retry_after_ms), (Code::RateLimited, Some(6_000)));
    }
    stage.say(&mut reader, PING);
    assert_eq!(heard(&mut reader), (Vec::new(), Some(Close::Flood)));
}

/// When the 10 s are over the count begins anew.
#[test]
fn commands_are_forgiven_after_their_window() {
    let mut stage = Stage::default();
    let mut reader = stage.connect(BO);
    for _ in 0..179 {
        stage.say(&mut reader, PING);
    }
    heard(&mut reader);
    stage.now += COMMANDS_WINDOW;
    stage.say(&mut reader, PING);
    let (events, _) = heard(&mut reader);
    assert!(matches!(&events[..], [Event::Pong { .. }]), "{events:?}");
}

/// 20 malformed frames in a minute are each told so; one more closes with 4002. Binary frames count.
#[test]
fn malformed_frames_are_limited() {
    let mut stage = Stage::default();
    let mut reader = stage.connect(BO);
    for n in 0..20 {
        let text = ["", "[]", "{", r#"{"ref":"r"}"#][n % 4];
        let input = if n % 5 == 4 {
            Input::Binary
        } else {
            Input::Text(text)
        };
        reader.session.handle(stage.now, input);
    }
    let told = reader.told();
    let codes: Vec<_> = told
        .iter()
        .filter_map(|event| event["code"].as_str())
        .collect();
    assert_eq!(codes, ["MALFORMED"; 20]);
    stage.now += MALFORMED_WINDOW / 2;
    reader.session.handle(stage.now, Input::Binary);
    assert_eq!(heard(&mut reader), (Vec::new(), Some(Close::Malformed)));

    let mut reader = stage.connect(BO);
    for _ in 0..20 {
        reader.session.handle(stage.now, Input::Binary);
    }
    stage.now += Duration::from_secs(59);
    stage.say(&mut reader, PING);
    stage.now += Duration::from_secs(1);
    reader.session.handle(stage.now, Input::Binary);
    assert_eq!(
        heard(&mut reader).1,
        None,
        "a minute later they are forgotten"
    );
}

/// 60 s without a word close with 4009; any frame counts as a word, what the server does does not.
#[test]
fn silence_is_limited() {
    let mut stage = Stage::default();
    let mut reader = stage.connect(BO);
    stage.pass(&mut reader, Duration::from_secs(59));
    stage.say(&mut reader, PING);
    stage.pass(&mut reader, Duration::from_secs(59));
    reader.session.handle(stage.now, Input::Binary);
    stage.pass(&mut reader, Duration::from_secs(30));
    stage.write(GENERAL);
    assert_eq!(heard(&mut reader).1, None);
    assert_eq!(reader.session.deadline(), stage.now + SILENCE_MAX / 2);
    stage.pass(&mut reader, Duration::from_millis(29_999));
    assert_eq!(heard(&mut reader).1, None);
    stage.pass(&mut reader, Duration::from_millis(1));
    assert_eq!(heard(&mut reader).1, Some(Close::Heartbeat));
}

/// Lets time pass while the client says that it is there; gives all it heard but the answers to
/// that, and how the socket ended.
fn stay(stage: &mut Stage, reader: &mut Reader, time: Duration) -> (Vec<Event>, Option<Close>) {
    let step = Duration::from_secs(5);
    let (mut all, mut closes) = (Vec::new(), None);
    for _ in 0..time.as_secs() / step.as_secs() {
        stage.pass(reader, step);
        stage.say(reader, PING);
        let (events, end) = heard(reader);
        let news = events.into_iter();
        all.extend(news.filter(|event| !matches!(event, Event::Pong { .. })));
        closes = closes.or(end);
    }
    (all, closes)
}

const NOTICE: Event = Event::TokenExpiring {
    expires_in_ms: 60_000,
};

/// 60 s before a credential expires the client is told, once; 30 s after it the socket is closed
/// with 4401.
#[test]
fn a_credential_ends() {
    let mut stage = Stage::default();
    let good_for = Duration::from_mins(10);
    let mut reader = stage.connect_for(BO, good_for);
    let early = good_for - EXPIRY_NOTICE - Duration::from_secs(5);
    assert_eq!(stay(&mut stage, &mut reader, early), (vec![], None));
    let five = Duration::from_secs(5);
    assert_eq!(stay(&mut stage, &mut reader, five), (vec![NOTICE], None));
    let grace = EXPIRY_NOTICE + EXPIRY_GRACE - five;
    assert_eq!(stay(&mut stage, &mut reader, grace), (vec![], None));
    stage.pass(&mut reader, five - Duration::from_millis(1));
    assert_eq!(heard(&mut reader).1, None);
    stage.pass(&mut reader, Duration::from_millis(1));
    assert_eq!(heard(&mut reader).1, Some(Close::Unauthenticated));
}

/// `authenticate` in time renews it, and it ends again later; one that is refused does not.
#[test]
fn a_credential_is_renewed() {
    let mut stage = Stage::default();
    let good_for = Duration::from_mins(10);
    let mut reader = stage.connect_for(BO, good_for);
    stay(&mut stage, &mut reader, good_for);
    let refused = Answer::Refused {
        code: Code::Unauthenticated,
        detail: "No.".to_owned(),
        retry_after: None,
    };
    let renewed = Answer::Renewed(stage.now + good_for);
    for answer in [renewed, refused] {
        stage.say(&mut reader, r#"{"type":"authenticate","token":"t"}"#);
        let Some(Output::Call(call, _)) = reader.session.next(stage.now) else {
            panic!("nobody is asked")
        };
        let answered = Input::Answered(call, answer);
        reader.session.handle(stage.now, answered);
    }
    heard(&mut reader);
    let until_told = stay(&mut stage, &mut reader, good_for - EXPIRY_NOTICE);
    assert_eq!(until_told, (vec![NOTICE], None));
    let end = stay(&mut stage, &mut reader, EXPIRY_NOTICE + EXPIRY_GRACE);
    assert_eq!(end, (vec![], Some(Close::Unauthenticated)));
}

/// Who comes with little time left is told at once how little.
#[test]
fn a_credential_that_ends_soon_is_told_at_once() {
    let mut stage = Stage::default();
    let mut reader = stage.connect_for(BO, Duration::from_secs(7));
    assert!(reader.session.deadline() <= stage.now);
    stage.pass(&mut reader, Duration::ZERO);
    let notice = Event::TokenExpiring {
        expires_in_ms: 7_000,
    };
    assert_eq!(heard(&mut reader), (vec![notice], None));
}

/// 64 commands may wait for an answer, joins and calls together; one more is refused, until one of
/// them is answered.
#[test]
fn unanswered_commands_are_limited() {
    let mut stage = Stage::default();
    let mut reader = stage.connect(BO);
    for n in 0..UNANSWERED_MAX {
        // Below 60 commands in 10 s.
        stage.now += Duration::from_millis(200);
        let frame = if n % 2 == 0 {
            format!(r#"{{"type":"join_channel","channelId":"{}"}}"#, 1_000 + n)
        } else {
            r#"{"type":"send_message","channelId":"100","content":"hi"}"#.to_owned()
        };
        stage.say(&mut reader, &frame);
    }
    let send = r#"{"type":"send_message","channelId":"100","content":"hi"}"#;
    assert_eq!(refusals(&mut reader), (vec![], None));
    stage.say(&mut reader, send);
    assert_eq!(refusals(&mut reader), (vec![Code::Overloaded], None));

    let Some(Output::Call(call, _)) = reader.session.next(stage.now) else {
        panic!("nothing is begun")
    };
    let message_id = MessageId::from_raw(1);
    let answer = Answer::Sent { message_id, seq: 1 };
    reader
        .session
        .handle(stage.now, Input::Answered(call, answer));
    stage.say(&mut reader, send);
    assert_eq!(refusals(&mut reader), (vec![], None));
}

/// A socket follows at most so many streams; those it follows already do not count twice.
#[test]
fn followed_streams_are_limited() {
    let stage = Stage::default();
    let max = stage.setting.limits.streams_per_socket_max;
    let mut reader = stage.connect(BO);
    let cursors = (1..=max).map(|id| (StreamId::from_raw(id.try_into().unwrap()), 0));
    let cursors = cursors.collect();
    stage.ask_to_resume(&mut reader, EPOCH, &cursors);
    assert_eq!(refusals(&mut reader), (vec![], None));
    stage.say(&mut reader, r#"{"type":"join_channel","channelId":"5000"}"#);
    stage.say(
        &mut reader,
        r#"{"type":"resume","streams":{"1":0,"5000":0}}"#,
    );
    assert_eq!(refusals(&mut reader), (vec![Code::Validation; 2], None));
    stage.say(&mut reader, r#"{"type":"leave_channel","channelId":"1"}"#);
    stage.say(&mut reader, r#"{"type":"join_channel","channelId":"5000"}"#);
    assert_eq!(refusals(&mut reader), (vec![], None));
}
