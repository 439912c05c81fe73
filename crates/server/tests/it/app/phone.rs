//! A browser's side of a call, by str0m over a real UDP socket: it answers what is offered, speaks
//! with packets that carry its mark, and counts the marks it hears.

use std::{
    collections::BTreeMap,
    net::UdpSocket,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use parlor_caller::{Line, PACKET, Told, Word};
use str0m::{
    Candidate, Event,
    format::Codec,
    media::{MediaKind, Mid},
    rtp::RtpWrite,
};

/// How loud it speaks, in decibel below full scale.
const LEVEL: i8 = -20;
/// No answer takes this long, also on a loaded machine.
const ANSWER_MAX: Duration = Duration::from_mins(1);

/// An offer, and where its answer goes.
type Asked = (String, Sender<String>);

/// What others look at.
#[derive(Default)]
struct Shared {
    speaks: AtomicBool,
    connected: AtomicBool,
    stop: AtomicBool,
    /// How many packets of each mark came.
    heard: Mutex<BTreeMap<u64, usize>>,
    /// Whether its screen is sent.
    shows: AtomicBool,
    /// How many packets of screens of each mark came.
    seen: Mutex<BTreeMap<u64, usize>>,
}

/// One phone. It is silent when this is dropped.
pub struct Phone {
    shared: Arc<Shared>,
    offers: Sender<Asked>,
    thread: Option<JoinHandle<()>>,
}

impl Phone {
    /// One that speaks with this mark, once it is told to.
    pub fn new(mark: u64) -> Self {
        let shared = Arc::new(Shared::default());
        let (offers, asked) = channel();
        let ear = Ear::new(mark, Arc::clone(&shared));
        let thread = thread::spawn(move || ear.run(&asked));
        Self {
            shared,
            offers,
            thread: Some(thread),
        }
    }

    /// The answer to an offer.
    pub fn answer(&self, offer: &str) -> String {
        let (send, answer) = channel();
        self.offers.send((offer.to_owned(), send)).unwrap();
        answer.recv_timeout(ANSWER_MAX).expect("an answer")
    }

    pub fn speak(&self, on: bool) {
        self.shared.speaks.store(on, Ordering::Relaxed);
    }

    /// Sends its screen, where the server takes it.
    pub fn show(&self, on: bool) {
        self.shared.shows.store(on, Ordering::Relaxed);
    }

    /// How many packets of a screen with this mark it has seen.
    pub fn seen(&self, mark: u64) -> usize {
        let seen = self.shared.seen.lock().unwrap();
        seen.get(&mark).copied().unwrap_or_default()
    }

    pub fn is_connected(&self) -> bool {
        self.shared.connected.load(Ordering::Relaxed)
    }

    /// How many packets with this mark it has heard.
    pub fn heard(&self, mark: u64) -> usize {
        let heard = self.shared.heard.lock().unwrap();
        heard.get(&mark).copied().unwrap_or_default()
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Ear {
    mark: u64,
    shared: Arc<Shared>,
    socket: UdpSocket,
    line: Line,
    screen: Option<Mid>,
    said: u64,
    next_word: Instant,
}

impl Ear {
    fn new(mark: u64, shared: Arc<Shared>) -> Self {
        let now = Instant::now();
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        Self {
            mark,
            shared,
            socket,
            line: Line::new(Candidate::host(address, "udp").unwrap(), now),
            screen: None,
            said: 0,
            next_word: now,
        }
    }

    fn run(mut self, asked: &Receiver<Asked>) {
        let mut bytes = [0; 2_000];
        while !self.shared.stop.load(Ordering::Relaxed) {
            while let Ok((offer, answer)) = asked.try_recv() {
                let made = self.line.answer(&offer).expect("it fits");
                self.drain();
                let _ = answer.send(made);
            }
            let wait = Duration::from_millis(2);
            self.socket.set_read_timeout(Some(wait)).unwrap();
            if let Ok((length, from)) = self.socket.recv_from(&mut bytes) {
                self.line.receive(Instant::now(), from, &bytes[..length]);
                self.drain();
            }
            let now = Instant::now();
            if self.next_word <= now {
                self.next_word += PACKET;
                self.say(now);
                self.drain();
                self.show(now);
                self.drain();
            }
            if self.line.due() <= now {
                self.line.pass(now);
                self.drain();
            }
        }
    }

    /// Its clock of packets goes on whether or not it says something.
    fn say(&mut self, now: Instant) {
        self.said += 1;
        if self.shared.speaks.load(Ordering::Relaxed) {
            let word = Word {
                number: self.said,
                level: LEVEL,
                payload: self.mark.to_be_bytes().to_vec(),
            };
            self.line.say(now, word);
            self.line.pass(now);
        }
    }

    /// A picture that stands for itself, in one packet.
    fn show(&mut self, now: Instant) {
        let shows = self.shared.shows.load(Ordering::Relaxed);
        let Some(screen) = self.screen.filter(|_| shows) else {
            return;
        };
        let pt = self.line.number_of(Codec::Vp8).unwrap();
        let time = u32::try_from(self.said).unwrap().wrapping_mul(1_800);
        let mut payload = vec![0x10, 0];
        payload.extend(self.mark.to_be_bytes());
        let packet = RtpWrite::new(pt, self.said.into(), time, now, payload).marker(true);
        let mut api = self.line.rtc().direct_api();
        if let Some(stream) = api.stream_tx_by_mid(screen, None) {
            stream.write_rtp(packet);
        }
        self.line.pass(now);
    }

    fn drain(&mut self) {
        while let Some(told) = self.line.poll() {
            match told {
                Told::Datagram(to, bytes) => drop(self.socket.send_to(&bytes, to)),
                Told::Event(event) => self.happened(event),
            }
        }
    }

    fn happened(&mut self, event: Event) {
        match event {
            Event::Connected => self.shared.connected.store(true, Ordering::Relaxed),
            Event::MediaAdded(added)
                if added.direction.is_sending()
                    && added.kind == MediaKind::Video
                    && added.simulcast.is_none() =>
            {
                self.screen = Some(added.mid);
            }
            Event::RtpPacket(packet) => {
                let vp8 = self.line.number_of(Codec::Vp8);
                if vp8 == Some(packet.header.payload_type) {
                    if let Some((_, mark)) = packet.payload.split_last_chunk::<8>() {
                        count(&self.shared.seen, *mark);
                    }
                } else if let Some((mark, _)) = packet.payload.split_first_chunk::<8>() {
                    count(&self.shared.heard, *mark);
                }
            }
            _ => {}
        }
    }
}

fn count(marks: &Mutex<BTreeMap<u64, usize>>, mark: [u8; 8]) {
    let mut marks = marks.lock().unwrap();
    *marks.entry(u64::from_be_bytes(mark)).or_default() += 1;
}
