//! What is measured: one file a name.

mod fanout;
mod figures;
mod ledger;
mod room;

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

    /// Who is compared.
    pub fn contenders(&self) -> &'static [Contender] {
        if self.quick {
            &Contender::OURS
        } else {
            &Contender::ALL
        }
    }
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
pub const ALL: [Bench; 5] = [
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
