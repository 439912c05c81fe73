//! Every command of the voice socket, by every kind of actor.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::cast::{Cast, KINDS, Kind};
use crate::app::{Caller, Person, Socket};

/// What the owner, an admin and a member are answered, in the order in which it is said: the type of
/// the frame, or the code of the refusal. The last one ends the call.
const COMMANDS: [(&str, [&str; 3]); 11] = [
    ("answer", ["ack"; 3]),
    ("candidate", ["ack"; 3]),
    ("voice_state", ["ack"; 3]),
    ("restart_ice", ["ack"; 3]),
    ("publish", ["ack"; 3]),
    ("subscribe", ["ack"; 3]),
    ("unpublish", ["ack"; 3]),
    ("transport", ["ack"; 3]),
    ("ping", ["pong"; 3]),
    ("moderate", ["ack", "ack", "FORBIDDEN"]),
    ("leave", ["ack"; 3]),
];

/// What a moderator may do. The last one puts them out of the call.
const ACTIONS: [&str; 6] = ["mute", "unmute", "deafen", "undeafen", "move", "disconnect"];

/// How everybody else is received: the code, and how the socket is closed.
const fn refused(kind: Kind) -> Option<(&'static str, u16)> {
    match kind {
        Kind::Owner | Kind::Admin | Kind::Member => None,
        Kind::TimedOut => Some(("FORBIDDEN", 4403)),
        Kind::Outsider | Kind::Banned => Some(("NOT_FOUND", 4404)),
        Kind::Nobody => Some(("UNAUTHENTICATED", 4401)),
    }
}

/// A command, about this person and to this channel where it names one.
fn command(name: &str, action: &str, (subject, other): (&str, &str)) -> Value {
    json!({
        "type": name, "sdp": "", "rev": 1_000, "candidate": "", "muted": true, "userId": subject,
        "action": action, "channelId": other, "kind": "camera", "videos": [], "transport": "ws",
    })
}

/// What somebody is told who is not let in, and how it ends.
async fn turned_away(
    cast: &Cast,
    person: Option<&Person>,
    channel: &str,
) -> (Vec<Value>, Option<u16>) {
    let query = person.map_or_else(String::new, |it| format!("token={}", it.access_token));
    let mut socket = Socket::call(&cast.app.base(), channel, &query).await;
    let closed = socket.expect_close().await;
    (socket.seen, closed)
}

/// Every command there is, by everybody who is in the call; the others do not come in.
pub async fn play(cast: &mut Cast) {
    let document = cast.app.get("/api/asyncapi.json").await.expect(200);
    let heard = &document["operations"]["hearVoice"]["messages"];
    let heard = heard.as_array().unwrap().iter();
    let heard = heard.map(|message| message["$ref"].as_str().unwrap());
    let known: BTreeSet<&str> = heard.map(|name| name.rsplit('.').next().unwrap()).collect();
    let listed: BTreeSet<&str> = COMMANDS.iter().map(|(name, _)| *name).collect();
    assert_eq!(known, listed, "the table has every command");

    let new = |name: &str| json!({"name": name, "kind": "voice"});
    let call = cast.owner().channel(new("call")).await;
    let other = cast.owner().channel(new("other")).await;
    let mut all_wrong = Vec::new();
    for kind in KINDS {
        let Some((code, close)) = refused(kind) else {
            all_wrong.extend(talk(cast, kind, (&call, &other)).await);
            continue;
        };
        let person = cast.person(kind);
        let (seen, closed) = turned_away(cast, person, &call).await;
        assert_eq!(
            (&seen[0]["code"], closed),
            (&json!(code), Some(close)),
            "{kind:?}"
        );
        // What is hidden answers as what does not exist.
        if code == "NOT_FOUND" {
            assert_eq!(
                (seen, closed),
                turned_away(cast, person, "1").await,
                "{kind:?}"
            );
        }
    }
    assert!(all_wrong.is_empty(), "{all_wrong:#?}");
}

/// One of them in the call; gives what was answered otherwise than it should be.
async fn talk(cast: &Cast, kind: Kind, (call, other): (&str, &str)) -> Vec<String> {
    let mut caller = Caller::sit(cast.person(kind).unwrap(), call).await;
    let mut all_wrong = Vec::new();
    for (name, answers) in COMMANDS {
        let expected = answers[kind as usize];
        let actions = if name == "moderate" {
            &ACTIONS[..]
        } else {
            &[""]
        };
        for action in actions {
            // Whoever was moved or put out comes back.
            let subject = cast.subject();
            let _seat = Caller::sit(subject, call).await;
            let answer = caller
                .ask(command(name, action, (&subject.id, other)))
                .await;
            let answered = answer.get("code").unwrap_or(&answer["type"]);
            if answered != expected {
                all_wrong.push(format!(
                    "{name} {action} by {kind:?}: {answer}, not {expected}"
                ));
            }
        }
    }
    assert_eq!(caller.socket.expect_close().await, Some(1000));
    all_wrong
}
