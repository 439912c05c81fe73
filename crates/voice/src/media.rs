//! The one thread and the one socket.

mod waker;

use std::{
    io,
    net::{SocketAddr, UdpSocket},
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread,
};

use crate::{
    Command, Event,
    limits::{COMMANDS_MAX, SEATS_MAX, SLOTS},
};
use waker::{Sleeper, Waker};

/// How the media thread is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the socket is bound.
    pub listen: SocketAddr,
    /// Audio slots a listener.
    pub slots: usize,
    /// Seats of all rooms together; one more is [`Failure::NoSeat`](crate::Failure::NoSeat).
    pub seats_max: usize,
}

impl Settings {
    /// As usual, at this address.
    pub fn at(listen: SocketAddr) -> Self {
        Self {
            listen,
            slots: SLOTS,
            seats_max: SEATS_MAX,
        }
    }
}

/// Why there is no media thread.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken, the address is not ours, or we may not have it.
    #[error("the UDP address {address} cannot be had: {source}")]
    Bind {
        /// What was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The system refuses what the thread needs.
    #[error("the media thread cannot be started: {0}")]
    Thread(#[from] io::Error),
}

/// More commands wait than may. The server is busier than it can be with voices; whoever asked may try later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the media thread has more to do than it can")]
pub struct Full;

/// Handle on the media thread; as cheap to clone as a pointer. The thread ends with the last one.
#[derive(Debug, Clone)]
pub struct Media(Arc<Handle>);

#[derive(Debug)]
struct Handle {
    commands: SyncSender<Asked>,
    waker: Waker,
    local_addr: SocketAddr,
}

#[derive(Debug)]
enum Asked {
    Command(Command),
    Stop,
}

impl Media {
    /// Binds the socket and starts the thread. `told` is called on it and must not wait for anything.
    pub fn start(
        settings: Settings,
        told: impl FnMut(Event) + Send + 'static,
    ) -> Result<Self, StartError> {
        let socket = UdpSocket::bind(settings.listen).map_err(|source| StartError::Bind {
            address: settings.listen,
            source,
        })?;
        let local_addr = socket.local_addr()?;
        let (waker, sleeper) = waker::pair()?;
        let (commands, asked) = sync_channel(COMMANDS_MAX);
        thread::Builder::new()
            .name("voice".to_owned())
            .spawn(move || {
                tracing::info!(?settings, %local_addr, "the media thread runs");
                run(&asked, &sleeper, told);
            })?;
        Ok(Self(Arc::new(Handle {
            commands,
            waker,
            local_addr,
        })))
    }

    /// Where the socket is bound; tells the port if `listen` left it open.
    pub fn local_addr(&self) -> SocketAddr {
        self.0.local_addr
    }

    /// Queues a command for the thread and wakes it.
    pub fn send(&self, command: Command) -> Result<(), Full> {
        self.0.ask(Asked::Command(command))
    }

    /// Ends the thread; nothing is told from then on. Commands that still wait are carried out before.
    pub fn stop(&self) {
        self.0.stop();
    }
}

impl Handle {
    fn ask(&self, asked: Asked) -> Result<(), Full> {
        let sent = self.commands.try_send(asked);
        self.waker.wake();
        match sent {
            // A thread that has ended told so.
            Ok(()) | Err(TrySendError::Disconnected(_)) => Ok(()),
            Err(TrySendError::Full(_)) => Err(Full),
        }
    }

    fn stop(&self) {
        let _ = self.ask(Asked::Stop);
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(asked: &Receiver<Asked>, sleeper: &Sleeper, mut told: impl FnMut(Event)) {
    loop {
        if sleeper.sleep().is_err() {
            told(Event::Stopped);
            return;
        }
        while let Ok(asked) = asked.try_recv() {
            match asked {
                Asked::Command(command) => tracing::debug!(?command, "not carried out yet"),
                Asked::Stop => return,
            }
        }
    }
}
