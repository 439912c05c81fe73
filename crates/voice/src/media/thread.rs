//! The loop: what was asked, what time it is, what came; and out with what follows.

#![expect(clippy::disallowed_methods, reason = "the one clock of this crate")]

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::{Duration, Instant},
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::{
    inbox::Inside,
    socket::Socket,
    streams::{Ready, Streams},
};
use crate::{
    Command, Event, Remote,
    rooms::{Input, Output, Rooms},
    traffic::Counts,
};

/// Commands of one turn; the sound of the others does not wait longer for them.
const COMMANDS_A_TURN: usize = 64;
/// When the socket is never empty for longer than this, datagrams are let come together: a wake-up for each would cost more than
/// its sound, and nobody hears half a millisecond.
const TOGETHER: Duration = Duration::from_micros(500);
/// So many errors of the socket one after the other, and it is gone. A network that is taken down for a moment has some.
const ERRORS_MAX: u32 = 100;
/// After one of them.
const ERROR_PAUSE: Duration = Duration::from_millis(20);
/// The longest wait, if nothing is due.
const WAIT_MAX: Duration = Duration::from_mins(1);

/// Starts the thread.
pub(super) fn start(
    rooms: Rooms,
    (socket, streams, inside): (Socket, Option<Streams>, Inside),
    counts: Arc<Counts>,
    mut told: impl FnMut(Event) + Send + 'static,
) -> io::Result<()> {
    let mut thread = Thread {
        rooms,
        socket,
        streams,
        ready: Vec::new(),
        inside,
        counts,
        outgoing: Vec::new(),
        worked: Instant::now(),
        errors: 0,
    };
    std::thread::Builder::new()
        .name("voice".to_owned())
        .spawn(move || {
            // Whatever happens, the server must know that there is no voice any more.
            let ran = catch_unwind(AssertUnwindSafe(|| thread.run(&mut told)));
            match ran {
                Ok(Ok(())) => return,
                Ok(Err(error)) => {
                    tracing::error!(%error, "the media socket failed; there is no voice");
                }
                Err(_) => tracing::error!("the media thread broke; there is no voice"),
            }
            told(Event::Stopped);
        })
        .map(drop)
}

struct Thread {
    rooms: Rooms,
    socket: Socket,
    streams: Option<Streams>,
    /// What can be read or written without waiting.
    ready: Vec<Ready>,
    inside: Inside,
    counts: Arc<Counts>,
    outgoing: Vec<(std::net::SocketAddr, Vec<u8>)>,
    /// When something came last.
    worked: Instant,
    /// Of the socket, one after the other.
    errors: u32,
}

impl Thread {
    fn run(&mut self, told: &mut impl FnMut(Event)) -> io::Result<()> {
        while !self.inside.stopped() {
            self.inside.heard();
            let more = self.obey(told);
            self.rooms.handle(Instant::now(), Input::Time);
            self.flush(told);
            self.listen(told)?;
            self.listen_tcp(told);
            if !more {
                self.wait()?;
            }
        }
        Ok(())
    }

    /// Carries out what was asked; tells whether more may wait.
    fn obey(&mut self, told: &mut impl FnMut(Event)) -> bool {
        for _ in 0..COMMANDS_A_TURN {
            let Some(command) = self.inside.take() else {
                return false;
            };
            if let Command::Frame { frame, .. } = &command {
                self.counts.ws.came(frame.len());
            }
            self.rooms.handle(Instant::now(), Input::Command(command));
            self.flush(told);
        }
        true
    }

    /// Takes one batch of what has come.
    fn listen(&mut self, told: &mut impl FnMut(Event)) -> io::Result<()> {
        let now = Instant::now();
        let (rooms, counts) = (&mut self.rooms, &self.counts);
        let take = |from, bytes: &[u8]| {
            counts.udp.came(bytes.len());
            let source = Remote::Udp(from);
            rooms.handle(now, Input::Datagram { source, bytes });
        };
        let came = self.socket.receive(take);
        self.errors = if came.is_ok() { 0 } else { self.errors + 1 };
        let came = match came {
            Ok(came) => came,
            Err(error) if self.errors < ERRORS_MAX => {
                tracing::warn!(%error, "the media socket has an error");
                std::thread::sleep(ERROR_PAUSE);
                0
            }
            Err(error) => return Err(error),
        };
        if came > 0 {
            self.flush(told);
            let busy = now.saturating_duration_since(self.worked) < TOGETHER;
            self.worked = now;
            if busy {
                std::thread::sleep(TOGETHER);
            }
        }
        Ok(())
    }

    /// Takes what came on connections of TCP.
    fn listen_tcp(&mut self, told: &mut impl FnMut(Event)) {
        let Some(streams) = &mut self.streams else {
            return;
        };
        let now = Instant::now();
        let (rooms, counts) = (&mut self.rooms, &self.counts);
        for ready in self.ready.drain(..) {
            streams.receive(now, ready, |from, bytes| {
                counts.tcp.came(bytes.len());
                let source = Remote::Tcp(from);
                rooms.handle(now, Input::Datagram { source, bytes });
            });
        }
        streams.sweep(now);
        self.flush(told);
    }

    fn flush(&mut self, told: &mut impl FnMut(Event)) {
        while let Some(output) = self.rooms.poll() {
            match output {
                Output::Event(event) => {
                    if let Event::Frame { frame, .. } = &event {
                        self.counts.ws.went(frame.len());
                    }
                    told(event);
                }
                Output::Datagram { destination, bytes } => match destination {
                    Remote::Udp(to) => {
                        self.counts.udp.went(bytes.len());
                        self.outgoing.push((to, bytes));
                    }
                    Remote::Tcp(to) => {
                        self.counts.tcp.went(bytes.len());
                        if let Some(streams) = &mut self.streams {
                            streams.send(to, &bytes);
                        }
                    }
                },
            }
        }
        self.socket.send(&mut self.outgoing);
    }

    /// Until something comes, is asked, or is due.
    fn wait(&mut self) -> io::Result<()> {
        let now = Instant::now();
        let streams = self.streams.as_ref();
        let due = [self.rooms.due(), streams.and_then(Streams::due)];
        let due = due.into_iter().flatten().min();
        let wait = due.map_or(WAIT_MAX, |due| {
            due.saturating_duration_since(now).min(WAIT_MAX)
        });
        let timeout = Timespec::try_from(wait).map_err(io::Error::other)?;
        let mut named = Vec::new();
        let mut sources = vec![
            PollFd::from_borrowed_fd(self.socket.fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(self.inside.bell(), PollFlags::IN),
        ];
        let always = sources.len();
        for (ready, fd, flags) in streams.into_iter().flat_map(Streams::sources) {
            named.push(ready);
            sources.push(PollFd::from_borrowed_fd(fd, flags));
        }
        match poll(&mut sources, Some(&timeout)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let polled = named.into_iter().zip(&sources[always..]);
        let ready = polled.filter(|(_, source)| !source.revents().is_empty());
        self.ready.extend(ready.map(|(ready, _)| ready));
        Ok(())
    }
}
