//! The rule by which nothing is missed, by the vectors that the web client's tests read too: one
//! stream's events in any order in, each once and in order out.

use std::time::{Duration, Instant};

use parlor_protocol::streams::Seq;
use parlor_realtime::follower::Follower;
use serde::Deserialize;

const VECTORS: &str =
    include_str!("../../../../frontend/src/services/websocket/resume.vectors.json");

#[derive(Deserialize)]
struct Vector {
    name: String,
    cursor: Seq,
    steps: Vec<Step>,
}

/// What comes, and what is applied for it. When to ask again is each side's own affair.
#[derive(Deserialize)]
struct Step {
    at: u64,
    event: Option<Seq>,
    /// First and last.
    page: Option<(Seq, Seq)>,
    apply: Option<Vec<Seq>>,
    cursor: Option<Seq>,
}

impl Step {
    fn events(&self) -> impl Iterator<Item = Seq> {
        let page = self.page.map(|(from, to)| from..=to);
        self.event.into_iter().chain(page.into_iter().flatten())
    }
}

/// The server's follower applies what the client applies, and stands where it stands.
#[test]
#[expect(clippy::disallowed_methods, reason = "virtual time needs a beginning")]
fn the_vectors_hold_here_too() {
    let vectors: Vec<Vector> = serde_json::from_str(VECTORS).unwrap();
    let beginning = Instant::now();
    let mut applied = 0;
    for Vector {
        name,
        cursor,
        steps,
    } in vectors
    {
        let mut follower = Follower::default();
        follower.start(cursor);
        for step in steps {
            let now = beginning + Duration::from_millis(step.at);
            let mut out = Vec::new();
            for seq in step.events() {
                follower.offer(now, seq, seq, &mut |event| out.push(event));
            }
            applied += out.len();
            assert_eq!(out, step.apply.unwrap_or_default(), "{name}");
            if let Some(cursor) = step.cursor {
                assert_eq!(follower.position(), Some(cursor), "{name}");
            }
        }
    }
    assert!(applied > 20, "{applied}");
}
