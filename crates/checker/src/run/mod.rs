//! Makes a history: a server, people who use it, and whoever makes it hard for them.

mod acts;
mod audit;
mod device;
mod hearing;
mod nemesis;
mod postgres;
mod proxy;
mod request;
mod server;
mod session;
mod tap;
mod world;

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use parlor_client::{Account, Error, Secret, Server as Address};
use parlor_protocol::{
    channels::Channel,
    ids::{ChannelId, SpaceId, StreamId},
    streams::Seq,
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use serde_json::json;
use tokio::{sync::mpsc, task::JoinSet};

use crate::history::{Entry, Recorder, What};
use device::{Device, Left, Seat};
use nemesis::{Nemesis, Target};
use postgres::Cluster;
use proxy::Proxy;
use server::{Place, Server};
use world::{Nudge, Phase};
pub use world::{Plan, World};

/// How long everybody may take to catch up when nothing is in the way: the longest wait of a client
/// that comes back, and some time for what it missed.
const CATCH_UP_MAX: Duration = Duration::from_secs(45);

/// Somebody who has gone is shown for 8 s; some time for a loaded machine.
const PRESENCE_MAX: Duration = Duration::from_secs(12);

/// Requests that were swallowed end by themselves after this.
const REQUEST_MAX: Duration = Duration::from_secs(40);

/// How often somebody tries to sign in when answers come too late.
const SIGN_IN_TRIES: usize = 5;

/// How many nudges wait for a device.
const NUDGES_MAX: usize = 64;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A cluster of the run's own, which is killed too.
    Postgres,
}

/// What came of a run.
#[derive(Debug)]
pub struct Ran {
    /// What happened.
    pub entries: Vec<Entry>,
    /// How long it took until everybody had caught up; `None`: they never did.
    pub caught_up: Option<Duration>,
}

/// Why there is no history.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// A process or a file.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The server, when nothing was in the way.
    #[error("when nothing was in the way: {0}")]
    Client(#[from] Error),
    /// Something of our own panicked.
    #[error("a part of the run ended: {0}")]
    Task(#[from] tokio::task::JoinError),
}

/// Runs a plan; the history is written to `history` too.
pub async fn run(
    plan: Plan,
    engine: Engine,
    (binary, folder, history): (&Path, &Path, &Path),
) -> Result<Ran, Broken> {
    std::fs::create_dir_all(folder)?;
    let cluster = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Cluster::start(folder).await?),
    };
    let place = Place {
        binary: PathBuf::from(binary),
        folder: folder.to_owned(),
        database: cluster.as_ref().map(Cluster::url),
    };
    let (server, setup) = Server::start(place).await?;
    let server = Arc::new(server);
    let address = Address::new(&server.base())?;
    let password = Secret::from("correct horse battery staple");
    let owner = address
        .set_up("owner", &password, &Secret::new(setup))
        .await?;
    let (space, channels) = furnish(&owner, plan.channels).await?;
    let recorder = Recorder::create(history)?;
    recorder.record(What::Begin {
        seed: plan.seed,
        setup: format!("{engine:?}, {plan:?}"),
    });
    let world = Arc::new(World::new(recorder, plan, channels));
    let owner_client = world.sign_in(owner.sync().await?.me.user.id.raw());
    let stage = Stage {
        world: Arc::clone(&world),
        server: Arc::clone(&server),
        password,
        space,
    };
    let mut devices = JoinSet::new();
    let targets = stage.people(&mut devices).await?;
    let nemesis = Nemesis {
        world: Arc::clone(&world),
        server,
        postgres: cluster,
        targets,
        owner: owner.clone(),
        owner_client,
        space,
        dice: StdRng::seed_from_u64(world.plan.seed ^ 0xFA17),
    };
    world.phase.send_replace(Phase::Busy);
    // The nemesis holds the networks, and so lives until all have gone.
    let nemesis = nemesis.run().await?;
    let caught_up = end(&world, &owner, &mut devices).await?;
    drop(nemesis);
    let entries = world.recorder.finish()?;
    Ok(Ran { entries, caught_up })
}

/// Makes channels in the first space.
async fn furnish(owner: &Account, many: usize) -> Result<(SpaceId, Vec<ChannelId>), Error> {
    let sync = owner.sync().await?;
    let Some(space) = sync.spaces.first().map(|view| view.space.id) else {
        return Err(Error::Strange("a new server has no space".to_owned()));
    };
    let mut channels = Vec::new();
    for number in 1..=many {
        let path = format!("/api/v1/spaces/{space}/channels");
        let body = json!({"name": format!("channel-{number}")});
        let channel: Channel = owner.post(&path, &body).await?;
        channels.push(channel.id);
    }
    Ok((space, channels))
}

/// Where people come from.
struct Stage {
    world: Arc<World>,
    server: Arc<Server>,
    password: Secret,
    space: SpaceId,
}

impl Stage {
    /// Everybody, each with one device, every third with two.
    async fn people(&self, devices: &mut JoinSet<Left>) -> Result<Vec<Target>, Broken> {
        let plan = &self.world.plan;
        let mut dice = StdRng::seed_from_u64(plan.seed);
        let mut targets = Vec::new();
        for number in 1..=plan.people {
            let name = format!("person-{number}");
            let leaves_early = number % 4 == 0;
            let many = if number % 3 == 0 { 2 } else { 1 };
            for device in 0..many {
                let proxy = Proxy::to(self.server.address, dice.random()).await?;
                let address = Address::new(&format!("http://{}", proxy.address))?;
                let account = self.come_in(&address, (&name, device == 0)).await?;
                let sync = account.sync().await?;
                let user = sync.me.user.id;
                let seat = Seat {
                    name: name.clone(),
                    user: user.raw(),
                    password: self.password.clone(),
                    server: address,
                    session: Arc::new(Mutex::new(account)),
                };
                let session = Arc::clone(&seat.session);
                let streams = self.streams(&mut dice, user.into());
                let (nudge, nudges) = mpsc::channel::<Nudge>(NUDGES_MAX);
                let world = Arc::clone(&self.world);
                let device = Device::new(world, seat, dice.random(), streams);
                devices.spawn(device.run(nudges, leaves_early));
                targets.push(Target {
                    name: name.clone(),
                    user: user.raw(),
                    nudge,
                    proxy,
                    account: session,
                });
            }
        }
        Ok(targets)
    }

    /// Registers or signs in. On a machine that is busy with other things an answer may come too late;
    /// then the account may be there.
    async fn come_in(
        &self,
        address: &Address,
        (name, is_new): (&str, bool),
    ) -> Result<Account, Error> {
        if is_new {
            match address.register(name, &self.password, None).await {
                Err(error) if !error.is_certain() => {}
                certain => return certain,
            }
        }
        let mut tries = 1;
        loop {
            match address.login(name, &self.password).await {
                Err(error) if !error.is_certain() && tries < SIGN_IN_TRIES => tries += 1,
                answer => return answer,
            }
        }
    }

    /// About half of the channels, the space and one's own stream, from the beginning.
    fn streams(&self, dice: &mut StdRng, own: StreamId) -> BTreeMap<StreamId, Seq> {
        let channels = self
            .world
            .channels
            .iter()
            .map(|channel| StreamId::from(*channel));
        let mut streams: BTreeMap<StreamId, Seq> = channels
            .filter(|_| dice.random_bool(0.5))
            .map(|id| (id, 0))
            .collect();
        if let Some(first) = self.world.channels.first() {
            streams.insert(StreamId::from(*first), 0);
        }
        streams.insert(self.space.into(), 0);
        streams.insert(own, 0);
        streams
    }
}

/// Everybody catches up, some go, and what is there is recorded.
async fn end(
    world: &Arc<World>,
    owner: &Account,
    devices: &mut JoinSet<Left>,
) -> Result<Option<Duration>, Broken> {
    world.recorder.record(What::Calm);
    world.phase.send_replace(Phase::Calm);
    let caught_up = catch_up(world, owner).await?;
    world.phase.send_replace(Phase::Leaving);
    tokio::time::sleep(PRESENCE_MAX).await;
    for (client, standing) in world.standings() {
        for (stream, cursor) in standing.cursors {
            world.recorder.record(What::Stands {
                client,
                stream,
                cursor,
            });
        }
        world.recorder.record(if standing.open {
            What::There { client }
        } else {
            What::Lost { client }
        });
    }
    audit::online(owner, world).await?;
    audit::everything(owner, world).await?;
    world.phase.send_replace(Phase::Over);
    let mut people = Vec::new();
    while let Some(left) = devices.join_next().await {
        people.push(left?);
    }
    audit::unread(&people, world).await?;
    Ok(caught_up)
}

/// Waits until everybody stands at the end of what they follow and has their answers.
async fn catch_up(world: &World, owner: &Account) -> Result<Option<Duration>, Error> {
    let begun = Instant::now();
    let mut caught_up = None;
    loop {
        let tips = audit::tips(owner, world).await?;
        let standings = world.standings();
        let behind = standings.values().any(|standing| {
            let mut cursors = standing.cursors.iter();
            !standing.open || cursors.any(|(id, at)| tips.get(id).is_some_and(|tip| at < tip))
        });
        let waiting = standings.values().any(|standing| standing.waiting > 0);
        if !behind && caught_up.is_none() {
            caught_up = Some(begun.elapsed());
        }
        let patience = if behind { CATCH_UP_MAX } else { REQUEST_MAX };
        if (!behind && !waiting) || begun.elapsed() > patience.max(CATCH_UP_MAX) {
            return Ok(caught_up.filter(|_| !behind));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
