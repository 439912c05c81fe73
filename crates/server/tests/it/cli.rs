//! The commands beside the server, as people and scripts run them.

mod beside;
mod doctor;

use std::{collections::BTreeSet, fs::File, process::Stdio};

use crate::app::{Ended, Program};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// `parlor <arguments>` in an empty folder, in which nothing is left.
fn parlor(arguments: &[&str]) -> Ended {
    let folder = folder();
    let ended = Program::new(folder.path(), arguments).run();
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "{arguments:?} left something");
    ended
}

/// The commands that a help text lists.
fn listed(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| !line.is_empty());
    let words = lines.filter_map(|line| line.split_whitespace().next());
    words
        .filter(|word| *word != "help")
        .map(str::to_owned)
        .collect()
}

/// Every command, found by asking each for its help: its words, and what it says.
fn commands() -> Vec<(Vec<String>, String)> {
    let mut found: Vec<(Vec<String>, String)> = Vec::new();
    let mut open = vec![Vec::<String>::new()];
    while let Some(words) = open.pop() {
        let mut arguments: Vec<_> = words.iter().map(String::as_str).collect();
        arguments.push("--help");
        let help = parlor(&arguments).good();
        for word in listed(&help) {
            open.push([words.clone(), vec![word]].concat());
        }
        found.push((words, help));
    }
    found
}

/// Every command says what it is for and what each of its options does, on standard output; the
/// contract's commands are all there.
#[test]
fn every_command_explains_itself() {
    let commands = commands();
    let names: BTreeSet<_> = commands.iter().map(|(words, _)| words.join(" ")).collect();
    for name in [
        "serve",
        "config",
        "openapi",
        "completions",
        "invite",
        "doctor",
        "restored",
        "rotate-keys",
        "user",
        "user add",
        "user list",
        "user reset-password",
    ] {
        assert!(names.contains(name), "{name} is not among {names:?}");
    }
    for (words, help) in &commands {
        assert!(help.contains("\nUsage: parlor"), "{words:?}: {help}");
        let about = help.lines().next().unwrap();
        assert!(about.len() > 10, "{words:?}: {help}");
        for line in help
            .lines()
            .map(str::trim_start)
            .filter(|line| line.starts_with('-'))
        {
            assert!(line.contains("  "), "{words:?}: {line} is not explained");
        }
    }
    assert_eq!(
        parlor(&["help", "serve"]).good(),
        parlor(&["serve", "--help"]).good()
    );
    let version = format!("parlor {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(parlor(&["--version"]).good(), version);
}

/// What is not understood ends with 2, says so on standard error, and does nothing.
#[test]
fn what_is_not_understood_ends_with_2() {
    for arguments in [
        &[][..],
        &["nonsense"],
        &["user"],
        &["user", "nonsense"],
        &["user", "add"],
        &["serve", "--nonsense"],
        &["serve", "--listen", "here"],
        &["serve", "--listen"],
        &["invite", "--max-uses", "many"],
        &["completions"],
        &["completions", "nonsense"],
        &["user", "add", "ada", "--password", "on-the-command-line"],
    ] {
        let ended = parlor(arguments);
        assert_eq!(ended.code, Some(2), "{arguments:?} {ended:?}");
        let explained = ["Usage:", "--help"]
            .iter()
            .any(|word| ended.err.contains(word));
        assert!(ended.out.is_empty() && explained, "{arguments:?} {ended:?}");
    }
}

/// Completions are scripts that their shell takes, and know every command.
#[test]
fn completions_are_scripts() {
    for shell in ["bash", "zsh", "fish"] {
        let script = parlor(&["completions", shell]).good();
        for word in ["reset-password", "rotate-keys", "data-dir", "max-uses"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
        let folder = folder();
        let file = folder.path().join("completions");
        std::fs::write(&file, script).unwrap();
        let checked = std::process::Command::new(shell)
            .arg("-n")
            .arg(&file)
            .output();
        match checked {
            Ok(output) => assert!(output.status.success(), "{shell}: {output:?}"),
            Err(missing) => eprintln!("NOT READ by {shell}: {missing}"),
        }
    }
}

/// Who has read enough is no failure; a disk that takes nothing is one, and says so.
#[test]
fn output_that_cannot_be_written() {
    for arguments in [
        &["openapi"][..],
        &["config"],
        &["completions", "bash"],
        &["--help"],
        &["user", "list"],
    ] {
        let folder = folder();
        let mut child = Program::new(folder.path(), arguments).spawn();
        drop(child.stdout.take());
        let ended = Ended::of(child);
        assert_eq!(
            (ended.code, ended.err.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
    for arguments in [&["openapi"][..], &["config"]] {
        let folder = folder();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_parlor"));
        command.args(arguments).current_dir(folder.path());
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = command
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(
            Ended::from(output).sentence(),
            "The output cannot be written: the disk is full."
        );
    }
}
