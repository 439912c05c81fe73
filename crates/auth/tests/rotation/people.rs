//! Tabs that share a jar of one token, as a browser's do, over a network that delays and loses.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
};

use parlor_auth::refresh_token::{Digest, GRACE_MS, RefreshToken};
use parlor_protocol::time::Timestamp;
use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::{ledger::Ledger, vault::Vault};

/// The longest a request or a reply takes, in milliseconds.
const DELAY_MS_MAX: i64 = 2_000;
/// When a tab gives a reply up and asks again, in milliseconds.
const TIMEOUT_MS: i64 = 6_000;
/// The share of requests, and of replies, that are lost.
const LOSS: f64 = 0.1;
/// Tabs that take turns, as those of our client do: one refreshes, the others wait for the jar.
const TABS_MAX: usize = 6;
/// Tabs that do not: what the grace is made for.
const RACING_TABS: usize = 3;

/// Who does something next. Ordered by time, then by number: one seed, one history.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    at: Timestamp,
    number: u64,
    what: What,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// A tab's access token is over: it sends what is in the jar.
    Send { tab: usize },
    /// A request reaches the server.
    Arrive { tab: usize, token: usize },
    /// A reply reaches the tab.
    Reply { tab: usize, token: usize },
    /// A tab hears nothing.
    TimeOut { tab: usize, asked: u64 },
    /// Somebody copies the jar.
    Steal,
    /// The copy, or what it bought, is presented.
    Present,
}

/// One session's life.
pub(crate) struct World {
    pub(crate) vault: Vault,
    pub(crate) ledger: Ledger,
    now: Timestamp,
    steps: BinaryHeap<Reverse<Step>>,
    number: u64,
    rng: StdRng,
    tokens: Vec<RefreshToken>,
    numbers: HashMap<Digest, usize>,
    jar: usize,
    /// Whether tabs wait for each other.
    turns: bool,
    /// Which request a tab waits for.
    waiting: Vec<Option<u64>>,
    stolen: Option<usize>,
    /// Whether an honest tab was refused while the session should stand.
    pub(crate) logged_out: bool,
    /// Refreshes that were answered.
    pub(crate) answered: usize,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let now = Timestamp::from_millis(1_800_000_000_000);
        let (vault, token) = Vault::open(now, &mut rng);
        let turns = rng.random();
        let tabs = if turns {
            rng.random_range(1..=TABS_MAX)
        } else {
            RACING_TABS
        };
        Self {
            vault,
            ledger: Ledger::default(),
            now,
            steps: BinaryHeap::new(),
            number: 0,
            rng,
            numbers: HashMap::from([(token.digest(), 0)]),
            tokens: vec![token],
            jar: 0,
            turns,
            waiting: vec![None; tabs],
            stolen: None,
            logged_out: false,
            answered: 0,
        }
    }

    /// All tabs wake within three seconds, again and again. A while later one of them refreshes
    /// alone: the reply that came last may have put the jar one step back.
    pub(crate) fn plan_refreshes(&mut self, rounds: usize) {
        let minute = 60_000;
        let mut at = self.now;
        for _ in 0..rounds {
            // From three minutes to ten days; all that was sent before has ended by then.
            let longest = [4, 10, 1_440, 14_400][self.rng.random_range(0..4)] * minute;
            at = at.plus_millis(self.rng.random_range(3 * minute..=longest));
            for tab in 0..self.waiting.len() {
                let wakes = at.plus_millis(self.rng.random_range(0..3_000));
                self.plan(wakes, What::Send { tab });
            }
            self.plan(at.plus_millis(2 * minute), What::Send { tab: 0 });
        }
    }

    /// A thief copies the jar once and tries what he has a few times, sooner or later.
    pub(crate) fn plan_theft(&mut self) {
        let day = 86_400_000;
        let mut at = self.now.plus_millis(self.rng.random_range(0..5 * day));
        self.plan(at, What::Steal);
        for _ in 0..self.rng.random_range(1..6) {
            let patience = [5_000, 600_000, 5 * day][self.rng.random_range(0..3)];
            at = at.plus_millis(self.rng.random_range(0..patience));
            self.plan(at, What::Present);
        }
    }

    /// Plays one step and says whether there was one.
    pub(crate) fn step(&mut self) -> bool {
        let Some(Reverse(step)) = self.steps.pop() else {
            return false;
        };
        self.now = step.at;
        match step.what {
            What::Send { tab } if self.turns && self.waiting.iter().any(Option::is_some) => {
                self.plan(self.now.plus_millis(500), What::Send { tab });
            }
            What::Send { tab } => self.send(tab),
            What::Arrive { tab, token } => self.arrive(tab, token),
            What::Reply { tab, token } => self.reply(tab, token),
            What::TimeOut { tab, asked } if self.waiting[tab] == Some(asked) => self.send(tab),
            What::TimeOut { .. } => {}
            What::Steal => self.stolen = Some(self.jar),
            What::Present => self.present_stolen(),
        }
        assert!(
            self.vault.live(self.now) <= 1,
            "two live chains of one session"
        );
        true
    }

    /// Presents a token that was in the jar long ago; says whether it bought anything.
    pub(crate) fn replay(&mut self, token: usize) -> bool {
        self.now = self.now.plus_millis(GRACE_MS + 1);
        self.present(token).is_some()
    }

    /// Tokens seen so far; the last is the newest.
    pub(crate) fn tokens(&self) -> usize {
        self.tokens.len()
    }

    /// Whether the session has come to its natural end.
    pub(crate) fn over(&self) -> bool {
        self.now >= self.vault.ends_at()
    }

    fn send(&mut self, tab: usize) {
        let asked = self.plan(
            self.now.plus_millis(TIMEOUT_MS),
            What::TimeOut {
                tab,
                asked: self.number,
            },
        );
        self.waiting[tab] = Some(asked);
        if !self.rng.random_bool(LOSS) {
            let at = self.soon();
            self.plan(
                at,
                What::Arrive {
                    tab,
                    token: self.jar,
                },
            );
        }
    }

    fn arrive(&mut self, tab: usize, token: usize) {
        match self.present(token) {
            Some(_) if self.rng.random_bool(LOSS) => {}
            Some(next) => {
                let at = self.soon();
                self.plan(at, What::Reply { tab, token: next });
            }
            None => {
                self.waiting[tab] = None;
                self.logged_out |= !self.over();
            }
        }
    }

    fn reply(&mut self, tab: usize, token: usize) {
        self.jar = token;
        self.waiting[tab] = None;
        self.answered += 1;
    }

    fn present_stolen(&mut self) {
        let Some(token) = self.stolen else { return };
        if let Some(next) = self.present(token) {
            self.stolen = Some(next);
        }
    }

    fn present(&mut self, token: usize) -> Option<usize> {
        let presented = self.tokens[token].clone();
        let late = self.ledger.late(&presented, self.now);
        let next = self.vault.refresh(&presented, self.now, &mut self.rng);
        assert!(
            !(late && next.is_some()),
            "a token spent for good bought another"
        );
        self.ledger.note(&presented, next.as_ref(), self.now);
        let next = next?;
        let newest = self.tokens.len();
        let number = *self.numbers.entry(next.digest()).or_insert(newest);
        if number == newest {
            self.tokens.push(next);
        }
        Some(number)
    }

    fn soon(&mut self) -> Timestamp {
        self.now
            .plus_millis(self.rng.random_range(1..=DELAY_MS_MAX))
    }

    fn plan(&mut self, at: Timestamp, what: What) -> u64 {
        let number = self.number;
        self.number += 1;
        self.steps.push(Reverse(Step { at, number, what }));
        number
    }
}
