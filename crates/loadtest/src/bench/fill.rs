//! Messages that are there before anything is measured.

use std::time::Duration;

use crate::{
    clock,
    crowd::{Crowd, Heard},
    host::{Host, Wants},
    marker::Marker,
    trouble::Trouble,
};

const SOCKETS: usize = 16;
/// How many messages each has on the way.
const OUTSTANDING: usize = 16;
const TURN: Duration = Duration::from_millis(20);
const ACK: &[u8] = br#"{"type":"ACK""#;
const STUCK_MICROS: u64 = 60_000_000;

/// Writes so many messages, each of which is on disk when this returns. What the host's sockets
/// want from then on is to be let in.
pub(super) fn fill(host: &mut Host, count: usize) -> Result<(), Trouble> {
    host.wants(Wants::Ready);
    let host = &*host;
    let mut crowd = Crowd::new(host)?;
    crowd.gather(SOCKETS, &mut ())?;
    let post = |crowd: &mut Crowd<'_>, seat: usize, number: usize| {
        let marker = Marker {
            writer: u8::try_from(seat).unwrap_or(u8::MAX),
            number: u32::try_from(number).unwrap_or(u32::MAX),
            due: clock::micros(),
        };
        crowd.say(seat, &host.tongue.post(marker));
    };
    let (mut sent, mut acked) = (0, 0);
    while sent < count.min(SOCKETS * OUTSTANDING) {
        post(&mut crowd, sent % SOCKETS, sent);
        sent += 1;
    }
    let mut moved_at = clock::micros();
    while acked < count {
        let mut free = Vec::new();
        crowd.turn(TURN, &mut |heard: &Heard<'_>| {
            if heard.payload.starts_with(ACK) {
                free.push(heard.seat);
            }
        })?;
        acked += free.len();
        let now = clock::micros();
        if !free.is_empty() {
            moved_at = now;
        } else if now > moved_at + STUCK_MICROS {
            return Err(Trouble::broken(format!(
                "{acked} of {count} messages were stored"
            )));
        }
        for seat in free.into_iter().take(count - sent) {
            post(&mut crowd, seat, sent);
            sent += 1;
        }
    }
    Ok(())
}
