//! The tool against the real server, small: so that it works on the day somebody needs it.

use std::{path::PathBuf, process::Command};

/// One of each kind: sockets beside floors, commands, the disk, HTTP, calls, and coming back.
const NAMES: [&str; 7] = [
    "fanout-100",
    "channels",
    "durable",
    "history",
    "voice-call",
    "voice-join",
    "restart",
];

/// Each gives a table in which Parlor stands, and nothing is lost, doubled or out of order.
#[test]
fn a_name_gives_a_table() {
    let load = PathBuf::from(env!("CARGO_BIN_EXE_parlor-loadtest"));
    let server = load.with_file_name("parlor");
    assert!(
        server.is_file(),
        "build the server first: cargo build -p parlor"
    );
    let run = |arguments: &[&str]| {
        let output = Command::new(&load).args(arguments).output();
        let output = output.expect("it starts");
        let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {complaints}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let listed = run(&["--list"]);
    let server = server.display().to_string();
    let quick = ["--server", &server, "--quick", "--rounds=1"];
    // An error where anything was lost.
    let tables = run(&[&quick[..], &NAMES].concat());
    for name in NAMES {
        assert!(listed.contains(name), "{listed}");
        let table = tables.split("### ").find(|table| table.starts_with(name));
        let table = table.unwrap_or_else(|| panic!("{name} is missing:\n{tables}"));
        assert!(table.contains("\n| Parlor"), "{table}");
    }
}
