//! One channel: what reaches everybody, how soon, and what it costs.

use std::time::Duration;

use super::{
    Size,
    figures::{count, mebibytes, median, millis, percent},
    in_turns,
    ledger::Counts,
    room::{Pace, Room, Round, measure},
};
use crate::{
    host::{Contender, Ground, Wish},
    table::Table,
    trouble::Trouble,
};

/// How many messages are on their way at the same time.
const WINDOW: usize = 16;
/// How many messages a second where that is given.
const RATE: u32 = 20;
/// At that rate, to how many sockets.
const RATE_SOCKETS: usize = 1_000;
/// How many sockets there are when one of them stalls.
const STALL_SOCKETS: usize = 1_000;

/// As many messages as it carries.
pub(super) fn saturated(ground: &Ground, size: &Size, sockets: usize) -> Result<Table, Trouble> {
    let (sockets, pace) = (size.of(sockets), Pace::Window(WINDOW));
    let rounds = in_turns(size, &Contender::HANDS_ON, |who| {
        round(who, ground, (sockets, pace), size.time)
    })?;
    let mut table = Table::new(&[
        "",
        "deliveries/s",
        "s/M",
        "per CPU-s",
        "of writev",
        "cores",
        "RSS MiB",
        "lost",
        "wrong",
        "pages",
        "load busy",
        "bytes",
    ]);
    let floor = rounds.iter().find(|(who, _)| *who == Contender::Writev);
    let floor = floor
        .and_then(|(_, rounds)| rounds.as_ref().ok())
        .map(|rounds| per_cpu(rounds));
    for (who, rounds) in &rounds {
        let Some(rounds) = table.there(who.name(), rounds)? else {
            continue;
        };
        blame(&mut table, *who, rounds);
        let each = |figure: fn(&Round) -> f64| median(rounds.iter().map(figure));
        let efficiency = per_cpu(rounds);
        table.row(vec![
            who.name().to_owned(),
            Table::whole(each(|round| count(round.deliveries) / round.span.wall)),
            Table::part(1e6 / efficiency),
            Table::whole(efficiency),
            floor.map_or_else(String::new, |floor| Table::part(efficiency / floor)),
            format!("{:.2}", each(|round| round.span.cpu / round.span.wall)),
            format!("{:.0}", each(|round| mebibytes(round.span.resident))),
            sum(rounds, |counts| counts.lost),
            sum(rounds, |counts| counts.wrong),
            sum(rounds, |counts| counts.pages),
            percent(each(|round| round.span.load / round.span.wall)),
            rounds[0].frame_bytes.to_string(),
        ]);
    }
    Ok(table)
}

/// A few messages a second: what each costs when there is nothing to put together, and how long it
/// takes from the moment it should have been sent.
pub(super) fn at_a_rate(ground: &Ground, size: &Size) -> Result<Table, Trouble> {
    let (sockets, pace) = (size.of(RATE_SOCKETS), Pace::Rate(RATE));
    let rounds = in_turns(size, &Contender::HANDS_ON, |who| {
        round(who, ground, (sockets, pace), size.time)
    })?;
    let mut table = Table::new(&[
        "",
        "p50 ms",
        "p99 ms",
        "p99.9 ms",
        "s/M",
        "of write",
        "lost",
        "wrong",
        "load busy",
    ]);
    let floor = rounds.iter().find(|(who, _)| *who == Contender::Write);
    let floor = floor
        .and_then(|(_, rounds)| rounds.as_ref().ok())
        .map(|rounds| per_cpu(rounds));
    for (who, rounds) in &rounds {
        let Some(rounds) = table.there(who.name(), rounds)? else {
            continue;
        };
        blame(&mut table, *who, rounds);
        let late = |share| {
            median(
                rounds
                    .iter()
                    .map(|round| millis(round.latency.per_mille(share))),
            )
        };
        let efficiency = per_cpu(rounds);
        table.row(vec![
            who.name().to_owned(),
            format!("{:.1}", late(500)),
            format!("{:.1}", late(990)),
            format!("{:.1}", late(999)),
            Table::part(1e6 / efficiency),
            floor.map_or_else(String::new, |floor| Table::part(floor / efficiency)),
            sum(rounds, |counts| counts.lost),
            sum(rounds, |counts| counts.wrong),
            percent(median(
                rounds.iter().map(|round| round.span.load / round.span.wall),
            )),
        ]);
    }
    Ok(table)
}

/// One reader in a thousand takes nothing any more: what the others notice.
pub(super) fn stalled(ground: &Ground, size: &Size) -> Result<Table, Trouble> {
    const CASES: [(&str, bool); 2] = [("Parlor, all read", false), ("Parlor, one stalls", true)];
    let sockets = size.of(STALL_SOCKETS);
    let mut all = CASES.map(|_| Vec::new());
    for _ in 0..size.rounds {
        for ((_, stalls), rounds) in CASES.iter().zip(&mut all) {
            let wish = Wish {
                sockets,
                rate: None,
            };
            let host = Contender::Parlor.start(ground, wish)?;
            let mut room = Room::new(&host, sockets, false)?;
            if *stalls {
                room.stall_last()?;
            }
            rounds.push(measure(room, Pace::Window(WINDOW), size.time)?);
        }
    }
    let mut table = Table::new(&[
        "",
        "p50 ms",
        "p99 ms",
        "p99.9 ms",
        "deliveries/s",
        "s/M",
        "RSS MiB",
        "lost",
        "wrong",
    ]);
    for ((name, _), rounds) in CASES.iter().zip(&all) {
        blame(&mut table, Contender::Parlor, rounds);
        let each = |figure: fn(&Round) -> f64| median(rounds.iter().map(figure));
        table.row(vec![
            (*name).to_owned(),
            format!("{:.1}", each(|round| millis(round.latency.per_mille(500)))),
            format!("{:.1}", each(|round| millis(round.latency.per_mille(990)))),
            format!("{:.1}", each(|round| millis(round.latency.per_mille(999)))),
            Table::whole(each(|round| count(round.deliveries) / round.span.wall)),
            Table::part(1e6 / per_cpu(rounds)),
            format!("{:.1}", each(|round| mebibytes(round.span.resident))),
            sum(rounds, |counts| counts.lost),
            sum(rounds, |counts| counts.wrong),
        ]);
    }
    Ok(table)
}

/// Deliveries for each second that the host worked.
fn per_cpu(rounds: &[Round]) -> f64 {
    median(
        rounds
            .iter()
            .map(|round| count(round.deliveries) / round.span.cpu),
    )
}

fn sum(rounds: &[Round], of: fn(&Counts) -> u64) -> String {
    let all: u64 = rounds.iter().map(|round| of(&round.counts)).sum();
    all.to_string()
}

/// Nothing may be lost, doubled or out of order in ours.
fn blame(table: &mut Table, who: Contender, rounds: &[Round]) {
    let wrong: u64 = rounds
        .iter()
        .map(|round| round.counts.lost + round.counts.wrong)
        .sum();
    if who == Contender::Parlor && wrong > 0 {
        table.fault(format!(
            "Parlor lost, doubled or disordered {wrong} deliveries."
        ));
    }
}

fn round(
    who: Contender,
    ground: &Ground,
    (sockets, pace): (usize, Pace),
    time: Duration,
) -> Result<Round, Trouble> {
    let rate = match pace {
        Pace::Rate(rate) => Some(rate),
        Pace::Window(_) => None,
    };
    let host = who.start(ground, Wish { sockets, rate })?;
    let room = Room::new(&host, sockets, who.pushes())?;
    measure(room, pace, time)
}
