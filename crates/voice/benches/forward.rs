//! What it costs to pass on one packet of voice: `cargo bench -p parlor-voice`.
//!
//! Time of this thread's processor, so that a machine that does other things too tells nearly the same. The rooms: a packet is
//! decrypted once, judged, and encrypted for each listener. Beside it, in the same run, the floor: the same number of
//! datagrams of the same size, received and sent by the kernel and no more. A server spends both.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a bench that panics says where, and a clock is what it is about"
)]

#[path = "../tests/it/browser.rs"]
#[expect(dead_code, reason = "tests look at more of it")]
mod browser;
#[path = "../tests/it/camera.rs"]
#[expect(dead_code, reason = "tests look at more of it")]
mod camera;

use std::{
    net::{SocketAddr, UdpSocket},
    time::{Duration, Instant},
};

use browser::{Browser, PACKET};
use parlor_protocol::ids::{ChannelId, UserId};
use parlor_voice::{
    Command, Event, Gate, Remote, SeatId, limits,
    rooms::{Input, Output, Rooms, Shape},
};
use rustix::time::{ClockId, clock_gettime};

const SERVER: SocketAddr = SocketAddr::new(
    std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1)),
    4400,
);
/// An Opus frame at 32 kbit/s in SRTP, with the header and its extensions.
const DATAGRAM_BYTES: usize = 116;

fn main() {
    // `cargo test --benches` runs it too, to see that it runs.
    let is_bench = std::env::args().any(|arg| arg == "--bench");
    let (turns, sizes) = if is_bench {
        (
            100,
            &[(2, 1), (10, 10), (25, 25), (50, 5), (200, 5), (500, 3)][..],
        )
    } else {
        (5, &[(3, 2)][..])
    };
    println!("µs of one processor for each packet that goes out");
    println!(
        "{:>6} {:>8} {:>9} {:>8} {:>8} {:>12} {:>9}",
        "people", "talkers", "packets", "rooms", "floor", "rooms/floor", "ms/join"
    );
    for (people, talkers) in sizes {
        let mut party = Party::new(*people, *talkers);
        let (packets, rooms) = party.talk(turns);
        let floor = floor(people - 1, turns);
        println!(
            "{people:>6} {talkers:>8} {packets:>9} {:>8.2} {:>8.2} {:>12.1} {:>9.2}",
            micros(rooms, packets),
            floor,
            micros(rooms, packets) / floor,
            party.joining.as_secs_f64() * 1_000.0 / f64::from(*people),
        );
    }
}

fn micros(time: Duration, packets: u32) -> f64 {
    time.as_secs_f64() * 1_000_000.0 / f64::from(packets)
}

/// Of this thread alone.
fn processor() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap()
}

/// People in one room.
struct Party {
    now: Instant,
    rooms: Rooms,
    browsers: Vec<Browser>,
    /// What the server spent until all were connected.
    joining: Duration,
}

impl Party {
    fn new(people: u32, talkers: u32) -> Self {
        let shape = Shape {
            slots: limits::SLOTS,
            seats_max: limits::SEATS_MAX,
            tcp_port: None,
        };
        let mut party = Self {
            now: Instant::now(),
            rooms: Rooms::new(shape).unwrap(),
            browsers: Vec::new(),
            joining: Duration::ZERO,
        };
        for nth in 0..people {
            party.join(nth);
        }
        for browser in party
            .browsers
            .iter_mut()
            .take(usize::try_from(talkers).unwrap())
        {
            browser.says = Some(-20);
        }
        // Everybody has a slot, and the first reports are through.
        party.talk(10);
        party
    }

    fn join(&mut self, nth: u32) {
        let seat = SeatId(u64::from(nth));
        let [.., high, low] = nth.to_be_bytes();
        let address = SocketAddr::from(([10, 0, high, low], 5_000));
        self.browsers.push(Browser::new(seat, address, self.now));
        let join = Command::Join {
            seat,
            room: ChannelId::from_raw(1),
            user: UserId::from_raw(i64::from(nth) + 1),
            addresses: vec![SERVER],
            bitrate_bps: 32_000,
            gate: Gate {
                heard: true,
                hears: true,
            },
        };
        self.handle(Input::Command(join));
        while !self.browsers.last().unwrap().connected {
            self.now += Duration::from_millis(5);
            let now = self.now;
            let last = self.browsers.last_mut().unwrap();
            let (from, datagrams) = (last.address, last.tick(now));
            for (_, bytes) in datagrams {
                self.datagram(from, &bytes);
            }
            self.handle(Input::Time);
        }
    }

    /// So many times 20 ms. Tells how many packets went out, and what it cost.
    fn talk(&mut self, turns: u32) -> (u32, Duration) {
        let (mut packets, before) = (0, self.joining);
        self.joining = Duration::ZERO;
        for _ in 0..turns {
            self.now += PACKET;
            let now = self.now;
            let talkers = self
                .browsers
                .iter_mut()
                .filter(|browser| browser.says.is_some());
            let said: Vec<_> = talkers
                .map(|browser| (browser.address, browser.tick(now)))
                .collect();
            for (from, datagrams) in said {
                for (_, bytes) in datagrams {
                    packets += self.datagram(from, &bytes);
                }
            }
        }
        (packets, std::mem::replace(&mut self.joining, before))
    }

    fn datagram(&mut self, source: SocketAddr, bytes: &[u8]) -> u32 {
        let source = Remote::Udp(source);
        self.handle(Input::Datagram { source, bytes })
    }

    /// What goes to browsers that do not talk is only counted: they would cost as much as the server.
    fn handle(&mut self, input: Input<'_>) -> u32 {
        let start = processor();
        self.rooms.handle(self.now, input);
        let mut outputs = Vec::new();
        while let Some(output) = self.rooms.poll() {
            outputs.push(output);
        }
        self.joining += processor().saturating_sub(start);
        let mut media = 0;
        for output in outputs {
            match output {
                Output::Datagram { destination, bytes } => {
                    media += u32::from(is_media(&bytes));
                    self.arrive(destination.address(), &bytes);
                }
                Output::Event(Event::Offer { seat, rev, sdp }) => self.answer(seat, rev, &sdp),
                Output::Event(_) => {}
            }
        }
        media
    }

    fn answer(&mut self, seat: SeatId, rev: u32, sdp: &str) {
        let now = self.now;
        let browser = self.browsers.last_mut().unwrap();
        let from = browser.address;
        let (sdp, datagrams) = browser.offered(now, sdp);
        self.handle(Input::Command(Command::Answer { seat, rev, sdp }));
        for (_, bytes) in datagrams {
            self.datagram(from, &bytes);
        }
    }

    fn arrive(&mut self, to: SocketAddr, bytes: &[u8]) {
        let now = self.now;
        let browser = self
            .browsers
            .iter_mut()
            .rev()
            .find(|browser| browser.address == to);
        let Some(browser) = browser.filter(|browser| !browser.connected || !is_media(bytes)) else {
            return;
        };
        let (from, datagrams) = (browser.address, browser.receive(now, SERVER, bytes));
        for (_, bytes) in datagrams {
            self.datagram(from, &bytes);
        }
    }
}

fn is_media(bytes: &[u8]) -> bool {
    let is_report = bytes
        .get(1)
        .is_some_and(|second| (64..96).contains(&(second & 0x7f)));
    bytes
        .first()
        .is_some_and(|first| (128..192).contains(first))
        && !is_report
}

/// The kernel alone: one datagram comes in and goes out to so many, in one call as the media thread does it.
fn floor(listeners: u32, turns: u32) -> f64 {
    let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
    let server = UdpSocket::bind(loopback).unwrap();
    let talker = UdpSocket::bind(loopback).unwrap();
    let sinks: Vec<_> = (0..listeners)
        .map(|_| UdpSocket::bind(loopback).unwrap())
        .collect();
    let addresses: Vec<_> = sinks
        .iter()
        .map(|sink| sink.local_addr().unwrap())
        .collect();
    let bytes = [7; DATAGRAM_BYTES];
    let mut spent = Duration::ZERO;
    for _ in 0..turns {
        talker
            .send_to(&bytes, server.local_addr().unwrap())
            .unwrap();
        let start = processor();
        let mut came = [0; 2_000];
        let (length, _) = server.recv_from(&mut came).unwrap();
        send(&server, &addresses, &came[..length]);
        spent += processor().saturating_sub(start);
        for sink in &sinks {
            sink.recv_from(&mut came).unwrap();
        }
    }
    micros(spent, turns * listeners)
}

#[cfg(target_os = "linux")]
fn send(server: &UdpSocket, to: &[SocketAddr], bytes: &[u8]) {
    use std::io::IoSlice;

    use rustix::net::{MMsgHdr, SendAncillaryBuffer, SendFlags, addr::SocketAddrArg, sendmmsg};

    let to: Vec<_> = to.iter().map(SocketAddrArg::as_any).collect();
    let slice = [IoSlice::new(bytes)];
    let mut controls: Vec<_> = to.iter().map(|_| SendAncillaryBuffer::default()).collect();
    let parts = to.iter().zip(&mut controls);
    let mut headers: Vec<_> = parts
        .map(|(to, control)| MMsgHdr::new_with_addr(to, &slice, control))
        .collect();
    for batch in headers.chunks_mut(64) {
        assert_eq!(
            sendmmsg(server, batch, SendFlags::empty()).unwrap(),
            batch.len()
        );
    }
}

#[cfg(not(target_os = "linux"))]
fn send(server: &UdpSocket, to: &[SocketAddr], bytes: &[u8]) {
    for to in to {
        server.send_to(bytes, to).unwrap();
    }
}
