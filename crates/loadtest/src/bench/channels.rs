//! Many channels, and people who do what people do.

use std::time::Duration;

use serde_json::Value;

use super::{
    Size,
    figures::{Moment, Span, count, mebibytes, median, millis},
};
use crate::{
    clock,
    crowd::{Crowd, Heard},
    frames,
    histogram::Histogram,
    host::{Contender, Ground, Wants, Wish, post_to},
    marker::{Marker, Reader},
    table::Table,
    trouble::Trouble,
};

const SOCKETS: usize = 1_000;
const CHANNELS: usize = 100;
/// How often somebody does something, in microseconds: 400 times a second.
const EVERY: u64 = 2_500;
/// Of so many deeds half are messages; the rest is reading, typing, reactions and pings.
const DEEDS: u64 = 20;
const WARM_UP: Duration = Duration::from_secs(1);
const TURN: Duration = Duration::from_millis(2);
const ACK: &[u8] = br#"{"type":"ACK""#;
const ERROR: &[u8] = br#"{"type":"ERROR""#;
const NEW: &[u8] = br#"{"type":"NEW_MESSAGE""#;

struct Round {
    heard: Histogram,
    acked: Histogram,
    span: Span,
    deeds: u64,
    refused: u64,
}

/// A thousand people, each looking at one of a hundred channels and told of the others.
pub(super) fn run(ground: &Ground, size: &Size) -> Result<Table, Trouble> {
    let mut rounds = Vec::new();
    for _ in 0..size.rounds {
        rounds.push(round(ground, size)?);
    }
    let each = |figure: fn(&Round) -> f64| median(rounds.iter().map(figure));
    let refused: u64 = rounds.iter().map(|round| round.refused).sum();
    let mut table = Table::new(&[
        "",
        "deeds/s",
        "cores",
        "CPU us a deed",
        "heard p50 ms",
        "heard p99 ms",
        "ACK p50 ms",
        "ACK p99 ms",
        "RSS MiB",
        "refused",
    ]);
    table.row(vec![
        Contender::Parlor.name().to_owned(),
        Table::whole(each(|round| count(round.deeds) / round.span.wall)),
        Table::part(each(|round| round.span.cpu / round.span.wall)),
        Table::whole(each(|round| round.span.cpu * 1e6 / count(round.deeds))),
        Table::part(each(|round| millis(round.heard.per_mille(500)))),
        Table::part(each(|round| millis(round.heard.per_mille(990)))),
        Table::part(each(|round| millis(round.acked.per_mille(500)))),
        Table::part(each(|round| millis(round.acked.per_mille(990)))),
        Table::whole(each(|round| mebibytes(round.span.resident))),
        refused.to_string(),
    ]);
    if refused > 0 {
        table.fault(format!("Parlor refused {refused} of what was asked for."));
    }
    Ok(table)
}

fn round(ground: &Ground, size: &Size) -> Result<Round, Trouble> {
    let (sockets, rate) = (size.of(SOCKETS), None);
    let mut host = Contender::Parlor.start(ground, Wish { sockets, rate })?;
    let channels = ground.stage.channels(&host, size.of(CHANNELS))?;
    host.wants(Wants::Join(channels.clone()));
    let mut crowd = Crowd::new(&host)?;
    crowd.gather(sockets, &mut ())?;
    let mut life = Life::new(crowd, channels);
    life.until(clock::after(WARM_UP.min(size.time)))?;
    (life.heard, life.acked) = Default::default();
    let (begin, before) = (Moment::of(&host)?, life.deeds);
    life.until(clock::after(size.time))?;
    Ok(Round {
        span: begin.until(&Moment::of(&host)?),
        heard: life.heard,
        acked: life.acked,
        deeds: life.deeds - before,
        refused: life.refused,
    })
}

/// What people do, one after the other, at a steady rate.
struct Life<'a> {
    crowd: Crowd<'a>,
    channels: Vec<String>,
    /// Of each channel, the last message and its position.
    newest: Vec<Option<(String, u64)>>,
    reader: Reader,
    heard: Histogram,
    acked: Histogram,
    deeds: u64,
    refused: u64,
    at: u64,
}

impl<'a> Life<'a> {
    fn new(crowd: Crowd<'a>, channels: Vec<String>) -> Self {
        Self {
            crowd,
            newest: vec![None; channels.len()],
            channels,
            reader: Reader::default(),
            heard: Histogram::default(),
            acked: Histogram::default(),
            deeds: 0,
            refused: 0,
            at: clock::micros(),
        }
    }

    fn until(&mut self, end: u64) -> Result<(), Trouble> {
        while clock::micros() < end {
            while self.at <= clock::micros() {
                self.deed();
                self.at += EVERY;
            }
            self.hear()?;
        }
        Ok(())
    }

    fn deed(&mut self) {
        let number = self.deeds;
        self.deeds += 1;
        let sockets = self.crowd.count();
        let (who, what) = (scattered(number), scattered(!number));
        let seat = usize::try_from(who % sockets as u64).unwrap_or(0);
        let at = seat % self.channels.len();
        let channel = &self.channels[at];
        let said = |text: String| frames::of_client(frames::TEXT, text.as_bytes());
        let newest = self.newest[at].as_ref();
        let frame = match (what % DEEDS, newest) {
            (0..10, _) | (_, None) => post_to(
                channel,
                Marker {
                    writer: 0,
                    number: u32::try_from(number).unwrap_or(u32::MAX),
                    due: self.at,
                },
            ),
            (10..15, Some((_, seq))) => said(format!(
                r#"{{"type":"mark_read","channelId":"{channel}","seq":{seq}}}"#
            )),
            (15..17, Some((message, _))) => said(format!(
                r#"{{"type":"add_reaction","channelId":"{channel}","messageId":"{message}","emoji":"👍"}}"#
            )),
            (17..19, _) => said(format!(r#"{{"type":"typing","channelId":"{channel}"}}"#)),
            _ => said(r#"{"type":"ping"}"#.to_owned()),
        };
        self.crowd.say(seat, &frame);
    }

    fn hear(&mut self) -> Result<(), Trouble> {
        let Self {
            crowd,
            channels,
            newest,
            reader,
            heard,
            acked,
            refused,
            ..
        } = self;
        let last = crowd.count() - channels.len();
        crowd.turn(TURN, &mut |frame: &Heard<'_>| {
            for marker in reader.markers(frame.payload) {
                heard.record(frame.now.saturating_sub(marker.due));
            }
            if frame.payload.starts_with(ERROR) {
                *refused += 1;
            } else if frame.payload.starts_with(ACK) {
                if let Some(due) = due_of_ack(frame.payload) {
                    acked.record(frame.now.saturating_sub(due));
                }
            } else if frame.seat >= last && frame.payload.starts_with(NEW) {
                // One socket of each channel is enough to know what stands there.
                newest[frame.seat % channels.len()] = newest_of(frame.payload);
            }
        })
    }
}

/// A number that has nothing to do with its neighbours' (splitmix64): every run does the same.
fn scattered(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// When the message was due that is acknowledged here.
fn due_of_ack(payload: &[u8]) -> Option<u64> {
    let ack: Value = serde_json::from_slice(payload).ok()?;
    let (_, due) = ack["nonce"].as_str()?.rsplit_once('-')?;
    u64::from_str_radix(due, 16).ok()
}

fn newest_of(payload: &[u8]) -> Option<(String, u64)> {
    let event: Value = serde_json::from_slice(payload).ok()?;
    let id = event["message"]["id"].as_str()?.to_owned();
    Some((id, event["seq"].as_u64()?))
}
