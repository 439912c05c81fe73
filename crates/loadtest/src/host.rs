//! What the load is put on: Parlor, other servers, and the bare machine.

mod brief;
mod floor;
mod nats;
mod parlor;
mod tongue;
mod ws;

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

pub(crate) use self::tongue::{Tongue, Wants, message, post_to};
pub(crate) use self::{
    floor::{HELLO, Rows},
    parlor::PASSWORD,
};
pub use self::{
    floor::{Way, serve as serve_floor, serve_relay},
    parlor::{Person, Stage},
};
use crate::{program::Program, trouble::Trouble};

/// A process that listens, and how it is spoken to.
pub(crate) struct Host {
    /// As the table calls it.
    pub(crate) name: &'static str,
    /// Its process.
    pub(crate) program: Program,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// How it is spoken to.
    pub(crate) tongue: Tongue,
}

/// Who stands in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contender {
    /// One `write` a frame and socket.
    Write,
    /// One `writev` of eight frames a socket.
    Writev,
    /// Rows of a message into `SQLite`, one a commit, and an answer on the socket.
    Single,
    /// The same, but what waited is committed together.
    Group,
    /// Each datagram, handed to everybody else in the call.
    Relay,
    /// The server this is about.
    Parlor,
    /// `ws`, of npm.
    Ws,
    /// `nats-server`, over WebSocket.
    Nats,
    /// The same design as commonly written in Python: `FastAPI`, and each reader in turn.
    Brief,
}

/// Where hosts are started, and with what.
pub struct Ground {
    /// Parlor with people in it.
    pub stage: Stage,
    /// Where other servers are installed; kept between runs.
    pub peers: PathBuf,
    /// What is written during a run.
    pub scratch: tempfile::TempDir,
}

/// What is asked of a host that pushes by itself.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// To how many sockets.
    pub sockets: usize,
    /// How many messages a second; as many as it can when absent.
    pub rate: Option<u32>,
}

impl Contender {
    /// Everybody who hands messages on, in the order of the table.
    pub(crate) const HANDS_ON: [Self; 6] = [
        Self::Write,
        Self::Writev,
        Self::Parlor,
        Self::Nats,
        Self::Ws,
        Self::Brief,
    ];
    /// Everybody who is a server.
    pub(crate) const SERVES: [Self; 4] = [Self::Parlor, Self::Nats, Self::Ws, Self::Brief];
    /// Everybody who stores messages and says so.
    pub(crate) const STORES: [Self; 3] = [Self::Single, Self::Group, Self::Parlor];
    /// Everybody who carries voices.
    pub(crate) const CARRIES: [Self; 2] = [Self::Relay, Self::Parlor];

    /// Whether somebody else made it.
    pub(crate) fn is_another(self) -> bool {
        matches!(self, Self::Nats | Self::Ws | Self::Brief)
    }

    /// As the table calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Write => "floor: write(2) a frame",
            Self::Writev => "floor: writev(2) of 8 frames",
            Self::Single => "floor: a row, a commit",
            Self::Group => "floor: rows in groups",
            Self::Relay => "floor: recvmsg(2), sendmmsg(2) to the others",
            Self::Parlor => "Parlor",
            Self::Ws => "ws (Node.js)",
            Self::Nats => "nats-server (WebSocket)",
            Self::Brief => "FastAPI, each reader in turn",
        }
    }

    /// Whether messages come by themselves, without anybody writing them.
    pub(crate) fn pushes(self) -> bool {
        matches!(self, Self::Write | Self::Writev)
    }

    /// Starts it.
    pub(crate) fn start(self, ground: &Ground, wish: Wish) -> Result<Host, Trouble> {
        let name = self.name();
        match self {
            Self::Write => floor::start(name, ground, Way::Write, wish),
            Self::Writev => floor::start(name, ground, Way::Writev, wish),
            Self::Single => floor::start(name, ground, Way::Single, wish),
            Self::Group => floor::start(name, ground, Way::Group, wish),
            Self::Relay => floor::start_relay(name, ground),
            Self::Parlor => ground.stage.start(),
            Self::Ws => ws::start(name, ground),
            Self::Nats => nats::start(name, ground),
            Self::Brief => brief::start(name, ground),
        }
    }
}

impl Ground {
    fn log(&self) -> PathBuf {
        self.scratch.path().join("log")
    }
}

impl Host {
    /// What its sockets want from now on, where they can choose.
    pub(crate) fn wants(&mut self, what: Wants) {
        if let Tongue::Parlor { wants, .. } = &mut self.tongue {
            *wants = what;
        }
    }
}

/// A port that was free a moment ago.
fn free_port() -> Result<u16, Trouble> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    Ok(address.map_err(Trouble::io("finding a free port"))?.port())
}

/// Waits until somebody listens there.
fn wait_for(name: &str, port: u16) -> Result<SocketAddr, Trouble> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let until = Instant::now() + Duration::from_secs(30);
    while Instant::now() < until {
        if TcpStream::connect(address).is_ok() {
            return Ok(address);
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err(Trouble::broken(format!(
        "{name} does not listen on {address}"
    )))
}

/// Runs something to its end; what it says is only of interest when it fails.
fn run(command: &mut Command, log: &Path) -> Result<(), Trouble> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|_| Trouble::NotHere(format!("no {name}")))?;
    if output.status.success() {
        return Ok(());
    }
    let _ = std::fs::write(log, [output.stdout, output.stderr].concat());
    let log = log.display();
    Err(Trouble::NotHere(format!(
        "{name} could not install it, see {log}"
    )))
}
