//! `cargo xtask run`: from a fresh clone to a running server, in one command.

use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use crate::needs::{self, Need};
use crate::process::{self, Failure, Running};
use crate::web;

/// A first release build takes about ten minutes on two cores.
const BUILD_MAX: Duration = Duration::from_mins(90);

/// The server closes its sockets politely before it ends; a second Ctrl-C cuts that short.
const DRAIN_MAX: Duration = Duration::from_secs(40);

const ADDRESS: &str = "127.0.0.1:8080";

/// Builds the web client and the server, starts the server, and stays until it ends.
pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    let extra = serve_arguments(arguments)?;
    needs::check(&[Need::Node, Need::Compiler])?;
    check_port(&extra)?;
    println!(
        "Building the web client, then the server with it inside, then starting Parlor.\n\
         The first build takes about ten minutes on two cores; after that, seconds.\n"
    );
    web::build_if_changed()?;
    let mut build = process::command(
        "cargo",
        ".",
        &["build", "--release", "--locked", "--package", "parlor"],
    );
    process::run(&mut build, BUILD_MAX)?;
    println!(
        "\nStarting Parlor. Its data is in {}; Ctrl-C stops it.\n",
        data_folder(&extra)
    );
    let mut server = Running::start(&mut serve("target/release/parlor", &extra), DRAIN_MAX)?;
    loop {
        if process::interrupted() {
            println!("\nStopping: the server closes its connections first.");
            server.stop();
            return Ok(());
        }
        if let Some(status) = server.ended() {
            let program = "parlor serve".to_owned();
            return if status.success() {
                Ok(())
            } else {
                Err(Failure::Ended { program, status })
            };
        }
        process::pause(Duration::from_millis(100));
    }
}

/// `parlor serve` with our address and data folder, unless `extra` names others.
pub(crate) fn serve(program: &str, extra: &[String]) -> Command {
    let program = process::root().join(program).display().to_string();
    let mut command = process::command(&program, ".", &["serve"]);
    for (flag, value) in [("--listen", ADDRESS), ("--data-dir", "./data")] {
        if value_of(flag, extra).is_none() {
            command.args([flag, value]);
        }
    }
    command.args(extra);
    command
}

fn serve_arguments(arguments: &[String]) -> Result<Vec<String>, Failure> {
    match arguments.split_first() {
        None => Ok(Vec::new()),
        Some((first, rest)) if first == "--" => Ok(rest.to_vec()),
        Some((first, _)) => Err(Failure::Usage(format!(
            "`run` knows no `{first}`. Arguments for the server follow `--`: \
             cargo xtask run -- --listen 127.0.0.1:9000"
        ))),
    }
}

/// Says so at once when the address is taken, not after ten minutes of building.
fn check_port(extra: &[String]) -> Result<(), Failure> {
    let address = value_of("--listen", extra).unwrap_or(ADDRESS);
    let Ok(address) = address.parse() else {
        return Ok(());
    };
    match TcpStream::connect_timeout(&address, Duration::from_millis(300)) {
        Err(_) => Ok(()),
        Ok(_) => Err(Failure::Broken(format!(
            "Something already listens on {address}. Stop it, or choose another address: \
             cargo xtask run -- --listen 127.0.0.1:9000"
        ))),
    }
}

fn data_folder(extra: &[String]) -> &str {
    value_of("--data-dir", extra).unwrap_or("./data")
}

/// The value of a flag in either spelling: `--listen X` or `--listen=X`.
fn value_of<'a>(flag: &str, arguments: &'a [String]) -> Option<&'a str> {
    arguments.iter().enumerate().find_map(|(index, argument)| {
        let rest = argument.strip_prefix(flag)?;
        match rest.strip_prefix('=') {
            Some(value) => Some(value),
            None if rest.is_empty() => arguments.get(index + 1).map(String::as_str),
            None => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn line(extra: &str) -> String {
        let command = serve("parlor", &words(extra));
        let words: Vec<_> = command
            .get_args()
            .map(|word| word.to_string_lossy())
            .collect();
        words.join(" ")
    }

    /// Our address and data folder are the default, never a second value beside the person's own.
    #[test]
    fn what_the_person_names_wins() {
        assert_eq!(line(""), "serve --listen 127.0.0.1:8080 --data-dir ./data");
        assert_eq!(
            line("--listen [::]:9"),
            "serve --data-dir ./data --listen [::]:9"
        );
        assert_eq!(
            line("--data-dir=x"),
            "serve --listen 127.0.0.1:8080 --data-dir=x"
        );
    }

    /// A flag meant for the server but written before `--` is explained, not dropped.
    #[test]
    fn arguments_follow_two_dashes() {
        assert!(matches!(
            serve_arguments(&words("--listen x")),
            Err(Failure::Usage(_))
        ));
        assert_eq!(
            serve_arguments(&words("-- --listen x")).ok(),
            Some(words("--listen x"))
        );
    }
}
