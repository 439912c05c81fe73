//! Messages that are acknowledged when they are on disk.

use std::{fs::File, io::Write, time::Duration};

use super::{
    Size,
    figures::{Moment, Span, count, median, millis},
    in_turns,
};
use crate::{
    clock,
    crowd::{Crowd, Heard},
    histogram::Histogram,
    host::{Contender, Ground, Host, Rows, Wants, Wish},
    marker::Marker,
    table::Table,
    trouble::Trouble,
};

/// Sockets, each of which waits for one message at a time.
const SOCKETS: usize = 64;
const TURN: Duration = Duration::from_millis(20);
const ACK: &[u8] = br#"{"type":"ACK""#;
/// How much of the disk is synced for the first floor, in bytes.
const BLOCK: [u8; 4_096] = [7; 4_096];

struct Round {
    acks: f64,
    late: Histogram,
    span: Span,
}

/// Parlor beside what the disk and `SQLite` take at least.
pub(super) fn run(ground: &Ground, size: &Size) -> Result<Table, Trouble> {
    let mut synced = Vec::new();
    let mut inserted = Vec::new();
    let rounds = in_turns(size, &Contender::STORES, |who| {
        if who == Contender::Single {
            synced.push(syncs(ground, size.time).map_err(Trouble::io("syncing"))?);
            inserted.push(inserts(ground, size.time)?);
        }
        round(who, ground, size)
    })?;
    let mut table = Table::new(&["", "acks/s", "p50 ms", "p99 ms", "CPU us each", "of groups"]);
    let bare = |table: &mut Table, name: &str, rates: Vec<f64>| {
        let mut cells = vec![name.to_owned(), Table::whole(median(rates))];
        cells.resize(table.columns(), String::new());
        table.row(cells);
    };
    bare(&mut table, "floor: 4 KiB and fdatasync(2)", synced);
    bare(&mut table, "floor: 64 rows a commit, no sockets", inserted);
    let rate = |rounds: &[Round]| median(rounds.iter().map(|round| round.acks / round.span.wall));
    let groups = rounds.iter().find(|(who, _)| *who == Contender::Group);
    let groups = groups
        .and_then(|(_, rounds)| rounds.as_ref().ok())
        .map(|rounds| rate(rounds));
    for (who, rounds) in &rounds {
        let Some(rounds) = table.there(who.name(), rounds)? else {
            continue;
        };
        let late = |share| {
            median(
                rounds
                    .iter()
                    .map(|round| millis(round.late.per_mille(share))),
            )
        };
        table.row(vec![
            who.name().to_owned(),
            Table::whole(rate(rounds)),
            format!("{:.1}", late(500)),
            format!("{:.1}", late(990)),
            Table::whole(median(
                rounds.iter().map(|round| round.span.cpu * 1e6 / round.acks),
            )),
            Table::part(rate(rounds) / groups.unwrap_or(f64::NAN)),
        ]);
    }
    Ok(table)
}

fn round(who: Contender, ground: &Ground, size: &Size) -> Result<Round, Trouble> {
    let (sockets, rate) = (size.of(SOCKETS), None);
    let mut host = who.start(ground, Wish { sockets, rate })?;
    host.wants(Wants::Ready);
    let mut crowd = Crowd::new(&host)?;
    crowd.gather(sockets, &mut ())?;
    let mut writing = Writing::new(&host, crowd);
    // Until there is something to commit together.
    writing.until(clock::after(size.wait(Duration::from_millis(500))))?;
    writing.late = Histogram::default();
    let begin = Moment::of(&host)?;
    writing.until(clock::after(size.time))?;
    let span = begin.until(&Moment::of(&host)?);
    Ok(Round {
        acks: count(writing.late.total()),
        late: writing.late,
        span,
    })
}

/// Everybody writes, waits until it is on disk, and writes again.
struct Writing<'a> {
    host: &'a Host,
    crowd: Crowd<'a>,
    sent: Vec<(u32, u64)>,
    late: Histogram,
}

impl<'a> Writing<'a> {
    fn new(host: &'a Host, crowd: Crowd<'a>) -> Self {
        let mut writing = Self {
            host,
            sent: vec![(0, 0); crowd.count()],
            crowd,
            late: Histogram::default(),
        };
        (0..writing.sent.len()).for_each(|seat| writing.post(seat));
        writing
    }

    fn post(&mut self, seat: usize) {
        let due = clock::micros();
        let number = self.sent[seat].0 + 1;
        self.sent[seat] = (number, due);
        let writer = u8::try_from(seat).unwrap_or(u8::MAX);
        let frame = self.host.tongue.post(Marker {
            writer,
            number,
            due,
        });
        self.crowd.say(seat, &frame);
    }

    fn until(&mut self, end: u64) -> Result<(), Trouble> {
        let mut acked = Vec::new();
        while clock::micros() < end {
            let (late, sent) = (&mut self.late, &self.sent);
            self.crowd.turn(TURN, &mut |heard: &Heard<'_>| {
                if heard.payload.starts_with(ACK) {
                    late.record(heard.now.saturating_sub(sent[heard.seat].1));
                    acked.push(heard.seat);
                }
            })?;
            for seat in acked.drain(..) {
                self.post(seat);
            }
        }
        Ok(())
    }
}

/// How often a second the disk takes something for good.
fn syncs(ground: &Ground, time: Duration) -> std::io::Result<f64> {
    let mut file = File::create(ground.scratch.path().join("synced"))?;
    let (begin, end, mut synced) = (clock::micros(), clock::after(time), 0);
    while clock::micros() < end {
        file.write_all(&BLOCK)?;
        file.sync_data()?;
        synced += 1;
    }
    Ok(per_second(synced, begin))
}

/// How many rows a second a loop without anything else inserts, as many a commit as Parlor has
/// outstanding.
fn inserts(ground: &Ground, time: Duration) -> Result<f64, Trouble> {
    let broken = |error: rusqlite::Error| Trouble::broken(format!("SQLite: {error}"));
    let folder = tempfile::tempdir_in(ground.scratch.path());
    let folder = folder.map_err(Trouble::io("a folder for rows"))?;
    let mut rows = Rows::create(folder.path()).map_err(broken)?;
    let (begin, end, mut number) = (clock::micros(), clock::after(time), 0);
    let mut inserted = 0;
    while clock::micros() < end {
        let texts: Vec<(String, String)> = (0..SOCKETS)
            .map(|_| {
                number += 1;
                let marker = Marker {
                    writer: 0,
                    number,
                    due: 0,
                };
                (marker.nonce(), marker.text())
            })
            .collect();
        let texts = texts
            .iter()
            .map(|(nonce, text)| (nonce.as_str(), text.as_str()));
        rows.insert(texts).map_err(broken)?;
        inserted += SOCKETS as u64;
    }
    Ok(per_second(inserted, begin))
}

fn per_second(done: u64, begin: u64) -> f64 {
    count(done) * 1e6 / count(clock::micros() - begin)
}
