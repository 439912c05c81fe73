//! What a call takes at least: a socket that gets a datagram and hands it to everybody else in the call, and nothing more.

use std::{
    collections::HashMap,
    io,
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    process::Command,
};

use crate::{
    host::{Ground, Host, Tongue},
    program::Program,
    trouble::Trouble,
};

/// What somebody says first, with the number of his call; and what he is answered.
pub(crate) const HELLO: [u8; 4] = *b"\0hi!";
/// How many go out in one call of the system, as in Parlor.
const BATCH: usize = 64;
const DATAGRAM_BYTES_MAX: usize = 2_000;

/// Starts one.
pub(crate) fn start(name: &'static str, ground: &Ground) -> Result<Host, Trouble> {
    let ours = std::env::current_exe().map_err(Trouble::io("our own program"))?;
    let mut command = Command::new(ours);
    command.arg("relay").current_dir(ground.scratch.path());
    let mut program = Program::start(&mut command, &ground.log())?;
    let (address, _) = program.line("listening: ")?;
    let address = address.parse().map_err(|_| Trouble::broken(address))?;
    Ok(Host {
        name,
        program,
        address,
        tongue: Tongue::Datagrams,
    })
}

/// Who is in which call.
#[derive(Default)]
struct Calls {
    all: HashMap<[u8; 4], Vec<SocketAddr>>,
    of: HashMap<SocketAddr, [u8; 4]>,
}

/// Hands on what comes until it is ended.
pub fn serve() -> Result<(), Trouble> {
    let bound = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0));
    let serve = bound.and_then(|socket| {
        println!("listening: {}", socket.local_addr()?);
        hand_on(&socket)
    });
    serve.map_err(Trouble::io("the relay"))
}

fn hand_on(socket: &UdpSocket) -> io::Result<()> {
    let (mut calls, mut bytes) = (Calls::default(), [0; DATAGRAM_BYTES_MAX]);
    loop {
        let (length, from) = socket.recv_from(&mut bytes)?;
        let datagram = &bytes[..length];
        if let Some(call) = datagram.strip_prefix(&HELLO).and_then(<[u8]>::first_chunk) {
            if calls.of.insert(from, *call).is_none() {
                calls.all.entry(*call).or_default().push(from);
            }
            socket.send_to(&HELLO, from)?;
            continue;
        }
        let call = calls.of.get(&from).and_then(|call| calls.all.get(call));
        let call = call.map_or(&[][..], Vec::as_slice);
        let others: Vec<SocketAddr> = call.iter().filter(|it| **it != from).copied().collect();
        for batch in others.chunks(BATCH) {
            send(socket, batch, datagram)?;
        }
    }
}

#[cfg(target_os = "linux")]
fn send(socket: &UdpSocket, to: &[SocketAddr], datagram: &[u8]) -> io::Result<()> {
    use std::io::IoSlice;

    use rustix::net::{MMsgHdr, SendAncillaryBuffer, SendFlags, addr::SocketAddrArg, sendmmsg};

    let to: Vec<_> = to.iter().map(SocketAddrArg::as_any).collect();
    let slice = [IoSlice::new(datagram)];
    let mut controls: Vec<_> = to.iter().map(|_| SendAncillaryBuffer::default()).collect();
    let parts = to.iter().zip(&mut controls);
    let mut headers: Vec<_> = parts
        .map(|(to, control)| MMsgHdr::new_with_addr(to, &slice, control))
        .collect();
    let mut left = headers.as_mut_slice();
    while !left.is_empty() {
        let sent = sendmmsg(socket, left, SendFlags::empty())?;
        left = left.get_mut(sent.max(1)..).unwrap_or_default();
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn send(socket: &UdpSocket, to: &[SocketAddr], datagram: &[u8]) -> io::Result<()> {
    for to in to {
        socket.send_to(datagram, to)?;
    }
    Ok(())
}
