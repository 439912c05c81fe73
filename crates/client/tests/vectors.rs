//! The client's rule, by the vectors that the web client's tests read too; and whatever is lost,
//! doubled or shuffled.

use std::time::{Duration, Instant};

use parlor_client::follower::{ASK_AGAIN_AFTER, Follower, HELD_MAX};
use parlor_protocol::streams::Seq;
use proptest::prelude::*;
use serde::Deserialize;

const VECTORS: &str = include_str!("../../../frontend/src/services/websocket/resume.vectors.json");

#[derive(Deserialize)]
struct Vector {
    name: String,
    cursor: Seq,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    at: u64,
    event: Option<Seq>,
    /// First and last.
    page: Option<(Seq, Seq)>,
    tip: Option<Seq>,
    behind: Option<bool>,
    apply: Option<Vec<Seq>>,
    ask: Option<bool>,
    cursor: Option<Seq>,
}

/// Every step of every vector, as in TypeScript: what is applied, when to ask, where one stands.
#[test]
fn the_vectors_hold() {
    let vectors: Vec<Vector> = serde_json::from_str(VECTORS).unwrap();
    assert!(vectors.len() > 10);
    let beginning = Instant::now();
    for vector in vectors {
        let mut follower = Follower::start_at(vector.cursor);
        for (index, step) in vector.steps.into_iter().enumerate() {
            let name = format!("{}, step {index}", vector.name);
            let now = beginning + Duration::from_millis(step.at);
            let outcome = match (step.event, step.page, step.tip) {
                (Some(seq), ..) => Some(follower.receive(now, seq, seq)),
                (_, Some((from, to)), _) => {
                    let events = (from..=to).map(|seq| (seq, seq));
                    Some(follower.receive_page(now, (from, to), events))
                }
                (.., Some(tip)) => {
                    follower.compare(now, tip);
                    None
                }
                _ => None,
            };
            if let Some(outcome) = outcome {
                assert_eq!(outcome.apply, step.apply.unwrap_or_default(), "{name}");
                assert_eq!(outcome.ask, step.ask.unwrap_or_default(), "{name}");
            }
            if let Some(behind) = step.behind {
                assert_eq!(follower.is_behind(now), behind, "{name}");
            }
            if let Some(cursor) = step.cursor {
                assert_eq!(follower.cursor(), cursor, "{name}");
            }
        }
    }
}

/// 256 events wait; one more, and they are dropped: the answer to the question brings them.
#[test]
fn at_most_256_events_wait() {
    let now = Instant::now();
    let mut follower = Follower::start_at(0);
    let last = HELD_MAX as Seq + 2;
    for seq in 2..=last {
        follower.receive(now, seq, seq);
    }
    assert_eq!(follower.receive(now, 1, 1).apply, [1], "none of them waits");
    let page = follower.receive_page(now, (2, last), (2..=last).map(|seq| (seq, seq)));
    assert_eq!(page.apply, (2..=last).collect::<Vec<_>>());
}

proptest! {
    /// With a server that answers, what is applied is 1..=n, each once, however frames come.
    #[test]
    fn everything_is_applied_once_and_in_order(
        heard in prop::collection::vec(1_u64..=40, 0..120),
        page_max in 1_usize..9,
    ) {
        const LAST: Seq = 41;
        let mut now = Instant::now();
        let mut follower = Follower::start_at(0);
        let mut applied = Vec::new();
        for seq in heard {
            applied.extend(follower.receive(now, seq, seq).apply);
        }
        follower.compare(now, LAST);
        while follower.cursor() < LAST {
            now += ASK_AGAIN_AFTER;
            prop_assert!(follower.is_behind(now));
            follower.asked(now);
            let from = follower.cursor() + 1;
            let page: Vec<Seq> = (from..=LAST).take(page_max).collect();
            let to = *page.last().unwrap();
            let events = page.into_iter().map(|seq| (seq, seq));
            applied.extend(follower.receive_page(now, (from, to), events).apply);
        }
        prop_assert!(!follower.is_behind(now + ASK_AGAIN_AFTER * 9));
        prop_assert_eq!(applied, (1..=LAST).collect::<Vec<_>>());
    }
}
