//! `cargo xtask codegen`: writes the generated files anew.
//!
//! There is no generator beside the code: a test knows what the file must hold. Without
//! `PARLOR_UPDATE=1` it compares and fails on a difference, with it it writes. So the files cannot
//! drift: the tests that everybody runs are the check.

use std::time::Duration;

use crate::process::{self, Failure};

const BUILD_MAX: Duration = Duration::from_hours(1);

/// Package, test binary, filter; and what comes out.
const GENERATORS: [(&str, &str, &str, &str); 2] = [
    ("parlor-protocol", "typescript", "", "frontend/src/protocol"),
    ("parlor", "it", "openapi", "docs/openapi.json"),
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
    for (package, test, filter, file) in GENERATORS {
        println!("{} {file}", if check { "Comparing" } else { "Writing" });
        let mut command = process::command(
            "cargo",
            ".",
            &["test", "--package", package, "--test", test],
        );
        if !filter.is_empty() {
            command.arg(filter);
        }
        if check {
            command.env_remove("PARLOR_UPDATE");
        } else {
            command.env("PARLOR_UPDATE", "1");
        }
        process::run(&mut command, BUILD_MAX)?;
    }
    Ok(())
}
