//! The thread itself: a real socket, a real clock.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr, SocketAddr, UdpSocket},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use parlor_protocol::ids::{ChannelId, UserId};
use parlor_voice::{Command, Event, Media, SeatId, Settings, StartError};

use crate::{browser::Browser, world::OPEN};

const PATIENCE: Duration = Duration::from_mins(1);

/// Browsers with sockets, and the server's side of their talks.
struct Table {
    media: Media,
    advertised: SocketAddr,
    told: Receiver<Event>,
    sockets: HashMap<SeatId, UdpSocket>,
    browsers: HashMap<SeatId, Browser>,
    events: Vec<Event>,
}

fn loopback() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

impl Table {
    fn new() -> Self {
        Self::at(loopback(), loopback().ip())
    }

    /// The socket is bound there, and browsers look for it here.
    fn at(listen: SocketAddr, advertised: IpAddr) -> Self {
        let (tell, told) = channel();
        let media = Media::start(Settings::at(listen), move |event| {
            let _ = tell.send(event);
        });
        let media = media.unwrap();
        Self {
            advertised: SocketAddr::new(advertised, media.local_addr().port()),
            media,
            told,
            sockets: HashMap::new(),
            browsers: HashMap::new(),
            events: Vec::new(),
        }
    }

    fn join(&mut self, id: u64) -> SeatId {
        let seat = SeatId(id);
        let socket = UdpSocket::bind(loopback()).unwrap();
        socket.set_nonblocking(true).unwrap();
        let browser = Browser::new(seat, socket.local_addr().unwrap(), Instant::now());
        self.browsers.insert(seat, browser);
        self.sockets.insert(seat, socket);
        let join = Command::Join {
            seat,
            room: ChannelId::from_raw(1),
            user: UserId::from_raw(i64::try_from(id).unwrap()),
            addresses: vec![self.advertised],
            bitrate_bps: 32_000,
            gate: OPEN,
        };
        self.media.send(join).unwrap();
        seat
    }

    fn until(&mut self, what: &str, mut holds: impl FnMut(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !holds(self) {
            assert!(Instant::now() < end, "{what} never came");
            self.turn();
        }
    }

    fn turn(&mut self) {
        match self.told.recv_timeout(Duration::from_millis(2)) {
            Ok(event) => self.tell(event),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
        }
        for (seat, browser) in &mut self.browsers {
            let socket = &self.sockets[seat];
            let mut bytes = [0; 2_000];
            let mut sent = Vec::new();
            while let Ok((length, from)) = socket.recv_from(&mut bytes) {
                sent.extend(browser.receive(Instant::now(), from, &bytes[..length]));
            }
            let now = Instant::now();
            if browser.due <= now {
                sent.extend(browser.tick(now));
            }
            for (to, bytes) in sent {
                socket.send_to(&bytes, to).unwrap();
            }
        }
    }

    fn tell(&mut self, event: Event) {
        if let Event::Offer { seat, rev, sdp } = &event {
            let browser = self.browsers.get_mut(seat).unwrap();
            let (sdp, sent) = browser.offered(Instant::now(), sdp);
            let (seat, rev) = (*seat, *rev);
            self.media.send(Command::Answer { seat, rev, sdp }).unwrap();
            for (to, bytes) in sent {
                self.sockets[&seat].send_to(&bytes, to).unwrap();
            }
        }
        self.events.push(event);
    }
}

#[test]
fn two_browsers_hear_each_other_over_a_real_socket() {
    let mut table = Table::new();
    let (ada, bo) = (table.join(1), table.join(2));
    for browser in table.browsers.values_mut() {
        browser.says = Some(-20);
    }
    let start = Instant::now();
    table.until("sound", |table| {
        let hears = |listener, speaker| table.browsers[&listener].hears(speaker, start) >= 50;
        hears(ada, bo) && hears(bo, ada)
    });
    let connected = |seat| table.events.contains(&Event::Connected { seat });
    assert!(connected(ada) && connected(bo));
    table.until("quality", |table| {
        let quality = |event: &Event| matches!(event, Event::Quality { .. });
        table.events.iter().any(quality)
    });

    // Who is silenced is not heard, from one packet to the next.
    let mut gate = OPEN;
    gate.heard = false;
    table.media.send(Command::Gate { seat: ada, gate }).unwrap();
    table.until("silence", |table| {
        let silent = |event: &Event| matches!(event, Event::Speaking { users, .. } if users.contains(&(UserId::from_raw(1), false)));
        table.events.iter().any(silent)
    });
    table.until("what was under way", |table| {
        table.browsers[&ada].heard.len() > 200
    });
    let since = Instant::now();
    table.until("the other one", |table| {
        table.browsers[&ada].hears(bo, since) >= 50
    });
    assert_eq!(table.browsers[&bo].hears(ada, since), 0);
}

/// A machine with several addresses answers from the one that was asked, on a socket that has them all.
#[test]
fn the_address_that_was_asked_answers() {
    let all = [
        SocketAddr::from(([0, 0, 0, 0], 0)),
        SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0)),
    ];
    for listen in all {
        let mut table = Table::at(listen, IpAddr::from([127, 0, 0, 5]));
        table.join(1);
        table.until("a connection", |table| {
            table
                .events
                .iter()
                .any(|event| matches!(event, Event::Connected { .. }))
        });
    }
}

#[test]
fn a_port_that_is_taken_is_said_in_a_sentence() {
    let holder = UdpSocket::bind(loopback()).unwrap();
    let taken = holder.local_addr().unwrap();
    let error = Media::start(Settings::at(taken), drop).unwrap_err();
    assert!(matches!(&error, StartError::Bind { address, .. } if *address == taken));
    assert!(
        error
            .to_string()
            .starts_with(&format!("the UDP address {taken} cannot be had"))
    );
    drop(holder);
}

#[test]
fn a_thread_that_is_stopped_gives_back_its_port_and_tells_nothing() {
    let (tell, told) = channel();
    let media = Media::start(Settings::at(loopback()), move |event| {
        let _ = tell.send(event);
    });
    let media = media.unwrap();
    let address = media.local_addr();
    media.stop();
    // The thread drops what it tells with.
    assert_eq!(
        told.recv_timeout(PATIENCE),
        Err(RecvTimeoutError::Disconnected)
    );
    let again = UdpSocket::bind(address);
    assert!(again.is_ok());
    assert_eq!(media.send(Command::Leave { seat: SeatId(1) }), Ok(()));
}

/// Nobody who has not proven to be there gets a byte.
#[test]
fn strangers_get_no_answer() {
    let mut table = Table::new();
    table.join(1);
    let stranger = UdpSocket::bind(loopback()).unwrap();
    stranger.set_nonblocking(true).unwrap();
    for length in 0..1_500 {
        for first in [0, 1, 22, 64, 128, 200] {
            let mut bytes = vec![7; length];
            if let Some(byte) = bytes.first_mut() {
                *byte = first;
            }
            stranger.send_to(&bytes, table.media.local_addr()).unwrap();
        }
    }
    // It is alive afterwards.
    table.until("a connection", |table| {
        table
            .events
            .iter()
            .any(|event| matches!(event, Event::Connected { .. }))
    });
    assert!(stranger.recv_from(&mut [0; 10]).is_err());
}
