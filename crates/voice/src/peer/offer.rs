//! What is agreed with a browser. The server always offers: one line for its microphone, one for each slot, once and for all.
//! Nobody renegotiates when somebody comes or goes. Lines for video are added once, to who shows or sees any.

use std::{
    fmt::{self, Write as _},
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use str0m::{
    Candidate, Rtc,
    change::{SdpAnswer, SdpPendingOffer},
    config::{CryptoProvider, DtlsCert},
    crypto::from_feature_flags,
    format::Codec,
    media::{Direction, MediaKind},
    net::TcpType,
    rtp::Extension,
};

use super::{Drained, Line, Lines, Link, Path, Peer, Types};
use crate::{
    Failure, Remote,
    limits::{QUALITY_EVERY, SDP_BYTES_MAX, VIDEO_KEPT_PACKETS},
    rooms::Shape,
};

/// What a browser numbers its packets with so that it learns how much its line takes.
const SEQUENCE_NUMBERS: &str = "transport-wide-cc-extensions";

/// Makes connections.
pub(crate) struct Maker {
    crypto: Arc<CryptoProvider>,
    /// One for all: making a key for everybody who joins would cost more than the rest of joining.
    certificate: DtlsCert,
    shape: Shape,
}

/// What a browser is told of the server.
#[derive(Debug)]
pub(crate) struct Place {
    /// Where it shall look for it, best first.
    pub(crate) addresses: Vec<SocketAddr>,
    /// What it shall spend on a voice, in bits a second.
    pub(crate) bitrate_bps: u32,
}

/// What the browser shall answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    /// Counted from 1.
    pub(crate) rev: u32,
    /// The offer.
    pub(crate) sdp: String,
    /// The name that requests for a sign of life will ask for.
    pub(crate) ufrag: String,
}

/// Where the talks stand.
#[derive(Default)]
pub(super) struct Negotiation {
    bitrate_bps: u32,
    rev: u32,
    waits: Option<Waits>,
    /// The browser has agreed once.
    agreed: bool,
    /// New credentials are asked for when the browser has answered what waits.
    restart: bool,
}

struct Waits {
    offer: Offer,
    pending: SdpPendingOffer,
    /// A browser that has seen new lines takes no later offer without them: this one must be answered.
    adds: bool,
}

impl fmt::Debug for Maker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Maker")
            .field("shape", &self.shape)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Negotiation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waits = self.waits.is_some();
        f.debug_struct("Negotiation")
            .field("rev", &self.rev)
            .field("waits", &waits)
            .finish_non_exhaustive()
    }
}

impl Maker {
    /// With a certificate of its own.
    pub(crate) fn new(shape: Shape) -> Option<Self> {
        let crypto = Arc::new(from_feature_flags());
        let certificate = crypto.dtls_provider.generate_certificate()?;
        Some(Self {
            crypto,
            certificate,
            shape,
        })
    }

    /// A connection that offers itself there, with the offer that follows `rev`.
    pub(crate) fn peer(
        &self,
        now: Instant,
        (place, rev): (&Place, u32),
        drained: &mut Drained,
    ) -> Result<(Peer, Offer), Failure> {
        let mut peer = Peer {
            rtc: self.rtc(now),
            local: Vec::new(),
            negotiation: Negotiation {
                bitrate_bps: place.bitrate_bps,
                rev,
                ..Negotiation::default()
            },
            slots: Vec::new(),
            video: Lines::default(),
            types: None,
            path: Path::default(),
            link: Link::New,
            rtc_due: now,
        };
        for ours in self.candidates(&place.addresses) {
            let candidate = candidate(ours);
            if candidate
                .and_then(|it| peer.rtc.add_local_candidate(it).map(drop))
                .is_some()
            {
                peer.local.push(ours);
            }
        }
        if peer.local.is_empty() {
            return Err(Failure::NoAddress);
        }
        let mut api = peer.rtc.sdp_api();
        let id = || Some("mic".to_owned());
        api.add_media(MediaKind::Audio, Direction::RecvOnly, id(), id(), None);
        for slot in 0..self.shape.slots {
            let id = || Some(format!("slot{slot}"));
            let mid = api.add_media(MediaKind::Audio, Direction::SendOnly, id(), id(), None);
            peer.slots.push(Line { mid, ssrc: None });
        }
        let (offer, pending) = api.apply().ok_or(Failure::Broken)?;
        let ufrag = peer.rtc.direct_api().local_ice_credentials().ufrag;
        let sdp = tuned(&offer.to_sdp_string(), place.bitrate_bps);
        let offer = peer.negotiation.offers((sdp, ufrag), pending, true);
        peer.turn(now, drained, |_| Ok(()))?;
        Ok((peer, offer))
    }

    /// Where it may be reached: by UDP, and by TCP at the same addresses.
    fn candidates(&self, addresses: &[SocketAddr]) -> Vec<Remote> {
        let mut all: Vec<_> = addresses.iter().copied().map(Remote::Udp).collect();
        for address in addresses {
            let port = self.shape.tcp_port;
            let tcp = port.map(|port| Remote::Tcp(SocketAddr::new(address.ip(), port)));
            all.extend(tcp.filter(|tcp| !all.contains(tcp)));
        }
        all
    }

    fn rtc(&self, now: Instant) -> Rtc {
        Rtc::builder()
            .set_crypto_provider(Arc::clone(&self.crypto))
            .set_dtls_cert(self.certificate.clone())
            // We are where we say and ask nobody: a browser that does not find us cannot be found either.
            .set_ice_lite(true)
            .set_rtp_mode(true)
            .clear_codecs()
            .enable_opus(true, true)
            .enable_vp8(true)
            .clear_extension_map()
            .set_extension(1, Extension::AudioLevel)
            // Only where a browser sends video, which has to fit its line: a voice needs the same whatever the line is.
            .set_extension(3, Extension::TransportSequenceNumber)
            .set_extension(4, Extension::RtpMid)
            .set_extension(10, Extension::RtpStreamId)
            .set_extension(11, Extension::RepairedRtpStreamId)
            .set_send_buffer_video(VIDEO_KEPT_PACKETS)
            .set_stats_interval(Some(QUALITY_EVERY))
            .set_rtcp_report_interval_audio(QUALITY_EVERY)
            .set_send_buffer_audio(1)
            .set_pause_threshold(Duration::from_hours(1))
            .build(now)
    }
}

impl Peer {
    /// The browser agrees. Nothing happens if it agrees to something that is no longer offered.
    /// Tells whether it was the first time, when the slots begin.
    pub(crate) fn answer(
        &mut self,
        now: Instant,
        (rev, sdp): (u32, &str),
        drained: &mut Drained,
    ) -> Result<bool, Failure> {
        let Some(waits) = self
            .negotiation
            .waits
            .take_if(|waits| waits.offer.rev == rev)
        else {
            return Ok(false);
        };
        if sdp.len() > SDP_BYTES_MAX {
            return Err(Failure::BadAnswer);
        }
        let mut agreed = false;
        self.turn(now, drained, |rtc| {
            let answer = SdpAnswer::from_sdp_string(&without_candidates(sdp))
                .map_err(|error| str0m::RtcError::RemoteSdp(error.to_string()))?;
            rtc.sdp_api().accept_answer(waits.pending, answer)?;
            agreed = true;
            Ok(())
        })
        .map_err(|failure| if agreed { failure } else { Failure::BadAnswer })?;
        if !agreed {
            return Err(Failure::BadAnswer);
        }
        let first = !std::mem::replace(&mut self.negotiation.agreed, true);
        self.learn(now, drained)?;
        Ok(first)
    }

    /// New credentials: the browser looks for us again, from wherever it is now.
    pub(crate) fn restart_ice(
        &mut self,
        now: Instant,
        drained: &mut Drained,
    ) -> Result<Offer, Failure> {
        if let (false, Some(waits)) = (self.negotiation.agreed, &self.negotiation.waits) {
            // Nobody has used those of the first offer yet.
            return Ok(waits.offer.clone());
        }
        if let Some(waits) = self.negotiation.waits.as_ref().filter(|waits| waits.adds) {
            self.negotiation.restart = true;
            return Ok(waits.offer.clone());
        }
        let mut made = None;
        self.turn(now, drained, |rtc| {
            let mut api = rtc.sdp_api();
            let ufrag = api.ice_restart(true).ufrag;
            made = api.apply().map(|applied| (applied, ufrag));
            Ok(())
        })?;
        let ((offer, pending), ufrag) = made.ok_or(Failure::Broken)?;
        self.negotiation.restart = false;
        let sdp = tuned(&offer.to_sdp_string(), self.negotiation.bitrate_bps);
        Ok(self.negotiation.offers((sdp, ufrag), pending, false))
    }

    /// What could not be offered before, if there is anything: one offer at a time.
    pub(crate) fn offer_more(
        &mut self,
        now: Instant,
        drained: &mut Drained,
    ) -> Result<Option<Offer>, Failure> {
        if !self.negotiation.agreed || self.negotiation.waits.is_some() {
            return Ok(None);
        }
        if self.negotiation.restart {
            return self.restart_ice(now, drained).map(Some);
        }
        let mut made = None;
        let mut lines = std::mem::take(&mut self.video);
        self.turn(now, drained, |rtc| {
            let ufrag = rtc.direct_api().local_ice_credentials().ufrag;
            let mut api = rtc.sdp_api();
            lines.add_to(&mut api);
            made = api.apply().map(|applied| (applied, ufrag));
            Ok(())
        })?;
        self.video = lines;
        let Some(((offer, pending), ufrag)) = made else {
            return Ok(None);
        };
        let sdp = tuned(&offer.to_sdp_string(), self.negotiation.bitrate_bps);
        Ok(Some(self.negotiation.offers((sdp, ufrag), pending, true)))
    }

    /// Where the browser has proven to be.
    pub(crate) fn known(&self) -> &[Remote] {
        self.path.known()
    }

    fn learn(&mut self, now: Instant, drained: &mut Drained) -> Result<(), Failure> {
        let params = self.rtc.codec_config().params();
        let of = |codec| params.iter().find(|params| params.spec().codec == codec);
        self.types = of(Codec::Opus).map(|params| Types {
            opus: params.pt(),
            redundant: params.red(),
            video: of(Codec::Vp8).map(str0m::format::PayloadParams::pt),
        });
        for line in self.slots.iter_mut().chain(self.video.slots_mut()) {
            let sends = self
                .rtc
                .media(line.mid)
                .is_some_and(|media| media.direction().is_sending());
            let mut api = self.rtc.direct_api();
            let stream = api.stream_tx_by_mid(line.mid, None).filter(|_| sends);
            line.ssrc = stream.map(|stream| stream.ssrc());
        }
        self.turn(now, drained, |_| Ok(()))
    }
}

impl Negotiation {
    fn offers(
        &mut self,
        (sdp, ufrag): (String, String),
        pending: SdpPendingOffer,
        adds: bool,
    ) -> Offer {
        self.rev += 1;
        let rev = self.rev;
        let offer = Offer { rev, sdp, ufrag };
        self.waits = Some(Waits {
            offer: offer.clone(),
            pending,
            adds,
        });
        offer
    }
}

fn candidate(ours: Remote) -> Option<Candidate> {
    match ours {
        Remote::Udp(address) => Candidate::host(address, "udp"),
        Remote::Tcp(address) => {
            let tcp = Candidate::builder().tcp().host(address);
            tcp.tcptype(TcpType::Passive).build()
        }
    }
    .ok()
}

/// Says what str0m has no word for: browsers read from the offer how they shall encode, and what they shall fit to their line.
fn tuned(sdp: &str, bitrate_bps: u32) -> String {
    let mut tuned = String::with_capacity(sdp.len());
    let mut is_video = false;
    for line in sdp.lines() {
        if line.starts_with("m=") {
            is_video = line.starts_with("m=video");
        }
        if line.contains(SEQUENCE_NUMBERS) && !is_video {
            continue;
        }
        tuned.push_str(line);
        if line.starts_with("a=fmtp:") && line.contains("useinbandfec=1") {
            let _ = write!(tuned, ";usedtx=1;maxaveragebitrate={bitrate_bps}");
        }
        tuned.push_str("\r\n");
    }
    tuned
}

/// Addresses are learnt from whoever asks with the password; what a browser guesses of its own is not needed, and a name
/// of mDNS would not even be read.
fn without_candidates(sdp: &str) -> String {
    sdp.lines()
        .filter(|line| {
            !line.starts_with("a=candidate:") && !line.starts_with("a=end-of-candidates")
        })
        .map(|line| format!("{line}\r\n"))
        .collect()
}
