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

use str0m::{
    Candidate, Event, Input, Output, Rtc,
    change::SdpOffer,
    format::Codec,
    media::{MediaKind, Mid, Pt},
    net::{Protocol, Receive},
    rtp::{ExtensionValues, RtpWrite},
};

/// Every 20 ms, a packet.
const PACKET: Duration = Duration::from_millis(20);
/// And so many ticks of its clock.
const PACKET_TICKS: u32 = 960;
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
        let line = Line::new(mark, Arc::clone(&shared));
        let thread = thread::spawn(move || line.run(&asked));
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

struct Line {
    mark: u64,
    shared: Arc<Shared>,
    socket: UdpSocket,
    rtc: Rtc,
    due: Instant,
    mic: Option<Mid>,
    screen: Option<Mid>,
    said: u64,
    next_word: Instant,
}

impl Line {
    fn new(mark: u64, shared: Arc<Shared>) -> Self {
        let now = Instant::now();
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let mut rtc = Rtc::builder()
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, true)
            .enable_vp8(true)
            .build(now);
        let address = socket.local_addr().unwrap();
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        Self {
            mark,
            shared,
            socket,
            rtc,
            due: now,
            mic: None,
            screen: None,
            said: 0,
            next_word: now,
        }
    }

    fn run(mut self, asked: &Receiver<Asked>) {
        let mut bytes = [0; 2_000];
        while !self.shared.stop.load(Ordering::Relaxed) {
            while let Ok((offer, answer)) = asked.try_recv() {
                let offer = SdpOffer::from_sdp_string(&offer).expect("an offer");
                let made = self.rtc.sdp_api().accept_offer(offer).expect("it fits");
                self.drain();
                let _ = answer.send(made.to_sdp_string());
            }
            let wait = Duration::from_millis(2);
            self.socket.set_read_timeout(Some(wait)).unwrap();
            if let Ok((length, from)) = self.socket.recv_from(&mut bytes) {
                self.receive(from, &bytes[..length]);
            }
            let now = Instant::now();
            if self.next_word <= now {
                self.next_word += PACKET;
                self.say(now);
                self.drain();
                self.show(now);
                self.drain();
            }
            if self.due <= now {
                let _ = self.rtc.handle_input(Input::Timeout(now));
                self.drain();
            }
        }
    }

    fn receive(&mut self, from: std::net::SocketAddr, bytes: &[u8]) {
        let local = self.socket.local_addr().unwrap();
        if let Ok(received) = Receive::new(Protocol::Udp, from, local, bytes) {
            let input = Input::Receive(Instant::now(), received);
            if self.rtc.accepts(&input) {
                let _ = self.rtc.handle_input(input);
            }
            self.drain();
        }
    }

    /// Its clock of packets goes on whether or not it says something.
    fn say(&mut self, now: Instant) {
        self.said += 1;
        let speaks = self.shared.speaks.load(Ordering::Relaxed);
        let connected = self.shared.connected.load(Ordering::Relaxed);
        let Some(mic) = self.mic.filter(|_| speaks && connected) else {
            return;
        };
        let pt = self.pt(Codec::Opus);
        let levels = ExtensionValues {
            audio_level: Some(LEVEL),
            voice_activity: Some(true),
            ..ExtensionValues::default()
        };
        let time = u32::try_from(self.said).unwrap().wrapping_mul(PACKET_TICKS);
        let payload = self.mark.to_be_bytes().to_vec();
        let packet = RtpWrite::new(pt, self.said.into(), time, now, payload).ext_vals(levels);
        if let Some(stream) = self.rtc.direct_api().stream_tx_by_mid(mic, None) {
            stream.write_rtp(packet);
        }
        let _ = self.rtc.handle_input(Input::Timeout(now));
    }

    /// A picture that stands for itself, in one packet.
    fn show(&mut self, now: Instant) {
        let shows = self.shared.shows.load(Ordering::Relaxed);
        let Some(screen) = self.screen.filter(|_| shows) else {
            return;
        };
        let pt = self.pt(Codec::Vp8);
        let time = u32::try_from(self.said).unwrap().wrapping_mul(1_800);
        let mut payload = vec![0x10, 0];
        payload.extend(self.mark.to_be_bytes());
        let packet = RtpWrite::new(pt, self.said.into(), time, now, payload).marker(true);
        if let Some(stream) = self.rtc.direct_api().stream_tx_by_mid(screen, None) {
            stream.write_rtp(packet);
        }
        let _ = self.rtc.handle_input(Input::Timeout(now));
    }

    fn pt(&self, codec: Codec) -> Pt {
        let mut params = self.rtc.codec_config().params().iter();
        params.find(|it| it.spec().codec == codec).unwrap().pt()
    }

    fn drain(&mut self) {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => {
                    self.due = at;
                    return;
                }
                Ok(Output::Transmit(datagram)) => {
                    let _ = self
                        .socket
                        .send_to(&datagram.contents, datagram.destination);
                }
                Ok(Output::Event(event)) => self.happened(event),
                Err(_) => return,
            }
        }
    }

    fn happened(&mut self, event: Event) {
        match event {
            Event::Connected => self.shared.connected.store(true, Ordering::Relaxed),
            Event::MediaAdded(added) if added.direction.is_sending() => {
                match (added.kind, &added.simulcast) {
                    (MediaKind::Audio, _) => self.mic = Some(added.mid),
                    (MediaKind::Video, None) => self.screen = Some(added.mid),
                    (MediaKind::Video, Some(_)) => {}
                }
            }
            Event::RtpPacket(packet) if packet.header.payload_type == self.pt(Codec::Vp8) => {
                if let Some((_, mark)) = packet.payload.split_last_chunk::<8>() {
                    let mut seen = self.shared.seen.lock().unwrap();
                    *seen.entry(u64::from_be_bytes(*mark)).or_default() += 1;
                }
            }
            Event::RtpPacket(packet) => {
                if let Some((mark, _)) = packet.payload.split_first_chunk::<8>() {
                    let mut heard = self.shared.heard.lock().unwrap();
                    *heard.entry(u64::from_be_bytes(*mark)).or_default() += 1;
                }
            }
            _ => {}
        }
    }
}
