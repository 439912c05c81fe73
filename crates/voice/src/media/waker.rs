//! Wakes the thread out of its wait for datagrams.

use std::{
    io::{self, Read, Write},
    os::unix::net::UnixStream,
};

/// Wakes.
#[derive(Debug)]
pub(super) struct Waker(UnixStream);

/// Is woken.
#[derive(Debug)]
pub(super) struct Sleeper(UnixStream);

pub(super) fn pair() -> io::Result<(Waker, Sleeper)> {
    let (wake, sleep) = UnixStream::pair()?;
    wake.set_nonblocking(true)?;
    Ok((Waker(wake), Sleeper(sleep)))
}

impl Waker {
    /// Does not wait: if the pipe is full, the thread has reason enough to wake.
    pub(super) fn wake(&self) {
        let _ = (&self.0).write(&[1]);
    }
}

impl Sleeper {
    pub(super) fn sleep(&self) -> io::Result<()> {
        let mut woken = [0; 64];
        (&self.0).read(&mut woken).map(drop)
    }
}
