//! What the server asks, on its way to the thread; and what wakes the thread out of its wait for datagrams.

use std::{
    io::{self, Read, Write},
    os::{
        fd::{AsFd, BorrowedFd},
        unix::net::UnixStream,
    },
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
};

use crate::{Command, Full, limits::COMMANDS_MAX};

/// The server's end.
#[derive(Debug)]
pub(super) struct Outside {
    commands: SyncSender<Command>,
    bell: UnixStream,
    state: Arc<State>,
}

/// The thread's end.
#[derive(Debug)]
pub(super) struct Inside {
    commands: Receiver<Command>,
    bell: UnixStream,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The bell rings; nobody else need ring it.
    rung: AtomicBool,
    stopped: AtomicBool,
}

/// Both ends.
pub(super) fn pair() -> io::Result<(Outside, Inside)> {
    let (commands, asked) = sync_channel(COMMANDS_MAX);
    let (ring, bell) = UnixStream::pair()?;
    ring.set_nonblocking(true)?;
    bell.set_nonblocking(true)?;
    let state = Arc::new(State::default());
    let outside = Outside {
        commands,
        bell: ring,
        state: Arc::clone(&state),
    };
    let inside = Inside {
        commands: asked,
        bell,
        state,
    };
    Ok((outside, inside))
}

impl Outside {
    pub(super) fn send(&self, command: Command) -> Result<(), Full> {
        let sent = self.commands.try_send(command);
        self.ring();
        match sent {
            Ok(()) | Err(TrySendError::Disconnected(_)) => Ok(()),
            Err(TrySendError::Full(_)) => Err(Full),
        }
    }

    pub(super) fn stop(&self) {
        self.state.stopped.store(true, Ordering::Release);
        self.ring();
    }

    /// Does not wait: a bell that cannot be rung more is loud enough.
    fn ring(&self) {
        if !self.state.rung.swap(true, Ordering::AcqRel) {
            let _ = (&self.bell).write(&[1]);
        }
    }
}

impl Inside {
    /// What to wait for.
    pub(super) fn bell(&self) -> BorrowedFd<'_> {
        self.bell.as_fd()
    }

    /// From now on it may be rung again. What was asked before must be taken after this.
    pub(super) fn heard(&self) {
        // In this order: who rings in between does not ring in vain, as what he asks is in the queue.
        let _ = (&self.bell).read(&mut [0; 8]);
        self.state.rung.store(false, Ordering::Release);
    }

    pub(super) fn take(&self) -> Option<Command> {
        self.commands.try_recv().ok()
    }

    pub(super) fn stopped(&self) -> bool {
        self.state.stopped.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeatId;

    #[test]
    fn commands_are_bounded_and_whoever_is_too_many_is_told() {
        let (outside, inside) = pair().unwrap();
        let leave = || Command::Leave { seat: SeatId(1) };
        for _ in 0..COMMANDS_MAX {
            assert_eq!(outside.send(leave()), Ok(()));
        }
        assert_eq!(outside.send(leave()), Err(Full));
        assert!(inside.take().is_some());
        assert_eq!(outside.send(leave()), Ok(()));
    }

    #[test]
    fn a_full_inbox_can_be_stopped() {
        let (outside, inside) = pair().unwrap();
        while outside.send(Command::Leave { seat: SeatId(1) }).is_ok() {}
        assert!(!inside.stopped());
        outside.stop();
        assert!(inside.stopped());
    }
}
