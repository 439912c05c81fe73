//! The lines of a connection on which video goes.

use std::time::Instant;

use parlor_protocol::voice::VideoKind;
use str0m::{
    change::SdpApi,
    media::{Direction, KeyframeRequestKind, MediaKind, Mid, Simulcast, SimulcastLayer},
    rtp::{RtpPacket, RtpWrite, Ssrc},
};

use super::{Drained, Line, Peer};
use crate::{
    Failure,
    limits::VIDEO_SLOTS,
    video::{Frame, Layer, VideoPacket},
};

/// All of them; each kind is added once, when it is first wanted, and stays.
#[derive(Debug, Default)]
pub(super) struct Lines {
    shows: bool,
    sees: bool,
    camera: Option<Mid>,
    screen: Option<Mid>,
    slots: Vec<Line>,
}

impl Lines {
    /// Whether this line is one of them.
    pub(super) fn has(&self, mid: Mid) -> bool {
        self.kind(mid).is_some() || self.slots.iter().any(|line| line.mid == mid)
    }

    pub(super) fn slots_mut(&mut self) -> impl Iterator<Item = &mut Line> {
        self.slots.iter_mut()
    }

    /// Adds those that are wanted and not there.
    pub(super) fn add_to(&mut self, api: &mut SdpApi<'_>) {
        if self.shows && self.camera.is_none() {
            let mut layers = Simulcast::new();
            for layer in Layer::ALL {
                layers.add_recv_layer(SimulcastLayer::new(layer.rid()));
            }
            self.camera = Some(receives(api, "camera", Some(layers)));
            self.screen = Some(receives(api, "screen", None));
        }
        if self.sees && self.slots.is_empty() {
            let slot = |slot| {
                let id = || Some(format!("video{slot}"));
                let (kind, sends) = (MediaKind::Video, Direction::SendOnly);
                let mid = api.add_media(kind, sends, id(), id(), None);
                Line { mid, ssrc: None }
            };
            self.slots = (0..VIDEO_SLOTS).map(slot).collect();
        }
    }

    fn kind(&self, mid: Mid) -> Option<VideoKind> {
        match Some(mid) {
            camera if camera == self.camera => Some(VideoKind::Camera),
            screen if screen == self.screen => Some(VideoKind::Screen),
            _ => None,
        }
    }

    fn line(&self, kind: VideoKind) -> Option<Mid> {
        match kind {
            VideoKind::Camera => self.camera,
            VideoKind::Screen => self.screen,
        }
    }
}

fn receives(api: &mut SdpApi<'_>, id: &str, layers: Option<Simulcast>) -> Mid {
    let id = || Some(id.to_owned());
    let receives = Direction::RecvOnly;
    api.add_media(MediaKind::Video, receives, id(), id(), layers)
}

impl Peer {
    /// Something is to be shown; the lines come with the next offer.
    pub(crate) fn shows(&mut self) {
        self.video.shows = true;
    }

    /// Something is to be seen; the same.
    pub(crate) fn sees(&mut self) {
        self.video.sees = true;
    }

    /// The streams of the video slots that the browser agreed to.
    pub(crate) fn video_slots(&self) -> impl Iterator<Item = Ssrc> {
        self.video.slots.iter().filter_map(|line| line.ssrc)
    }

    /// What the browser calls a video slot.
    pub(crate) fn video_mid(&self, slot: usize) -> String {
        let line = self.video_line(slot);
        line.map(|line| line.mid.to_string()).unwrap_or_default()
    }

    /// Which video slot the browser calls so.
    pub(crate) fn video_slot(&self, mid: Mid) -> Option<usize> {
        let mut agreed = self.video.slots.iter().filter(|line| line.ssrc.is_some());
        agreed.position(|line| line.mid == mid)
    }

    fn video_line(&self, slot: usize) -> Option<&Line> {
        let mut agreed = self.video.slots.iter().filter(|line| line.ssrc.is_some());
        agreed.nth(slot)
    }

    pub(super) fn is_video(&self, packet: &RtpPacket) -> bool {
        let video = self.types.and_then(|types| types.video);
        video == Some(packet.header.payload_type)
    }

    /// What a packet shows, by the line and the layer that it came on.
    pub(super) fn video_packet(&mut self, packet: &RtpPacket) -> Option<VideoPacket> {
        let mut api = self.rtc.direct_api();
        let stream = api.stream_rx(&packet.header.ssrc)?;
        let layer = match stream.rid() {
            Some(rid) => Layer::named(&rid)?,
            None => Layer::High,
        };
        let mid = stream.mid();
        VideoPacket::read(self.video.kind(mid)?, layer, packet)
    }

    /// Sends a packet of somebody's video on one of its slots.
    pub(crate) fn write_video(
        &mut self,
        now: Instant,
        slot: usize,
        (frame, packet): (&Frame, &VideoPacket),
        drained: &mut Drained,
    ) -> Result<(), Failure> {
        let ssrc = self.video_line(slot).and_then(|line| line.ssrc);
        let pt = self.types.and_then(|types| types.video);
        let (Some(ssrc), Some(pt)) = (ssrc, pt) else {
            return Ok(());
        };
        let stamp = frame.stamp;
        let payload = packet.payload.clone();
        let mut write = RtpWrite::new(pt, stamp.seq.into(), stamp.time, now, payload)
            .marker(packet.marker)
            .nackable(true);
        if let Some(patch) = frame.patch {
            write = write.vp8_patch(patch);
        }
        self.turn(now, drained, |rtc| {
            if let Some(stream) = rtc.direct_api().stream_tx(&ssrc) {
                stream.write_rtp(write);
            }
            rtc.handle_input(str0m::Input::Timeout(now))
        })
    }

    /// Asks for a picture that stands for itself.
    pub(crate) fn ask_keyframe(
        &mut self,
        now: Instant,
        (kind, layer): (VideoKind, Layer),
        drained: &mut Drained,
    ) -> Result<(), Failure> {
        let Some(mid) = self.video.line(kind) else {
            return Ok(());
        };
        self.turn(now, drained, |rtc| {
            let mut api = rtc.direct_api();
            // A browser without layers sends one that has no name.
            let rid = Some(layer.rid().into());
            let named = api.stream_rx_by_mid(mid, rid).is_some();
            let stream = api.stream_rx_by_mid(mid, rid.filter(|_| named));
            if let Some(stream) = stream {
                stream.request_keyframe(KeyframeRequestKind::Pli);
            }
            rtc.handle_input(str0m::Input::Timeout(now))
        })
    }
}
