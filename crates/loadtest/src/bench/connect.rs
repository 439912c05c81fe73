//! Sockets that come and go.

use std::{thread, time::Duration};

use super::{
    Size,
    figures::{Moment, count, median},
    in_turns,
};
use crate::{
    crowd::Crowd,
    host::{Contender, Ground, Wants, Wish},
    table::Table,
    trouble::Trouble,
};

const SOCKETS: usize = 5_000;
/// How long a server may take to see that they are gone.
const LEAVE: Duration = Duration::from_millis(500);

struct Round {
    each: f64,
    rate: f64,
}

/// What it costs to let somebody in, and to see him off.
pub(super) fn run(ground: &Ground, size: &Size) -> Result<Table, Trouble> {
    let rounds = in_turns(size, &Contender::SERVES, |who| round(who, ground, size))?;
    let mut table = Table::new(&["", "CPU us each", "a second"]);
    for (who, rounds) in &rounds {
        let Some(rounds) = table.there(who.name(), rounds)? else {
            continue;
        };
        table.row(vec![
            who.name().to_owned(),
            Table::whole(median(rounds.iter().map(|round| round.each))),
            Table::whole(median(rounds.iter().map(|round| round.rate))),
        ]);
    }
    table.note(
        "Parlor and FastAPI look at a token and at who it names; the others at nothing.".into(),
    );
    Ok(table)
}

fn round(who: Contender, ground: &Ground, size: &Size) -> Result<Round, Trouble> {
    let (sockets, rate) = (size.of(SOCKETS), None);
    let mut host = who.start(ground, Wish { sockets, rate })?;
    host.wants(Wants::Ready);
    let mut crowd = Crowd::new(&host)?;
    let begin = Moment::of(&host)?;
    crowd.gather(sockets, &mut ())?;
    let came = begin.until(&Moment::of(&host)?);
    drop(crowd);
    thread::sleep(LEAVE);
    let went = begin.until(&Moment::of(&host)?);
    let all = count(sockets as u64);
    Ok(Round {
        each: went.cpu * 1e6 / all,
        rate: all / came.wall,
    })
}
