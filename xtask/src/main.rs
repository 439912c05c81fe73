//! Automation for this repository: `cargo xtask <verb>`.
//!
//! One file a verb. Every verb works from any folder of the checkout, needs nothing but what the
//! README names, and ends whatever it started, however it is ended itself.

mod bench;
mod check;
mod codegen;
mod dev;
mod fuzz;
mod judge;
mod needs;
mod postgres;
mod process;
mod run;
mod test;
mod tidy;
mod web;

use std::process::ExitCode;

use process::Failure;

const HELP: &str = "\
cargo xtask <verb>

  run [-- <arguments>]    Build everything and start Parlor on http://localhost:8080, data in ./data.
                          What follows `--` is handed to `parlor serve`.
  test                    Check everything: format, lints, licences, Rust tests on SQLite and on
                          PostgreSQL, the web client, and the browser tests.
      --list              name the steps and stop
      --only <a,b>        these steps, and what they stand on
      --skip <a,b>        all steps but these
  ci                      `test` as continuous integration runs it: nothing may be left out.
  dev                     Server and web client that reload while you edit.
  codegen [--check]       Write the generated files anew; with --check, only compare them.
  bench [name..]          What the server carries, beside the floors of this machine and other servers, as
                          tables in Markdown; see docs/performance.md.
      --list              name what can be measured, and stop
      --rounds <n>        how often; the table has medians (3)
      --seconds <s>       how long each round of each (4)
      --quick             20 sockets, no other servers: only to see that it works
  check                   Simulated people and faults against the real server, judged afterwards: was anything
                          lost, doubled, reordered or invented? See docs/reliability.md.
      --engine <e>        sqlite or postgres (sqlite)
      --preset <size>     short (90 s), long (20 min) or release (2 h); --help names what else can be set
      --seed <n>          the dice of people and faults, as an earlier run printed it
  fuzz <name> <seconds>   Look for bytes that make what reads strangers' input panic.
  judge schemathesis [n]  Does the server do what docs/openapi.json says, whatever it is sent? n examples of each
                          operation (1000). Needs python3; what judges is fetched into target/judges.
  tidy [--strict]         The house rules, and how large our files and functions are.
  help                    This text.
";

fn main() -> ExitCode {
    process::watch_signals();
    let mut arguments = std::env::args().skip(1);
    let verb = arguments.next().unwrap_or_else(|| "help".to_owned());
    let rest: Vec<String> = arguments.collect();
    let outcome = match verb.as_str() {
        "run" => run::run(&rest),
        "test" => test::test(
            &rest,
            std::env::var("CI").is_ok_and(|ci| ci == "true" || ci == "1"),
        ),
        "ci" => test::test(&rest, true),
        "dev" => dev::dev(&rest),
        "bench" => bench::bench(&rest),
        "check" => check::check(&rest),
        "codegen" => codegen::codegen(&rest),
        "fuzz" => fuzz::fuzz(&rest),
        "judge" => judge::judge(&rest),
        "tidy" => tidy::tidy(&rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        unknown => Err(Failure::Usage(format!(
            "There is no verb `{unknown}`.\n\n{HELP}"
        ))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // The steps have said what failed, and the closing line must stay the last one.
        Err(Failure::Reported) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}
