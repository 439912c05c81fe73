//! What is measured: one file a name.

mod channels;
mod connect;
mod durable;
mod fanout;
mod figures;
mod fill;
mod idle;
mod ledger;
mod login;
mod reads;
mod refresh;
mod restart;
mod room;
mod swarm;
mod voice;

use std::{io::Write, time::Duration};

use crate::{
    host::{Contender, Ground},
    table::Table,
    trouble::Trouble,
};

/// How long and how often.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Rounds; of each figure the median stands in the table.
    pub rounds: usize,
    /// How long a round measures.
    pub time: Duration,
    /// Few of everything, only to see that it works.
    pub quick: bool,
}

impl Size {
    /// So many, or few.
    pub fn of(&self, many: usize) -> usize {
        const FEW: usize = 20;
        if self.quick { many.min(FEW) } else { many }
    }

    /// So long, or hardly.
    fn wait(&self, long: Duration) -> Duration {
        if self.quick {
            long.min(self.time)
        } else {
            long
        }
    }

    /// Those of these who are measured.
    fn contenders(&self, all: &[Contender]) -> Vec<Contender> {
        let wanted = |who: &&Contender| !(self.quick && who.is_another());
        all.iter().filter(wanted).copied().collect()
    }
}

/// What was measured of each.
type Rounds<T> = Vec<(Contender, Result<Vec<T>, Trouble>)>;

/// Everybody in turn, and that again.
fn in_turns<T>(
    size: &Size,
    all: &[Contender],
    mut round: impl FnMut(Contender) -> Result<T, Trouble>,
) -> Result<Rounds<T>, Trouble> {
    let contenders = size.contenders(all).into_iter();
    let mut all: Rounds<T> = contenders.map(|who| (who, Ok(Vec::new()))).collect();
    for _ in 0..size.rounds {
        for (who, rounds) in &mut all {
            let Ok(done) = rounds else {
                continue;
            };
            match round(*who) {
                Ok(round) => done.push(round),
                Err(trouble @ Trouble::NotHere(_)) => *rounds = Err(trouble),
                Err(trouble) => return Err(trouble),
            }
        }
    }
    Ok(all)
}

/// A measurement: its name, what it tells, and how it is made.
pub struct Bench {
    /// As it is called on the command line.
    pub name: &'static str,
    /// One line for people.
    pub about: &'static str,
    run: fn(&Ground, &Size) -> Result<Table, Trouble>,
}

/// Everything that can be measured.
pub const ALL: [Bench; 18] = [
    Bench {
        name: "fanout-100",
        about: "one channel, 100 sockets, as many messages as it carries",
        run: |ground, size| fanout::saturated(ground, size, 100),
    },
    Bench {
        name: "fanout-1000",
        about: "the same with 1,000",
        run: |ground, size| fanout::saturated(ground, size, 1_000),
    },
    Bench {
        name: "fanout-10000",
        about: "the same with 10,000",
        run: |ground, size| fanout::saturated(ground, size, 10_000),
    },
    Bench {
        name: "rate",
        about: "one channel, 1,000 sockets, 20 messages a second: how long each takes",
        run: fanout::at_a_rate,
    },
    Bench {
        name: "stall",
        about: "one channel, 1,000 sockets, one of which takes nothing any more",
        run: fanout::stalled,
    },
    Bench {
        name: "channels",
        about: "1,000 sockets in 100 channels: messages, reactions, reading, typing",
        run: channels::run,
    },
    Bench {
        name: "idle",
        about: "10,000 sockets that do nothing: memory",
        run: idle::run,
    },
    Bench {
        name: "connect",
        about: "5,000 sockets that come and go, 64 at a time",
        run: connect::run,
    },
    Bench {
        name: "durable",
        about: "messages over 64 sockets, one outstanding on each, acknowledged on disk",
        run: durable::run,
    },
    Bench {
        name: "login",
        about: "logins without end, and what everybody else notices",
        run: login::run,
    },
    Bench {
        name: "refresh",
        about: "16 sessions that renew their tokens without end",
        run: refresh::run,
    },
    Bench {
        name: "history",
        about: "pages of history over HTTP, from anywhere in a long channel",
        run: reads::history,
    },
    Bench {
        name: "search",
        about: "searches over HTTP in the same channel",
        run: reads::search,
    },
    Bench {
        name: "voice-call",
        about: "one call of 10 people, 4 of whom talk",
        run: |ground, size| voice::carried(ground, size, &voice::CALL),
    },
    Bench {
        name: "voice-calls",
        about: "30 calls of 10 people, 4 of whom talk in each",
        run: |ground, size| voice::carried(ground, size, &voice::CALLS),
    },
    Bench {
        name: "voice-crowd",
        about: "one person talks to 999",
        run: |ground, size| voice::carried(ground, size, &voice::CROWD),
    },
    Bench {
        name: "voice-join",
        about: "people who come into calls: until they hear something, and what each holds",
        run: voice::joined,
    },
    Bench {
        name: "restart",
        about: "kill -9, start, and 10,000 sockets come back for what they missed",
        run: restart::run,
    },
];

impl Bench {
    /// Measures, and writes a table; an error where the server did what it must not do.
    pub fn run(&self, ground: &Ground, size: &Size, out: &mut impl Write) -> Result<(), Trouble> {
        let table = (self.run)(ground, size)?;
        let Self { name, about, .. } = self;
        writeln!(out, "\n### {name}: {about}\n\n{table}").map_err(Trouble::io("the table"))?;
        match table.faults() {
            [] => Ok(()),
            faults => Err(Trouble::broken(faults.join(" "))),
        }
    }
}
