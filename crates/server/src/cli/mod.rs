//! The command line: `parlor serve` and the commands beside it.
//!
//! What a program may want to read goes to standard output, one `name: value` a line; everything
//! else goes to standard error. A command that fails says why in one sentence and ends with 1; one
//! that was not understood ends with 2.

mod config;
mod doctor;
mod drain;
mod invite;
mod password;
mod restored;
mod serve;
mod user;

use std::{
    io::{self, Write},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::{
    app::App,
    config::{Flags, LoadError, Loaded, Secret},
    start::{self, StartError},
};

/// A self-hosted chat and voice server.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the server until it is told to stop.
    Serve {
        /// Where to listen; port 0 takes a free one [default: 127.0.0.1:8080].
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: Option<SocketAddr>,
        #[command(flatten)]
        place: Place,
    },
    /// People: who has an account.
    #[command(subcommand)]
    User(user::Command),
    /// Makes a link that lets people in, in the name of the owner.
    Invite(invite::Invite),
    /// Shows every setting and where it was read.
    Config {
        #[command(flatten)]
        place: Place,
    },
    /// Looks whether the instance can run, and whether voice can be reached; says what to do where not.
    Doctor {
        #[command(flatten)]
        place: Place,
    },
    /// Prints the description of the HTTP API.
    Openapi,
    /// Prints the description of the socket.
    Asyncapi,
    /// Prints a script that completes these commands in your shell.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// After the database was put back from a backup, before the server starts: clients read
    /// everything anew, and everybody signs in again.
    Restored {
        #[command(flatten)]
        place: Place,
    },
    /// Signs with a new key from the next start on; nobody is signed out.
    RotateKeys {
        #[command(flatten)]
        place: Place,
    },
}

/// Where the instance is that a command is about.
#[derive(Debug, Args)]
struct Place {
    /// The folder with the database and the key file [default: data].
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// PostgreSQL instead of SQLite, as postgres://.. Better set `PARLOR_DATABASE_URL`: other
    /// people on this machine can see arguments.
    #[arg(long, value_name = "URL")]
    database_url: Option<Secret>,
    /// The settings file [default: parlor.toml here or in the data folder].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Place {
    fn load(&self) -> Result<Loaded, LoadError> {
        self.load_with(None)
    }

    fn load_with(&self, listen: Option<SocketAddr>) -> Result<Loaded, LoadError> {
        let flags = Flags {
            listen,
            data_dir: self.data_dir.clone(),
            database_url: self.database_url.clone(),
            config: self.config.clone(),
        };
        Loaded::read(flags, std::env::vars_os())
    }
}

/// Why a command did not do what it should, in one sentence.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Settings(#[from] LoadError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
    #[error("Nothing can listen on {address}: {}.", start::plain(cause))]
    Listen {
        address: SocketAddr,
        cause: io::Error,
    },
    #[error("The output cannot be written: {}.", start::plain(.0))]
    Output(io::Error),
    #[error("The system refuses: {}.", start::plain(.0))]
    System(#[from] io::Error),
    /// What the caller asked for cannot be; the text is the whole sentence.
    #[error("{0}")]
    Refused(String),
}

/// Runs the command of this process and says how it ended.
pub fn run() -> ExitCode {
    match obey(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            note(&format!("parlor: {failure}"));
            ExitCode::FAILURE
        }
    }
}

fn obey(command: Command) -> Result<(), Failure> {
    let runtime = || {
        tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
    };
    match command {
        Command::Serve { listen, place } => {
            let loaded = place.load_with(listen)?;
            runtime()?.block_on(serve::serve(loaded))
        }
        Command::User(command) => runtime()?.block_on(user::run(command)),
        Command::Invite(invite) => runtime()?.block_on(invite.run()),
        Command::Config { place } => config::show(&place.load()?),
        Command::Doctor { place } => runtime()?.block_on(doctor::run(&place)),
        Command::Openapi => print(crate::http::openapi::text()),
        Command::Asyncapi => print(crate::http::asyncapi::text()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "parlor", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
        Command::Restored { place } => runtime()?.block_on(restored::run(&place)),
        Command::RotateKeys { place } => {
            start::rotate_keys(&place.load()?.config)?;
            note("A new key is in place. Restart the server to sign with it.");
            Ok(())
        }
    }
}

/// Does something to the instance, whether or not a server runs on it.
async fn beside(
    place: &Place,
    work: impl AsyncFnOnce(&App) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let app = App::beside(place.load()?.config).await?;
    let outcome = work(&app).await;
    app.storage.close().await;
    outcome
}

/// Tells a person something that no program needs.
fn note(text: &str) {
    // When nobody reads standard error there is nobody to tell.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Writes to standard output. A reader who has seen enough (`parlor config | head`) is no failure.
fn print(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    let written = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}
