//! Where UDP does not get through: connections of TCP to the real thread.

use std::{
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use parlor_protocol::ids::{ChannelId, UserId};
use parlor_voice::{Command, Event, Media, SeatId, Settings, StartError, limits};

use crate::{browser::Browser, world::OPEN};

const PATIENCE: Duration = Duration::from_mins(1);

fn loopback() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

fn start() -> (Media, Receiver<Event>) {
    let (tell, told) = channel();
    let settings = Settings {
        listen_tcp: Some(loopback()),
        ..Settings::at(loopback())
    };
    let media = Media::start(settings, move |event| {
        let _ = tell.send(event);
    });
    (media.unwrap(), told)
}

/// A browser with one connection.
struct Caller {
    browser: Browser,
    tcp: TcpStream,
    came: Vec<u8>,
    server: SocketAddr,
}

impl Caller {
    fn join(media: &Media, id: u64) -> Self {
        let server = media.tcp_addr().unwrap();
        let tcp = TcpStream::connect(server).unwrap();
        tcp.set_nonblocking(true).unwrap();
        let seat = SeatId(id);
        let join = Command::Join {
            seat,
            room: ChannelId::from_raw(1),
            user: UserId::from_raw(i64::try_from(id).unwrap()),
            addresses: vec![media.local_addr()],
            bitrate_bps: 32_000,
            gate: OPEN,
        };
        media.send(join).unwrap();
        Self {
            browser: Browser::new_tcp(seat, tcp.local_addr().unwrap(), Instant::now()),
            tcp,
            came: Vec::new(),
            server,
        }
    }

    fn turn(&mut self) {
        let mut bytes = [0; 4_096];
        match self.tcp.read(&mut bytes) {
            Ok(length) => self.came.extend_from_slice(&bytes[..length]),
            Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
        }
        while let Some((length, rest)) = self.came.split_first_chunk::<2>() {
            let length = usize::from(u16::from_be_bytes(*length));
            let Some(datagram) = rest.get(..length) else {
                break;
            };
            let sent = self.browser.receive(Instant::now(), self.server, datagram);
            self.came.drain(..length + 2);
            self.send(sent);
        }
        let now = Instant::now();
        if self.browser.due <= now {
            let sent = self.browser.tick(now);
            self.send(sent);
        }
    }

    fn send(&mut self, sent: Vec<(SocketAddr, Vec<u8>)>) {
        for (to, datagram) in sent {
            assert_eq!(to, self.server);
            let length = u16::try_from(datagram.len()).unwrap().to_be_bytes();
            // In pieces, as a network does.
            self.tcp.write_all(&length[..1]).unwrap();
            self.tcp
                .write_all(&[&length[1..], &datagram].concat())
                .unwrap();
        }
    }
}

#[test]
fn two_browsers_hear_each_other_by_tcp() {
    let (media, told) = start();
    let mut callers: Vec<_> = [1, 2].map(|id| Caller::join(&media, id)).into();
    for caller in &mut callers {
        caller.browser.says = Some(-20);
    }
    let (begin, end) = (Instant::now(), Instant::now() + PATIENCE);
    loop {
        if let Ok(Event::Offer { seat, rev, sdp }) = told.recv_timeout(Duration::from_millis(2)) {
            assert!(sdp.contains("tcptype passive"), "{sdp}");
            let caller = callers
                .iter_mut()
                .find(|caller| caller.browser.seat == seat)
                .unwrap();
            let (sdp, sent) = caller.browser.offered(Instant::now(), &sdp);
            media.send(Command::Answer { seat, rev, sdp }).unwrap();
            caller.send(sent);
        }
        for caller in &mut callers {
            caller.turn();
        }
        let (ada, bo) = (&callers[0], &callers[1]);
        let hears = |listener: &Caller, speaker: &Caller| {
            listener.browser.hears(speaker.browser.seat, begin) >= 50
        };
        if hears(ada, bo) && hears(bo, ada) {
            return;
        }
        assert!(Instant::now() < end, "no sound");
    }
}

/// Nothing comes back, and the connection is closed: at once for what is no datagram, else when the time is over.
#[test]
fn strangers_are_shut_out() {
    let (media, _told) = start();
    let address = media.tcp_addr().unwrap();
    let mut rude = TcpStream::connect(address).unwrap();
    rude.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    assert_eq!(answer(&mut rude), 0);
    let begin = Instant::now();
    let mut silent = TcpStream::connect(address).unwrap();
    silent.write_all(&[0, 3, 1, 2, 3]).unwrap();
    assert_eq!(answer(&mut silent), 0);
    assert!(begin.elapsed() + Duration::from_secs(1) >= limits::TCP_STRANGER_TIME);
}

#[test]
fn there_are_so_many_strangers_and_no_more() {
    let (media, _told) = start();
    let address = media.tcp_addr().unwrap();
    let strangers: Vec<_> = (0..limits::TCP_STRANGERS_MAX)
        .map(|_| TcpStream::connect(address).unwrap())
        .collect();
    let begin = Instant::now();
    let mut one_more = TcpStream::connect(address).unwrap();
    assert_eq!(answer(&mut one_more), 0);
    assert!(begin.elapsed() < limits::TCP_STRANGER_TIME / 2);
    drop(strangers);
}

#[test]
fn a_tcp_port_that_is_taken_is_said_in_a_sentence() {
    let holder = TcpListener::bind(loopback()).unwrap();
    let taken = holder.local_addr().unwrap();
    let settings = Settings {
        listen_tcp: Some(taken),
        ..Settings::at(loopback())
    };
    let error = Media::start(settings, drop).unwrap_err();
    assert!(matches!(&error, StartError::BindTcp { address, .. } if *address == taken));
    assert!(
        error
            .to_string()
            .starts_with(&format!("the TCP address {taken} cannot be had"))
    );
}

/// What comes until the other side closes.
fn answer(tcp: &mut TcpStream) -> usize {
    tcp.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut all = Vec::new();
    match tcp.read_to_end(&mut all) {
        Ok(length) => length,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => 0,
        Err(error) => panic!("{error}"),
    }
}
