//! Every command of the socket, by every kind of actor.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::cast::{Cast, KINDS, Kind};
use crate::app::Socket;

/// The answers to the owner, an admin, a member, one who is timed out, an outsider and one who is
/// banned: the type of the frame, or the code of the refusal. Nobody has no socket.
type Answers = [&'static str; 6];

fn all(answer: &'static str) -> Answers {
    [answer; 6]
}

fn members(answer: &'static str) -> Answers {
    let hidden = "NOT_FOUND";
    [answer, answer, answer, answer, hidden, hidden]
}

fn speakers() -> Answers {
    let [owner, admin, member, _, outsider, banned] = members("ACK");
    [owner, admin, member, "FORBIDDEN", outsider, banned]
}

fn answers() -> BTreeMap<&'static str, Answers> {
    BTreeMap::from([
        ("join_channel", members("CHANNEL_JOINED")),
        ("leave_channel", all("CHANNEL_LEFT")),
        ("resume", all("SYNCED")),
        ("send_message", speakers()),
        ("add_reaction", speakers()),
        ("remove_reaction", members("ACK")),
        ("mark_read", members("ACK")),
        ("status_update", all("ACK")),
        ("typing", speakers()),
        ("authenticate", all("ACK")),
        ("ping", all("PONG")),
    ])
}

/// A command about this channel and this message.
fn command(name: &str, (channel, message): (&str, &str), token: &str) -> Value {
    let mut command = json!({
        "type": name, "channelId": channel, "messageId": message, "emoji": "\u{1f44d}",
        "content": "hi", "seq": 1, "status": "online", "token": token,
    });
    if name == "resume" {
        command["streams"] = json!({channel: 0});
    }
    command
}

fn answered(frame: &Value) -> &str {
    let name = if frame["type"] == "ERROR" {
        "code"
    } else {
        "type"
    };
    frame[name].as_str().unwrap_or_default()
}

/// Every command there is, by everybody.
pub async fn play(cast: &mut Cast) {
    let document = cast.app.get("/api/asyncapi.json").await.expect(200);
    let heard = document["operations"]["hear"]["messages"]
        .as_array()
        .unwrap();
    let heard = heard
        .iter()
        .map(|message| message["$ref"].as_str().unwrap());
    let known: BTreeSet<&str> = heard.map(|name| name.rsplit('/').next().unwrap()).collect();
    let answers = answers();
    assert_eq!(
        known,
        answers.keys().copied().collect(),
        "the table has every command"
    );

    let message = cast.owner().say(&cast.general, "hello").await["id"].clone();
    let place = (cast.general.as_str(), message.as_str().unwrap());
    let mut all_wrong = Vec::new();
    for kind in KINDS {
        let Some(person) = cast.person(kind) else {
            let mut socket = Socket::open(&cast.app.base(), "").await;
            assert_eq!(
                socket.expect_close().await,
                Some(4401),
                "nobody has no socket"
            );
            continue;
        };
        let mut socket = person.socket().await;
        for (name, expected) in &answers {
            let expected = expected[kind as usize];
            let answer = socket
                .ask("r", command(name, place, &person.access_token))
                .await;
            if answered(&answer) != expected {
                all_wrong.push(format!("{name} by {kind:?}: {answer}, not {expected}"));
            }
            if expected == "NOT_FOUND" {
                let nowhere = socket
                    .ask("r", command(name, ("1", "1"), &person.access_token))
                    .await;
                if nowhere != answer {
                    all_wrong.push(format!(
                        "{name} by {kind:?} tells hidden from missing: {answer}, {nowhere}"
                    ));
                }
            }
        }
        if matches!(kind, Kind::Outsider | Kind::Banned) {
            socket.settle().await;
            let of_channel = |frame: &&Value| frame["stream"] == *cast.general;
            let told: Vec<_> = socket.seen.iter().filter(of_channel).collect();
            let reset = json!({"type": "SYNC_RESET", "stream": cast.general, "seq": 0, "reason": "NO_ACCESS"});
            assert_eq!(told, [&reset], "{kind:?}");
        }
    }
    assert!(all_wrong.is_empty(), "{all_wrong:#?}");
}
