//! A browser's cameras and screens, and what it sees of others. Each picture is two packets, which say whose they are.

use std::{
    collections::{BTreeMap, HashSet},
    time::Instant,
};

use parlor_protocol::voice::VideoKind;
use parlor_voice::SeatId;
use str0m::{
    Rtc,
    format::Codec,
    media::{KeyframeRequest, MediaAdded, Mid, Pt, Rid},
    rtp::{RtpPacket, RtpWrite, Vp8Descriptor},
};

/// A packet that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) at: Instant,
    pub(crate) seq: u64,
    pub(crate) time: u32,
    /// As VP8 counts them.
    pub(crate) nth: u16,
    pub(crate) begins: bool,
    pub(crate) who: SeatId,
    pub(crate) layer: u8,
    pub(crate) on: Mid,
}

/// All of one browser.
#[derive(Debug, Default)]
pub(crate) struct Cameras {
    lines: BTreeMap<VideoKind, Mid>,
    /// In which layers something is sent; `x` is the one that has no name.
    pub(crate) shows: BTreeMap<VideoKind, Vec<u8>>,
    sent: u16,
    /// What was sent of each layer.
    sequences: BTreeMap<(VideoKind, u8), u64>,
    /// Which pictures are asked to stand for themselves.
    asked: HashSet<(Mid, Option<Rid>)>,
    pub(crate) asked_times: usize,
    pub(crate) seen: Vec<Picture>,
}

/// The rid of a layer.
fn rid(layer: u8) -> Option<Rid> {
    (layer != b'x').then(|| std::str::from_utf8(&[layer]).unwrap().into())
}

/// How the browser numbers VP8.
pub(crate) fn vp8(rtc: &Rtc) -> Pt {
    let mut params = rtc.codec_config().params().iter();
    let vp8 = params.find(|params| params.spec().codec == Codec::Vp8);
    vp8.unwrap().pt()
}

impl Cameras {
    pub(crate) fn added(&mut self, media: &MediaAdded) {
        let kind = if media.simulcast.is_some() {
            VideoKind::Camera
        } else {
            VideoKind::Screen
        };
        self.lines.insert(kind, media.mid);
    }

    pub(crate) fn asked(&mut self, request: KeyframeRequest) {
        self.asked_times += 1;
        self.asked.insert((request.mid, request.rid));
    }

    /// One picture of everything that is shown.
    pub(crate) fn show(&mut self, now: Instant, rtc: &mut Rtc, who: SeatId) {
        self.sent = self.sent.wrapping_add(1) & 0x7fff;
        let pt = vp8(rtc);
        for (kind, layers) in &self.shows {
            let Some(mid) = self.lines.get(kind).copied() else {
                continue;
            };
            for layer in layers {
                let key = self.asked.remove(&(mid, rid(*layer)));
                for begins in [true, false] {
                    let seq = self.sequences.entry((*kind, *layer)).or_default();
                    *seq += 1;
                    let [high, low] = (self.sent | 0x8000).to_be_bytes();
                    let [_, base] = self.sent.to_be_bytes();
                    let start = if begins { 0x90 } else { 0x80 };
                    let mut payload = vec![start, 0xe0, high, low, base, 0, u8::from(!key)];
                    payload.push(*layer);
                    payload.extend(who.0.to_be_bytes());
                    let time = u32::from(self.sent).wrapping_mul(1_800) + u32::from(*layer);
                    let packet = RtpWrite::new(pt, (*seq).into(), time, now, payload);
                    let packet = packet.marker(!begins).nackable(true);
                    if let Some(stream) = rtc.direct_api().stream_tx_by_mid(mid, rid(*layer)) {
                        stream.write_rtp(packet);
                    }
                    let _ = rtc.handle_input(str0m::Input::Timeout(now));
                }
            }
        }
    }

    /// Sends what no browser sends.
    pub(crate) fn send(&mut self, now: Instant, rtc: &mut Rtc, kind: VideoKind, payload: &[u8]) {
        let (Some(mid), pt) = (self.lines.get(&kind), vp8(rtc)) else {
            return;
        };
        let seq = self.sequences.entry((kind, b'x')).or_default();
        *seq += 1;
        let packet = RtpWrite::new(pt, (*seq).into(), 0, now, payload);
        if let Some(stream) = rtc.direct_api().stream_tx_by_mid(*mid, None) {
            stream.write_rtp(packet);
        }
        let _ = rtc.handle_input(str0m::Input::Timeout(now));
    }

    pub(crate) fn see(&mut self, at: Instant, on: Mid, packet: &RtpPacket) {
        let descriptor = Vp8Descriptor::parse(&packet.payload).unwrap();
        let [.., layer, _, _, _, _, _, _, _, _] = *packet.payload else {
            return;
        };
        let (_, who) = packet.payload.split_last_chunk::<8>().unwrap();
        self.seen.push(Picture {
            at,
            seq: *packet.seq_no,
            time: packet.header.timestamp,
            nth: descriptor.picture_id().unwrap_or_default(),
            begins: descriptor.starts_keyframe(&packet.payload),
            who: SeatId(u64::from_be_bytes(*who)),
            layer,
            on,
        });
    }

    /// What it saw since.
    pub(crate) fn since(&self, since: Instant) -> Vec<Picture> {
        let seen = self.seen.iter();
        seen.filter(|picture| picture.at >= since)
            .copied()
            .collect()
    }
}
