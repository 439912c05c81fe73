//! Whoever makes it hard: by a seed, one fault after the other.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use parlor_client::Account;
use parlor_protocol::{ids::SpaceId, invites::Invite};
use rand::{RngExt as _, rngs::StdRng, seq::IndexedRandom as _};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::history::{Action, Client, Outcome, What};

use super::{
    postgres::Cluster,
    proxy::{Proxy, Weather},
    server::Server,
    world::{Nudge, World},
};

/// A device, as whoever makes it hard sees it.
pub(super) struct Target {
    pub(super) name: String,
    pub(super) user: i64,
    pub(super) nudge: mpsc::Sender<Nudge>,
    pub(super) proxy: Proxy,
    pub(super) account: Arc<Mutex<Account>>,
}

/// Everything that can be made hard.
pub(super) struct Nemesis {
    pub(super) world: Arc<World>,
    pub(super) server: Arc<Server>,
    pub(super) postgres: Option<Cluster>,
    pub(super) targets: Vec<Target>,
    /// Whose the place is: who throws people out.
    pub(super) owner: Account,
    pub(super) owner_client: Client,
    pub(super) space: SpaceId,
    pub(super) dice: StdRng,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Kill,
    Restart,
    Pause,
    Cut,
    Tear,
    Slice,
    Crawl,
    Stall,
    Swallow,
    Storm,
    Renew,
    SignOut,
    Remove,
    KillDatabase,
}

/// How often each comes, in parts.
const FAULTS: [(Fault, u32); 14] = [
    (Fault::Kill, 18),
    (Fault::Restart, 3),
    (Fault::Pause, 10),
    (Fault::Cut, 10),
    (Fault::Tear, 14),
    (Fault::Slice, 8),
    (Fault::Crawl, 7),
    (Fault::Stall, 8),
    (Fault::Swallow, 8),
    (Fault::Storm, 5),
    (Fault::Renew, 6),
    (Fault::SignOut, 6),
    (Fault::Remove, 12),
    (Fault::KillDatabase, 16),
];

impl Nemesis {
    /// All faults of the plan, then everything is good again.
    pub(super) async fn run(mut self) -> std::io::Result<Self> {
        let begun = Instant::now();
        let plan = self.world.plan.clone();
        let faults = u32::try_from(plan.faults).unwrap_or(u32::MAX);
        for number in 1..=faults {
            // Spread over the length, with room at the end for the last one.
            let at = plan.length.mul_f64(0.95) * number / (faults + 1);
            tokio::time::sleep(at.saturating_sub(begun.elapsed())).await;
            let fault = self.choose();
            self.commit(fault).await?;
        }
        tokio::time::sleep(plan.length.saturating_sub(begun.elapsed())).await;
        for target in &self.targets {
            target.proxy.heal();
        }
        Ok(self)
    }

    fn choose(&mut self) -> Fault {
        loop {
            let all: u32 = FAULTS.iter().map(|(_, part)| part).sum();
            let mut left = self.dice.random_range(0..all);
            let chosen = FAULTS.iter().find(|(_, part)| {
                let found = left < *part;
                left = left.saturating_sub(*part);
                found
            });
            match chosen {
                Some((Fault::KillDatabase, _)) if self.postgres.is_none() => {}
                Some((fault, _)) => return *fault,
                None => return Fault::Kill,
            }
        }
    }

    fn record(&self, kind: &str, detail: String) {
        self.world.recorder.record(What::Fault {
            kind: kind.to_owned(),
            detail,
        });
    }

    fn length(&mut self, from_ms: u64, to_ms: u64) -> Duration {
        Duration::from_millis(self.dice.random_range(from_ms..to_ms))
    }

    async fn commit(&mut self, fault: Fault) -> std::io::Result<()> {
        match fault {
            Fault::Kill => {
                let away = self.length(0, 1_200);
                self.record("kill -9", format!("{} ms away", away.as_millis()));
                self.server.kill();
                tokio::time::sleep(away).await;
                self.server.run().await?;
            }
            Fault::Restart => {
                self.record("restart", "SIGTERM".to_owned());
                self.server.terminate().await;
                self.server.run().await?;
            }
            Fault::Pause => {
                let length = self.length(200, 4_000);
                self.record("stop", format!("{} ms", length.as_millis()));
                self.server.pause();
                tokio::time::sleep(length).await;
                self.server.go_on();
            }
            Fault::KillDatabase => {
                let away = self.length(0, 2_000);
                self.record("kill database", format!("{} ms away", away.as_millis()));
                if let Some(cluster) = &self.postgres {
                    cluster.kill();
                    tokio::time::sleep(away).await;
                    cluster.run().await?;
                }
            }
            Fault::Storm => {
                self.record("storm", "everybody".to_owned());
                for target in &self.targets {
                    target.proxy.cut();
                    let _ = target.nudge.try_send(Nudge::Reconnect);
                }
            }
            Fault::Renew => self.nudge_some("renew", Nudge::Renew),
            Fault::SignOut => {
                let at = self.dice.random_range(0..self.targets.len());
                self.record("sign out", self.targets[at].name.clone());
                let _ = self.targets[at].nudge.try_send(Nudge::SignOut);
            }
            Fault::Remove => self.remove().await,
            Fault::Cut
            | Fault::Tear
            | Fault::Slice
            | Fault::Crawl
            | Fault::Stall
            | Fault::Swallow => self.weather(fault).await,
        }
        Ok(())
    }

    fn some(&mut self) -> Vec<usize> {
        let all: Vec<usize> = (0..self.targets.len()).collect();
        let many = self.dice.random_range(1..=all.len().div_ceil(3));
        all.sample(&mut self.dice, many).copied().collect()
    }

    fn names(&self, some: &[usize]) -> String {
        let names: Vec<&str> = some.iter().map(|at| &*self.targets[*at].name).collect();
        names.join(" ")
    }

    fn nudge_some(&mut self, kind: &str, nudge: Nudge) {
        let some = self.some();
        self.record(kind, self.names(&some));
        for at in some {
            let _ = self.targets[at].nudge.try_send(nudge);
        }
    }

    async fn weather(&mut self, fault: Fault) {
        let (kind, weather, length) = match fault {
            Fault::Cut => ("cut", None, Duration::ZERO),
            Fault::Tear => (
                "reset in mid-frame",
                Some(Weather::Tearing),
                self.length(100, 600),
            ),
            Fault::Slice => ("slices", Some(Weather::Sliced), self.length(1_000, 5_000)),
            Fault::Crawl => (
                "crawling reader",
                Some(Weather::Crawling),
                self.length(1_000, 6_000),
            ),
            Fault::Stall => ("stall", Some(Weather::Stalled), self.length(500, 6_000)),
            _ => (
                "half-open",
                Some(Weather::Swallowing),
                self.length(500, 4_000),
            ),
        };
        let some = self.some();
        self.record(kind, self.names(&some));
        for at in &some {
            match weather {
                Some(weather) => self.targets[*at].proxy.set(weather),
                None => self.targets[*at].proxy.cut(),
            }
        }
        tokio::time::sleep(length).await;
        for at in &some {
            self.targets[*at].proxy.set(Weather::Clear);
        }
    }

    /// Throws somebody out of the place and takes them back a while later.
    async fn remove(&mut self) {
        let Some(user) = self
            .targets
            .choose(&mut self.dice)
            .map(|target| target.user)
        else {
            return;
        };
        let devices: Vec<usize> = (0..self.targets.len())
            .filter(|at| self.targets[*at].user == user)
            .collect();
        self.record("removal", self.names(&devices));
        for at in &devices {
            let _ = self.targets[*at].nudge.send(Nudge::Removed).await;
        }
        let channels = self.world.channels.iter().map(|channel| channel.raw());
        let streams = channels.chain([self.space.raw()]).collect();
        let action = Action::Remove { user, streams };
        let op = self.world.recorder.invoke(self.owner_client, action);
        let path = format!("/api/v1/spaces/{}/members/{user}", self.space);
        let removed = self.owner.delete(&path).await;
        self.world
            .settle(op, removed.as_ref().map(|()| Outcome::default()));
        tokio::time::sleep(self.length(500, 2_500)).await;
        self.admit(user).await;
        for at in &devices {
            let _ = self.targets[*at].nudge.send(Nudge::Admitted).await;
        }
    }

    /// Until it has worked: a server that is away is a server that comes back.
    async fn admit(&self, user: i64) {
        let op = self
            .world
            .recorder
            .invoke(self.owner_client, Action::Admit { user });
        let accounts = self.targets.iter().filter(|target| target.user == user);
        let accounts: Vec<&Mutex<Account>> = accounts.map(|target| &*target.account).collect();
        loop {
            let path = format!("/api/v1/spaces/{}/invites", self.space);
            if let Ok(invite) = self.owner.post::<Invite>(&path, &json!({})).await {
                let path = format!("/api/v1/invites/{}/accept", invite.code);
                for account in &accounts {
                    // Cloned: the lock is not held while the server is asked.
                    let account = account
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .clone();
                    if account.post::<Value>(&path, &json!({})).await.is_ok() {
                        return self.world.settle(op, Ok(Outcome::default()));
                    }
                }
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}
