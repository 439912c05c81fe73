//! Logins without end, and what everybody else notices of them.

use std::{thread, time::Duration};

use serde_json::json;

use super::{
    Size,
    figures::{Moment, Span, count, median, millis},
    swarm::swarm,
};
use crate::{
    clock,
    crowd::{Crowd, Heard},
    histogram::Histogram,
    host::{Contender, Ground, Host, PASSWORD, Wish},
    http::Client,
    marker::{Marker, Reader},
    table::Table,
    trouble::Trouble,
};

/// How many sign in at the same time: fewer than would be refused.
const FLOOD: usize = 8;
/// How many talk meanwhile.
const BYSTANDERS: usize = 100;
/// How often one of them writes, and how often one pings, in microseconds.
const WRITE_EVERY: u64 = 50_000;
const PING_EVERY: u64 = 20_000;
/// How long the flood lasts at least: each of them should get in more than once.
const FLOOD_TIME: Duration = Duration::from_secs(8);
const TURN: Duration = Duration::from_millis(5);
/// How long one waits who was asked to.
const REFUSED: Duration = Duration::from_millis(50);
const PONG: &[u8] = br#"{"type":"PONG""#;
const PING: &[u8] = br#"{"type":"ping"}"#;
/// As Parlor's.
const COST: u32 = 12;

struct Round {
    alone: Heards,
    flooded: Heards,
    logins: Histogram,
    span: Span,
    /// What the bare crate takes for one, in seconds of a processor.
    bare: f64,
}

/// What the others noticed.
#[derive(Default)]
struct Heards {
    sends: Histogram,
    pings: Histogram,
}

/// Logins beside the bare hash, and others before and meanwhile.
pub(super) fn run(ground: &Ground, size: &Size) -> Result<Table, Trouble> {
    let mut rounds = Vec::new();
    for _ in 0..size.rounds {
        rounds.push(round(ground, size)?);
    }
    let each = |figure: fn(&Round) -> f64| median(rounds.iter().map(figure));
    let mut table = Table::new(&[
        "",
        "logins/s",
        "CPU ms each",
        "of bare bcrypt",
        "send p50 ms",
        "send p99 ms",
        "ping p99 ms",
    ]);
    table.row(vec![
        "floor: the bcrypt crate".to_owned(),
        String::new(),
        Table::whole(each(|round| round.bare * 1e3)),
        Table::part(1.0),
        String::new(),
        String::new(),
        String::new(),
    ]);
    let late = |of: fn(&Round) -> &Histogram, share| {
        Table::part(median(
            rounds
                .iter()
                .map(|round| millis(of(round).per_mille(share))),
        ))
    };
    table.row(vec![
        "Parlor, nobody signs in".to_owned(),
        String::new(),
        String::new(),
        String::new(),
        late(|round| &round.alone.sends, 500),
        late(|round| &round.alone.sends, 990),
        late(|round| &round.alone.pings, 990),
    ]);
    let logins = |round: &Round| count(round.logins.total());
    let cpu = each(|round| round.span.cpu / count(round.logins.total()));
    table.row(vec![
        "Parlor, logins without end".to_owned(),
        Table::part(median(
            rounds.iter().map(|round| logins(round) / round.span.wall),
        )),
        Table::whole(cpu * 1e3),
        Table::part(each(|round| round.bare) / cpu),
        late(|round| &round.flooded.sends, 500),
        late(|round| &round.flooded.sends, 990),
        late(|round| &round.flooded.pings, 990),
    ]);
    Ok(table)
}

fn round(ground: &Ground, size: &Size) -> Result<Round, Trouble> {
    let bare = bare()?;
    let (sockets, rate) = (size.of(BYSTANDERS), None);
    let host = Contender::Parlor.start(ground, Wish { sockets, rate })?;
    let mut crowd = Crowd::new(&host)?;
    crowd.gather(sockets, &mut ())?;
    let mut others = Others::new(&host, crowd);
    let alone = others.until(clock::after(size.time), || false)?;
    let (people, address) = (ground.stage.people(), host.address);
    let time = if size.quick {
        size.time
    } else {
        size.time.max(FLOOD_TIME)
    };
    let begin = Moment::of(&host)?;
    thread::scope(|scope| {
        let flood = scope.spawn(move || {
            let askers = people.into_iter().cycle().take(FLOOD).map(|person| {
                move |client: &mut Client| {
                    let body = json!({"username": person.username, "password": PASSWORD});
                    let answer = client.post("/api/v1/auth/login", "", &body)?;
                    if let 429 | 503 = answer.status {
                        thread::sleep(REFUSED);
                        return Ok(false);
                    }
                    answer.json().map(|_| true)
                }
            });
            swarm(address, askers.collect(), time)
        });
        let flooded = others.until(u64::MAX, || flood.is_finished())?;
        let span = begin.until(&Moment::of(&host)?);
        let logins = flood
            .join()
            .map_err(|_| Trouble::broken("the flood panicked"))??;
        Ok(Round {
            alone,
            flooded,
            logins,
            span,
            bare,
        })
    })
}

/// What one hash takes by itself.
fn bare() -> Result<f64, Trouble> {
    let broken = |error: bcrypt::BcryptError| Trouble::broken(format!("bcrypt: {error}"));
    let hash = bcrypt::hash(PASSWORD, COST).map_err(broken)?;
    let mut times = Vec::new();
    for _ in 0..3 {
        let begin = clock::thread_cpu();
        bcrypt::verify(PASSWORD, &hash).map_err(broken)?;
        times.push(clock::thread_cpu().saturating_sub(begin).as_secs_f64());
    }
    Ok(median(times))
}

/// People in a channel who write and ping at a steady rate.
struct Others<'a> {
    host: &'a Host,
    crowd: Crowd<'a>,
    reader: Reader,
    number: u32,
    /// When one pinged who has not been answered.
    pinged: Option<u64>,
}

impl<'a> Others<'a> {
    fn new(host: &'a Host, crowd: Crowd<'a>) -> Self {
        Self {
            host,
            crowd,
            reader: Reader::default(),
            number: 0,
            pinged: None,
        }
    }

    fn until(&mut self, end: u64, is_over: impl Fn() -> bool) -> Result<Heards, Trouble> {
        let mut heards = Heards::default();
        let begin = clock::micros();
        let (mut write_at, mut ping_at) = (begin, begin);
        while clock::micros() < end && !is_over() {
            let now = clock::micros();
            if now >= write_at {
                self.number += 1;
                let (writer, number, due) = (0, self.number, write_at);
                let frame = self.host.tongue.post(Marker {
                    writer,
                    number,
                    due,
                });
                self.crowd.say(0, &frame);
                write_at += WRITE_EVERY;
            }
            if now >= ping_at && self.pinged.is_none() {
                self.pinged = Some(now);
                let ping = crate::frames::of_client(crate::frames::TEXT, PING);
                self.crowd.say(1, &ping);
                ping_at = now + PING_EVERY;
            }
            let (reader, pinged) = (&self.reader, &mut self.pinged);
            self.crowd.turn(TURN, &mut |heard: &Heard<'_>| {
                for marker in reader.markers(heard.payload) {
                    heards.sends.record(heard.now.saturating_sub(marker.due));
                }
                if heard.payload.starts_with(PONG)
                    && let Some(at) = pinged.take()
                {
                    heards.pings.record(heard.now.saturating_sub(at));
                }
            })?;
        }
        Ok(heards)
    }
}
