//! Calls: what it costs to carry a packet of voice to somebody, how long it takes, and what it takes to come in.

use std::time::Duration;

use super::{
    Size,
    figures::{Moment, Span, count, kibibytes, median, millis, percent},
    in_turns,
};
use crate::{
    call::{Calls, Shape, Tally},
    host::{Contender, Ground, Host, Wish},
    table::Table,
    trouble::Trouble,
};

/// Of one kind.
pub(super) struct Party {
    shape: Shape,
    calls: usize,
}

pub(super) const CALL: Party = Party {
    shape: Shape {
        people: 10,
        talkers: 4,
    },
    calls: 1,
};
pub(super) const CALLS: Party = Party { calls: 30, ..CALL };
pub(super) const CROWD: Party = Party {
    shape: Shape {
        people: 1_000,
        talkers: 1,
    },
    calls: 1,
};

/// Until everybody has a slot, and the first reports are through.
const WARM_UP: Duration = Duration::from_secs(3);
/// How many come in at the same time.
const AT_A_TIME: usize = 16;
/// How many of those who come in are measured: one after the other, and at the same time.
const JOINS: usize = 100;
const JOINS_TOGETHER: usize = 200;
/// Who is there before memory is counted: buffers and threads that all share.
const FIRST: usize = 50;
/// Until what was only needed to let them in is given back.
const SETTLE: Duration = Duration::from_secs(2);

struct Round {
    span: Span,
    tally: Tally,
}

/// Everybody is in, and those who talk do without end.
pub(super) fn carried(ground: &Ground, size: &Size, party: &Party) -> Result<Table, Trouble> {
    let shape = Shape {
        people: size.of(party.shape.people),
        ..party.shape
    };
    let seats = size.of(shape.people * party.calls);
    let rounds = in_turns(size, &Contender::CARRIES, |who| {
        let host = start(who, ground, (seats, shape))?;
        let mut calls = Calls::new(&host, shape)?;
        calls.gather(seats, AT_A_TIME)?;
        calls.talk();
        calls.stay(size.wait(WARM_UP))?;
        calls.tally();
        let begin = Moment::of(&host)?;
        calls.stay(size.time)?;
        let span = begin.until(&Moment::of(&host)?);
        let tally = calls.tally();
        Ok(Round { span, tally })
    })?;
    let mut table = Table::new(&[
        "",
        "packets in/s",
        "packets out/s",
        "CPU us a packet out",
        "of floor",
        "p50 ms",
        "p99 ms",
        "lost",
        "wrong",
        "cores",
        "load busy",
    ]);
    let floor = rounds.iter().find(|(who, _)| *who == Contender::Relay);
    let floor = floor
        .and_then(|(_, rounds)| rounds.as_ref().ok())
        .map(|rounds| cost(rounds));
    for (who, rounds) in &rounds {
        let Some(rounds) = table.there(who.name(), rounds)? else {
            continue;
        };
        let wrong: u64 = rounds.iter().map(|round| round.tally.wrong).sum();
        if wrong > 0 {
            let name = who.name();
            table.fault(format!(
                "{name} let {wrong} packets be heard where they must not."
            ));
        }
        let each = |figure: &dyn Fn(&Round) -> f64| median(rounds.iter().map(figure));
        let late = |share| {
            Table::part(each(&|round: &Round| {
                millis(round.tally.latency.per_mille(share))
            }))
        };
        let lost: i64 = rounds.iter().map(|round| round.tally.lost).sum();
        table.row(vec![
            who.name().to_owned(),
            Table::whole(each(&|round| count(round.tally.said) / round.span.wall)),
            Table::whole(each(&|round| count(round.tally.packets) / round.span.wall)),
            Table::part(cost(rounds)),
            floor.map_or_else(String::new, |floor| Table::part(cost(rounds) / floor)),
            late(500),
            late(990),
            lost.to_string(),
            wrong.to_string(),
            Table::part(each(&|round| round.span.cpu / round.span.wall)),
            percent(each(&|round| round.span.load / round.span.wall)),
        ]);
    }
    Ok(table)
}

/// What the host worked for each packet that came to somebody, in microseconds.
fn cost(rounds: &[Round]) -> f64 {
    let each = rounds
        .iter()
        .map(|round| round.span.cpu * 1e6 / count(round.tally.packets));
    median(each)
}

fn start(who: Contender, ground: &Ground, (seats, shape): (usize, Shape)) -> Result<Host, Trouble> {
    let (sockets, rate) = (seats, None);
    match who {
        Contender::Parlor => ground.stage.start_calls(seats, shape.people),
        other => other.start(ground, Wish { sockets, rate }),
    }
}

/// Who comes in, and what the others do meanwhile.
struct Coming {
    name: &'static str,
    at_a_time: usize,
    people: usize,
    talkers: usize,
}

const COMINGS: [Coming; 3] = [
    Coming {
        name: "Parlor, one after the other, somebody talks",
        at_a_time: 1,
        people: JOINS,
        talkers: 1,
    },
    Coming {
        name: "Parlor, 16 at a time, somebody talks",
        at_a_time: AT_A_TIME,
        people: JOINS_TOGETHER,
        talkers: 1,
    },
    Coming {
        name: "Parlor, 16 at a time, all are silent",
        at_a_time: AT_A_TIME,
        people: JOINS_TOGETHER,
        talkers: 0,
    },
];

struct Came {
    span: Span,
    tally: Tally,
    /// How much more memory the host has afterwards, in bytes.
    grown: u64,
}

/// People come into calls of ten.
pub(super) fn joined(ground: &Ground, size: &Size) -> Result<Table, Trouble> {
    let mut all = COMINGS.each_ref().map(|_| Vec::new());
    for _ in 0..size.rounds {
        for (coming, rounds) in COMINGS.iter().zip(&mut all) {
            rounds.push(come(ground, size, coming)?);
        }
    }
    let mut table = Table::new(&[
        "",
        "joins/s",
        "first sound p50 ms",
        "first sound p95 ms",
        "CPU ms a join",
        "KiB a person",
        "load busy",
    ]);
    for (coming, rounds) in COMINGS.iter().zip(&all) {
        let people = count(size.of(coming.people) as u64);
        let each = |figure: &dyn Fn(&Came) -> f64| median(rounds.iter().map(figure));
        // Only who hears something can say when, and sound takes processor time of its own.
        let heard = |figure: String| {
            if coming.talkers > 0 {
                figure
            } else {
                String::new()
            }
        };
        let silent = |figure: String| {
            if coming.talkers == 0 {
                figure
            } else {
                String::new()
            }
        };
        let first = |share| {
            let first = each(&|came: &Came| millis(came.tally.first_sounds.per_mille(share)));
            heard(Table::part(first))
        };
        table.row(vec![
            coming.name.to_owned(),
            Table::whole(each(&|came| people / came.span.wall)),
            first(500),
            first(950),
            silent(Table::part(each(&|came| came.span.cpu * 1e3 / people))),
            silent(Table::whole(each(&|came| kibibytes(came.grown) / people))),
            percent(each(&|came| came.span.load / came.span.wall)),
        ]);
    }
    table.note(
        "From the first byte to the server (the connection of the WebSocket) to the first packet that can be decrypted. The one \
         thread of the load does the other half of every handshake."
            .to_owned(),
    );
    Ok(table)
}

fn come(ground: &Ground, size: &Size, coming: &Coming) -> Result<Came, Trouble> {
    let shape = Shape {
        people: CALL.shape.people,
        talkers: coming.talkers,
    };
    let (first, people) = (size.of(FIRST), size.of(coming.people));
    let host = ground.stage.start_calls(first + people, shape.people)?;
    let mut calls = Calls::new(&host, shape)?;
    calls.gather(first, AT_A_TIME)?;
    calls.talk();
    calls.stay(size.wait(SETTLE))?;
    calls.tally();
    let begin = Moment::of(&host)?;
    calls.gather(first + people, coming.at_a_time)?;
    let span = begin.until(&Moment::of(&host)?);
    let tally = calls.tally();
    calls.stay(size.wait(SETTLE))?;
    let grown = host.program.usage()?.resident;
    let grown = grown.saturating_sub(begin.resident());
    Ok(Came { span, tally, grown })
}
