//! Who shows what to whom.

use std::time::Instant;

use parlor_protocol::voice::{VideoKind, VideoWish};
use str0m::media::Mid;

use super::{Rooms, Seat, Whose, seat::beginning};
use crate::{
    Event, SeatId,
    forward::Track,
    limits::{VIDEO_PAYLOAD_BYTES_MAX, VIDEO_SLOTS},
    peer::Peer,
    video::{Layer, Pass, Publication, Source, VideoPacket, VideoSlots},
};

impl Rooms {
    /// A seat shows something from now on.
    pub(super) fn publish(
        &mut self,
        now: Instant,
        (id, kind): (SeatId, VideoKind),
        bitrate_bps: u32,
    ) {
        let Some(seat) = self.seats.get_mut(&id) else {
            return;
        };
        let video = &mut seat.video;
        video.shows = video.shows.wrapping_add(1);
        let nth = video.shows;
        let shown = Publication::new(nth, bitrate_bps, now);
        video.published.entry(kind).or_insert(shown);
        if let Some(peer) = &mut seat.peer {
            peer.shows();
        }
        let room = seat.room;
        self.offer_more(now, id);
        let voices = self.channels.get(&room).map(|room| room.voices.keys());
        for viewer in voices.into_iter().flatten().copied().collect::<Vec<_>>() {
            self.look(now, viewer);
        }
    }

    /// A connection is another one: what the seat shows and sees needs lines on it.
    pub(super) fn show_again(&mut self, now: Instant, id: SeatId) {
        if let Some(seat) = self.seats.get_mut(&id)
            && let Some(peer) = &mut seat.peer
            && !seat.video.published.is_empty()
        {
            peer.shows();
        }
        self.look(now, id);
    }

    /// A seat shows something no more.
    pub(super) fn unpublish(&mut self, source: Source) {
        let seat = self.seats.get_mut(&source.seat);
        let shown = seat.and_then(|seat| seat.video.published.remove(&source.kind));
        for viewer in shown.into_iter().flat_map(|shown| shown.viewers) {
            self.stop_seeing(viewer, source);
        }
    }

    /// A seat wants to see these, and no others.
    pub(super) fn subscribe(&mut self, now: Instant, id: SeatId, mut videos: Vec<VideoWish>) {
        videos.truncate(VIDEO_SLOTS);
        let Some(seat) = self.seats.get_mut(&id) else {
            return;
        };
        seat.video.wants = videos;
        let held: Vec<Source> = seat.video.slots.held().map(|(_, source)| source).collect();
        for source in held {
            if self.wanted_by(id, source).is_none() {
                self.stop_seeing(id, source);
            }
        }
        self.look(now, id);
    }

    /// How much of this a seat wants to see.
    fn wanted_by(&self, viewer: SeatId, source: Source) -> Option<Layer> {
        let seat = self.seats.get(&viewer)?;
        let voice = self.channels.get(&seat.room)?.voices.get(&source.seat)?;
        seat.video.wants(voice.user, source.kind)
    }

    /// What a seat wants to see and is shown just now, by somebody else in the same room.
    fn in_sight(&self, viewer: SeatId) -> Vec<Source> {
        let seat = self.seats.get(&viewer);
        let room = seat.and_then(|seat| self.channels.get(&seat.room));
        let (Some(seat), Some(room)) = (seat, room) else {
            return Vec::new();
        };
        let shown = |wish: &VideoWish| {
            let VideoWish { user_id, kind, .. } = *wish;
            let mut voices = room.voices.iter();
            let seat = *voices
                .find(|(id, voice)| voice.user == user_id && **id != viewer)?
                .0;
            let published = &self.seats.get(&seat)?.video.published;
            published
                .contains_key(&kind)
                .then_some(Source { seat, kind })
        };
        seat.video.wants.iter().filter_map(shown).collect()
    }

    /// Gives a seat what it wants to see and is there to be seen.
    fn look(&mut self, now: Instant, id: SeatId) {
        let sources = self.in_sight(id);
        if sources.is_empty() {
            return;
        }
        if let Some(peer) = self.seats.get_mut(&id).and_then(|seat| seat.peer.as_mut()) {
            peer.sees();
        }
        self.offer_more(now, id);
        for source in sources {
            self.see(now, id, source);
        }
    }

    fn see(&mut self, now: Instant, id: SeatId, source: Source) {
        let Some(seat) = self.seats.get_mut(&id) else {
            return;
        };
        let slots = &mut seat.video.slots;
        if slots.of(source).is_some() {
            return;
        }
        let Some(slot) = slots.take(source) else {
            return;
        };
        self.tell_video(id, slot, Some(source));
        if let Some(shown) = self.publication(source) {
            shown.viewers.insert(id);
        }
        self.ask_keyframe(now, source, None);
    }

    fn publication(&mut self, source: Source) -> Option<&mut Publication> {
        let seat = self.seats.get_mut(&source.seat)?;
        seat.video.published.get_mut(&source.kind)
    }

    /// A browser has answered: there may be slots, and more to offer.
    pub(super) fn agreed(&mut self, now: Instant, id: SeatId) {
        if let Some(seat) = self.seats.get_mut(&id)
            && seat.video.slots.is_empty()
            && let Some(peer) = &seat.peer
        {
            let tracks = peer.video_slots();
            let tracks = tracks.map(|ssrc| Track::video(beginning(*ssrc)));
            seat.video.slots = VideoSlots::new(tracks);
        }
        self.offer_more(now, id);
        self.look(now, id);
    }

    fn offer_more(&mut self, now: Instant, id: SeatId) {
        let mut made = None;
        self.turn(now, id, |peer, now, drained| {
            made = peer.offer_more(now, drained)?;
            Ok(())
        });
        if let Some(offer) = made {
            self.offer(id, offer);
        }
    }

    fn stop_seeing(&mut self, viewer: SeatId, source: Source) {
        if let Some(shown) = self.publication(source) {
            shown.viewers.remove(&viewer);
        }
        let Some(seat) = self.seats.get_mut(&viewer) else {
            return;
        };
        if let Some(slot) = seat.video.slots.free(source) {
            self.tell_video(viewer, slot, None);
        }
    }

    fn tell_video(&mut self, viewer: SeatId, slot: usize, source: Option<Source>) {
        let Some(seat) = self.seats.get(&viewer) else {
            return;
        };
        let mid = seat.peer.as_ref().map(|peer| peer.video_mid(slot));
        let room = self.channels.get(&seat.room);
        let shown = source.and_then(|source| {
            let voice = room?.voices.get(&source.seat)?;
            Some((voice.user, source.kind))
        });
        if let Some(mid) = mid {
            let seat = viewer;
            self.events.push_back(Event::VideoSlot { seat, mid, shown });
        }
    }

    /// Somebody goes: what they showed is gone, and they see nothing.
    pub(super) fn show_nothing(&mut self, id: SeatId) {
        for kind in [VideoKind::Camera, VideoKind::Screen] {
            self.unpublish(Source { seat: id, kind });
        }
        let Some(mut seat) = self.seats.remove(&id) else {
            return;
        };
        self.see_nothing(id, &mut seat);
        self.seats.insert(id, seat);
    }

    /// The connection of a seat is gone, and what was seen on it. What is wanted is wanted still.
    pub(super) fn see_nothing(&mut self, id: SeatId, seat: &mut Seat) {
        for (slot, source) in seat.video.slots.held() {
            if let Some(shown) = self.publication(source) {
                shown.viewers.remove(&id);
            }
            if let Some(peer) = &seat.peer {
                let (seat, mid) = (id, peer.video_mid(slot));
                let shown = None;
                self.events.push_back(Event::VideoSlot { seat, mid, shown });
            }
        }
        seat.video.slots = VideoSlots::default();
    }

    /// A packet of a video: sent to everybody who sees it.
    pub(super) fn show(&mut self, now: Instant, id: SeatId, packet: &VideoPacket) {
        let Some(seat) = self.seats.get_mut(&id) else {
            return;
        };
        let source = Source {
            seat: id,
            kind: packet.kind,
        };
        let room = self.channels.get(&seat.room);
        let user = room.and_then(|room| room.voices.get(&id)).map(|it| it.user);
        let bytes = packet.payload.len();
        if bytes > VIDEO_PAYLOAD_BYTES_MAX {
            return;
        }
        // Taken out while the others are looked at; nobody else is asked meanwhile.
        let Some(mut shown) = seat.video.published.remove(&source.kind) else {
            return;
        };
        let mut waits = false;
        let (mut failed, mut news) = (Vec::new(), Vec::new());
        if shown.takes(now, bytes) {
            shown.coming.came(packet.layer, now);
            for viewer in &shown.viewers {
                let Some(seat) = self.seats.get_mut(viewer).filter(|seat| seat.can_see()) else {
                    continue;
                };
                let Some(wanted) = user.and_then(|user| seat.video.wants(user, source.kind)) else {
                    continue;
                };
                let pass = (seat.video.slots).pass(now, (source, wanted), &shown, packet);
                waits |= matches!(pass, Pass::Waits);
                if let (Pass::On(slot, frame), Some(peer)) = (pass, &mut seat.peer) {
                    let written = peer.write_video(now, slot, (&frame, packet), &mut self.drained);
                    self.due.at(Whose::Seat(*viewer), peer.due());
                    failed.extend(written.err().map(|why| (*viewer, why)));
                    let told = self.drained.news.drain(..);
                    news.extend(told.map(|news| (*viewer, news)));
                }
            }
        }
        if let Some(seat) = self.seats.get_mut(&id) {
            seat.video.published.insert(source.kind, shown);
        }
        if waits {
            self.ask_keyframe(now, source, Some(packet.layer));
        }
        for (viewer, news) in news {
            self.learn(now, viewer, news);
        }
        for (viewer, why) in failed {
            self.fail(viewer, why);
        }
    }

    /// A viewer lost so much that nothing can be seen until a picture comes that stands for itself.
    pub(super) fn lost(&mut self, now: Instant, viewer: SeatId, mid: Mid) {
        let Some(seat) = self.seats.get(&viewer) else {
            return;
        };
        let slot = seat.peer.as_ref().and_then(|peer| peer.video_slot(mid));
        let seen = slot.and_then(|slot| seat.video.slots.seen(slot));
        if let Some((source, layer)) = seen {
            self.ask_keyframe(now, source, layer);
        }
    }

    /// Asks a browser for one, of one layer or of all that come, if that was not just done.
    fn ask_keyframe(&mut self, now: Instant, source: Source, layer: Option<Layer>) {
        let layers = Layer::ALL.into_iter();
        for asked in layers.filter(|each| layer.is_none_or(|layer| layer == *each)) {
            let shown = self.publication(source);
            if shown.is_some_and(|shown| shown.may_ask(asked, now)) {
                self.turn(now, source.seat, |peer, now, drained| {
                    peer.ask_keyframe(now, (source.kind, asked), drained)
                });
            }
        }
    }
}

impl Seat {
    /// Whether video can reach it: frames on a WebSocket carry none.
    fn can_see(&self) -> bool {
        self.frames.is_none() && self.peer.as_ref().is_some_and(Peer::is_connected)
    }
}
