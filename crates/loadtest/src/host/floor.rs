//! What the machine itself takes: the same bytes written to the same number of sockets, by a
//! process that does nothing else.

use std::{
    io::{self, IoSlice, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::Command,
    thread,
    time::Duration,
};

mod group;
mod relay;

pub use self::relay::serve as serve_relay;
pub(crate) use self::{group::Rows, relay::HELLO, relay::start as start_relay};

use super::{Ground, Host, Tongue, Wish, message};
use crate::{clock, frames, marker::Marker, program::Program, trouble::Trouble};

/// How many frames go into one `writev`.
const FRAMES_PER_WRITEV: usize = 8;
/// How many rows are committed together at most, as in Parlor.
const ROWS_PER_COMMIT: usize = 512;
const SECOND_MICROS: u64 = 1_000_000;

/// How bytes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Way {
    /// One `write` a frame.
    Write,
    /// One `writev` of eight.
    Writev,
    /// Not at all: each message becomes a row, is committed alone and acknowledged.
    Single,
    /// The same, but what waited is committed together.
    Group,
}

pub(super) fn start(
    name: &'static str,
    ground: &Ground,
    way: Way,
    wish: Wish,
) -> Result<Host, Trouble> {
    let ours = std::env::current_exe().map_err(Trouble::io("our own program"))?;
    let mut command = Command::new(ours);
    let way = match way {
        Way::Write => "write",
        Way::Writev => "writev",
        Way::Single => "single",
        Way::Group => "group",
    };
    command.args(["floor", way, "--sockets", &wish.sockets.to_string()]);
    if let Some(rate) = wish.rate {
        command.args(["--rate", &rate.to_string()]);
    }
    command.current_dir(ground.scratch.path());
    let mut program = Program::start(&mut command, &ground.log())?;
    let (address, _) = program.line("listening: ")?;
    let address = address.parse().map_err(|_| Trouble::broken(address))?;
    Ok(Host {
        name,
        program,
        address,
        tongue: Tongue::Silence,
    })
}

/// Lets so many sockets in, then writes to them until it is ended.
pub fn serve(way: Way, wish: Wish) -> Result<(), Trouble> {
    serve_all(way, wish).map_err(Trouble::io("the floor"))
}

fn serve_all(way: Way, wish: Wish) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    println!("listening: {}", listener.local_addr()?);
    let mut sockets = Vec::new();
    while sockets.len() < wish.sockets {
        sockets.push(let_in(listener.accept()?.0)?);
    }
    match way {
        Way::Single => return group::serve(sockets, 1),
        Way::Group => return group::serve(sockets, ROWS_PER_COMMIT),
        Way::Write | Way::Writev => {}
    }
    let mut due = clock::micros();
    for batch in 0.. {
        if let Some(rate) = wish.rate {
            due += SECOND_MICROS / u64::from(rate.max(1));
            thread::sleep(Duration::from_micros(due.saturating_sub(clock::micros())));
        } else {
            due = clock::micros();
        }
        if way == Way::Writev {
            write_eight(&mut sockets, batch, due)?;
            continue;
        }
        let frame = frame(batch + 1, due);
        for socket in &mut sockets {
            socket.write_all(&frame)?;
        }
    }
    Ok(())
}

fn write_eight(sockets: &mut [TcpStream], batch: u32, due: u64) -> io::Result<()> {
    const EIGHT: u32 = 8;
    let frames: [Vec<u8>; FRAMES_PER_WRITEV] =
        std::array::from_fn(|at| frame(batch * EIGHT + u32::try_from(at).unwrap_or(0) + 1, due));
    let slices = frames.each_ref().map(|frame| IoSlice::new(frame));
    let length: usize = frames.iter().map(Vec::len).sum();
    for socket in sockets {
        let written = socket.write_vectored(&slices)?;
        if written < length {
            socket.write_all(&frames.concat()[written..])?;
        }
    }
    Ok(())
}

fn frame(number: u32, due: u64) -> Vec<u8> {
    let writer = 0;
    let text = message(Marker {
        writer,
        number,
        due,
    });
    frames::of_server(text.as_bytes())
}

fn let_in(mut socket: TcpStream) -> io::Result<TcpStream> {
    socket.set_nodelay(true)?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut some = [0; 512];
        let length = socket.read(&mut some)?;
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        head.extend(&some[..length]);
    }
    socket.write_all(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")?;
    Ok(socket)
}
