//! The tool against the real server, small: so that it works on the day somebody needs it.

use std::{path::PathBuf, process::Command};

/// Every name gives a table in which Parlor stands, and nothing is lost, doubled or out of order.
#[test]
fn every_name_gives_a_table() {
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
    let names = run(&["--list"]);
    let names: Vec<&str> = names
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(names.len() > 3, "{names:?}");
    let server = server.display().to_string();
    // An error where anything was lost.
    let tables = run(&["--server", &server, "--quick", "--rounds=1", "--seconds=1"]);
    for name in names {
        let table = tables.split("### ").find(|table| table.starts_with(name));
        let table = table.unwrap_or_else(|| panic!("{name} is missing:\n{tables}"));
        assert!(table.contains("\n| Parlor"), "{table}");
        assert!(!table.contains("NaN"), "{table}");
    }
}
