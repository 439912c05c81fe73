//! `parlor-loadtest [NAME..]`: measures, and prints a table in Markdown for each name.

use std::{io, path::PathBuf, process::ExitCode, time::Duration};

use clap::{Parser, Subcommand};
use parlor_loadtest::{
    bench::{self, Bench, Size},
    host::{Ground, Stage, Way, Wish, serve_floor, serve_relay},
    trouble::Trouble,
};

/// How many people share the sockets: each costs a quarter of a second to register.
const PEOPLE: usize = 16;
/// Enough where only a few sockets are opened.
const PEOPLE_QUICK: usize = 2;
/// Enough where nobody reads the figures.
const TIME_QUICK: Duration = Duration::from_millis(300);

/// Measures what a Parlor server carries.
#[derive(Parser)]
struct Arguments {
    /// What to measure; everything when absent.
    names: Vec<String>,
    /// The server to measure.
    #[arg(long, env = "PARLOR_BIN")]
    server: Option<PathBuf>,
    /// How often; the table has medians.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// How long each round of each measures, in seconds.
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// Few sockets, and no other servers: only to see that it works.
    #[arg(long)]
    quick: bool,
    /// Where other servers are installed, and found the next time.
    #[arg(long)]
    peers: Option<PathBuf>,
    /// Say what can be measured, and stop.
    #[arg(long)]
    list: bool,
    #[command(subcommand)]
    part: Option<Part>,
}

/// What this program does for itself, in another process.
#[derive(Subcommand)]
enum Part {
    /// Writes the same bytes to many sockets.
    #[command(hide = true)]
    Floor {
        way: Way,
        #[arg(long)]
        sockets: usize,
        #[arg(long)]
        rate: Option<u32>,
    },
    /// Hands each datagram to the others of a call.
    #[command(hide = true)]
    Relay,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("parlor-loadtest: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Trouble> {
    match arguments.part {
        Some(Part::Floor { way, sockets, rate }) => {
            return serve_floor(way, Wish { sockets, rate });
        }
        Some(Part::Relay) => return serve_relay(),
        None => {}
    }
    if arguments.list {
        for Bench { name, about, .. } in &bench::ALL {
            println!("{name:<14} {about}");
        }
        return Ok(());
    }
    let chosen = chosen(&arguments.names)?;
    let size = Size {
        rounds: arguments.rounds.max(1),
        time: if arguments.quick {
            TIME_QUICK
        } else {
            Duration::from_secs(arguments.seconds.max(1))
        },
        quick: arguments.quick,
    };
    let server = arguments.server;
    let server = server.ok_or_else(|| Trouble::Broken("Name the server: --server FILE".into()))?;
    let peers = arguments.peers;
    let ground = Ground {
        stage: Stage::build(&server, if size.quick { PEOPLE_QUICK } else { PEOPLE })?,
        peers: peers.unwrap_or_else(|| std::env::temp_dir().join("parlor-loadtest-peers")),
        scratch: tempfile::tempdir().map_err(Trouble::io("a scratch folder"))?,
    };
    for bench in chosen {
        bench.run(&ground, &size, &mut io::stdout())?;
    }
    Ok(())
}

/// Those of these names; of a name before a dash, all that begin so.
fn chosen(names: &[String]) -> Result<Vec<&'static Bench>, Trouble> {
    let mut chosen: Vec<&Bench> = Vec::new();
    for name in names {
        let is_meant = |bench: &&Bench| {
            let rest = bench.name.strip_prefix(name.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        let found = bench::ALL.iter().filter(is_meant);
        let before = chosen.len();
        chosen.extend(found);
        if chosen.len() == before {
            return Err(Trouble::Broken(format!(
                "There is no `{name}`; see --list."
            )));
        }
    }
    Ok(if names.is_empty() {
        bench::ALL.iter().collect()
    } else {
        chosen
    })
}
