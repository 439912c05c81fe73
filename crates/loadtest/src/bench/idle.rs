//! Sockets that do nothing: what each holds of memory.

use std::time::Duration;

use super::{
    Size,
    figures::{Moment, count, kibibytes, mebibytes, median},
    in_turns,
};
use crate::{
    clock,
    crowd::Crowd,
    host::{Contender, Ground, Wish},
    table::Table,
    trouble::Trouble,
};

const SOCKETS: usize = 10_000;
/// What is there before anybody is counted: buffers and threads that all share.
const FIRST: usize = 100;
/// Until what was only needed to let them in is given back.
const SETTLE: Duration = Duration::from_secs(2);
const TURN: Duration = Duration::from_millis(50);

struct Round {
    each: f64,
    all: u64,
    cores: f64,
}

/// Memory of each socket, authenticated and in a channel.
pub(super) fn run(ground: &Ground, size: &Size) -> Result<Table, Trouble> {
    let rounds = in_turns(size, &Contender::SERVES, |who| round(who, ground, size))?;
    let mut table = Table::new(&["", "KiB a socket", "RSS MiB with all", "cores while idle"]);
    for (who, rounds) in &rounds {
        let Some(rounds) = table.there(who.name(), rounds)? else {
            continue;
        };
        let each = |figure: fn(&Round) -> f64| median(rounds.iter().map(figure));
        table.row(vec![
            who.name().to_owned(),
            Table::part(each(|round| round.each)),
            Table::whole(each(|round| mebibytes(round.all))),
            Table::part(each(|round| round.cores)),
        ]);
    }
    Ok(table)
}

fn round(who: Contender, ground: &Ground, size: &Size) -> Result<Round, Trouble> {
    let (first, sockets) = (size.of(FIRST), size.of(SOCKETS));
    let rate = None;
    let host = who.start(ground, Wish { sockets, rate })?;
    let mut crowd = Crowd::new(&host)?;
    crowd.gather(first, &mut ())?;
    stay(&mut crowd, size.wait(SETTLE))?;
    let before = host.program.usage()?.resident;
    crowd.gather(first + sockets, &mut ())?;
    stay(&mut crowd, size.wait(SETTLE))?;
    let begin = Moment::of(&host)?;
    stay(&mut crowd, size.time)?;
    let span = begin.until(&Moment::of(&host)?);
    Ok(Round {
        each: kibibytes(span.resident.saturating_sub(before)) / count(sockets as u64),
        all: span.resident,
        cores: span.cpu / span.wall,
    })
}

fn stay(crowd: &mut Crowd<'_>, time: Duration) -> Result<(), Trouble> {
    let end = clock::after(time);
    while clock::micros() < end {
        crowd.turn(TURN, &mut ())?;
    }
    Ok(())
}
