//! `cargo xtask codegen`: writes the generated files anew.
//!
//! There is no generator beside the code: a test knows what the file must hold. Without
//! `PARLOR_UPDATE=1` it compares and fails on a difference, with it it writes. So the files cannot
//! drift: the tests that everybody runs are the check.

use std::time::Duration;

use crate::process::{self, Failure};

const BUILD_MAX: Duration = Duration::from_hours(1);

/// The tests that know, as `cargo test` is asked for them; and what comes out.
const GENERATORS: [(&[&str], &str); 3] = [
    (
        &["--package", "parlor-protocol", "--lib", "typescript::"],
        "frontend/src/protocol",
    ),
    (
        &["--package", "parlor", "--test", "it", "openapi::"],
        "docs/openapi.json",
    ),
    (
        &["--package", "parlor", "--test", "it", "asyncapi::"],
        "docs/asyncapi.json",
    ),
];

/// Runs the generating tests; with `--check` they only compare.
pub(crate) fn codegen(arguments: &[String]) -> Result<(), Failure> {
    let check = match arguments {
        [] => false,
        [only] if only == "--check" => true,
        _ => {
            return Err(Failure::Usage(
                "Usage: cargo xtask codegen [--check]".to_owned(),
            ));
        }
    };
    for (tests, file) in GENERATORS {
        println!("{} {file}", if check { "Comparing" } else { "Writing" });
        let mut command = process::command("cargo", ".", &[&["test"], tests].concat());
        if check {
            command.env_remove("PARLOR_UPDATE");
        } else {
            command.env("PARLOR_UPDATE", "1");
        }
        process::run(&mut command, BUILD_MAX)?;
    }
    Ok(())
}
