//! The steps, in order: what fails in a second comes before what fails in ten minutes.

use std::collections::VecDeque;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::licences;
use super::tally::{Reporter, Tally};
use crate::needs::{self, Need};
use crate::postgres::Cluster;
use crate::process::{self, Failure};
use crate::web::{self, npm};

/// Far above what any step takes; a step that hangs must not take the summary with it.
const STEP_MAX: Duration = Duration::from_mins(30);

/// So many of a step's last lines are shown again above the summary if it fails.
const LAST_LINES: usize = 40;

/// What the steps share.
pub(super) struct Context {
    ci: bool,
    postgres: Option<Cluster>,
    /// The Rust tests have built the server too, with the same features: the browser tests then
    /// take that one, instead of compiling half the dependencies a second time.
    server_is_built: bool,
    /// The last lines the running step has printed.
    last: Arc<Mutex<VecDeque<String>>>,
}

impl Context {
    pub(super) fn new(ci: bool) -> Self {
        Self {
            ci,
            postgres: None,
            server_is_built: false,
            last: Arc::default(),
        }
    }

    /// What the step printed last; the next one begins with nothing.
    pub(super) fn take_last(&self) -> Vec<String> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.drain(..).collect()
    }

    fn command(&self, mut command: Command) -> Command {
        if self.ci {
            command.env("CI", "true");
        }
        command
    }

    fn run(&self, command: Command) -> Result<(), Failure> {
        self.read(command, |_| {})
    }

    /// Runs it, keeps its last lines and gives each to `reader`.
    fn read(
        &self,
        command: Command,
        mut reader: impl FnMut(&str) + Send + 'static,
    ) -> Result<(), Failure> {
        let last = Arc::clone(&self.last);
        process::tee(&mut self.command(command), STEP_MAX, move |line| {
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.len() == LAST_LINES {
                last.pop_front();
            }
            last.push_back(line.to_owned());
            reader(line);
        })
    }

    /// Runs a test suite and counts. No test at all is a failure: it proves nothing.
    fn suite(&self, command: Command, reporter: Reporter) -> (Tally, Result<(), Failure>) {
        let tally = Arc::new(Mutex::new(Tally::default()));
        let counting = Arc::clone(&tally);
        let end = self.read(command, move |line| {
            counting
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .read(reporter, line);
        });
        let tally = *tally.lock().unwrap_or_else(PoisonError::into_inner);
        match end {
            Ok(()) if !tally.ran() => (tally, Err(Failure::Broken("No test ran.".to_owned()))),
            end => (tally, end),
        }
    }
}

type Ran = (Tally, Result<(), Failure>);

/// One named check.
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    /// When one of these has failed, this one is not tried.
    pub(super) after: &'static [&'static str],
    /// What must be on the machine.
    pub(super) needs: &'static [Need],
    pub(super) run: fn(&mut Context) -> Ran,
}

pub(super) const STEPS: [Step; 14] = [
    Step {
        name: "fmt",
        about: "Rust formatting",
        after: &[],
        needs: &[],
        run: |context| check(context.run(cargo(&["fmt", "--all", "--check"]))),
    },
    Step {
        name: "tidy",
        about: "house rules: layers, left-over notes, sizes",
        after: &[],
        needs: &[],
        run: |_| check(crate::tidy::tidy(&[])),
    },
    Step {
        name: "licences",
        about: "every dependency: licence, source, no version twice",
        after: &[],
        needs: &[],
        run: |context| check(licences::check().and_then(|()| cargo_deny(context))),
    },
    Step {
        name: "web-install",
        about: "packages of the web client",
        after: &[],
        needs: &[Need::Node],
        run: |_| check(web::install("frontend")),
    },
    Step {
        name: "web-types",
        about: "TypeScript types",
        after: &["web-install"],
        needs: &[Need::Node],
        run: |context| check(context.run(npm("frontend", &["run", "check"]))),
    },
    Step {
        name: "web-lint",
        about: "TypeScript lints",
        after: &["web-install"],
        needs: &[Need::Node],
        run: |context| check(context.run(npm("frontend", &["run", "lint"]))),
    },
    Step {
        name: "web-format",
        about: "TypeScript formatting",
        after: &["web-install"],
        needs: &[Need::Node],
        run: |context| check(context.run(npm("frontend", &["run", "format:check"]))),
    },
    Step {
        name: "web-unit",
        about: "unit tests of the web client",
        after: &["web-install"],
        needs: &[Need::Node],
        run: |context| context.suite(npm("frontend", &["test"]), Reporter::Vitest),
    },
    Step {
        name: "web-build",
        about: "the web client as it ships",
        after: &["web-install"],
        needs: &[Need::Node],
        run: |context| check(context.run(npm("frontend", &["run", "build"]))),
    },
    Step {
        name: "clippy",
        about: "Rust lints, warnings are errors",
        after: &[],
        needs: &[Need::Compiler],
        run: |context| {
            let arguments = ["clippy", "--workspace", "--all-targets", "--locked"];
            check(context.run(cargo(&[&arguments[..], &["--", "-D", "warnings"]].concat())))
        },
    },
    Step {
        name: "postgres",
        about: "a throw-away PostgreSQL for the Rust tests",
        after: &[],
        needs: &[Need::Postgres],
        run: start_postgres,
    },
    Step {
        name: "rust",
        about: "Rust tests, on SQLite and PostgreSQL; generated files are up to date",
        after: &[],
        needs: &[Need::Compiler],
        run: rust_tests,
    },
    Step {
        name: "delivery",
        about: "simulated people and faults: nothing lost, doubled, reordered or invented",
        after: &[],
        needs: &[Need::Compiler],
        run: delivery,
    },
    Step {
        name: "browser",
        about: "real browsers against the real server",
        after: &["web-build"],
        needs: &[Need::Node, Need::Compiler, Need::Chromium, Need::EmojiFont],
        run: browser_tests,
    },
];

/// A step that either holds or does not.
fn check(end: Result<(), Failure>) -> Ran {
    (Tally::default(), end)
}

fn cargo(arguments: &[&str]) -> Command {
    process::command("cargo", ".", arguments)
}

/// A second opinion where cargo-deny is installed. Advisories are left out: they come from the
/// network and change without a commit; see docs/testing.md.
fn cargo_deny(context: &Context) -> Result<(), Failure> {
    if process::in_path("cargo-deny").is_none() {
        return Ok(());
    }
    context.run(cargo(&[
        "deny", "--locked", "check", "licenses", "bans", "sources",
    ]))
}

fn start_postgres(context: &mut Context) -> Ran {
    check(Cluster::start().map(|cluster| {
        println!("PostgreSQL is at {}", cluster.url());
        context.postgres = Some(cluster);
    }))
}

fn rust_tests(context: &mut Context) -> Ran {
    let postgres = context.postgres.as_ref().map(Cluster::url);
    if postgres.is_none() {
        println!("WITHOUT POSTGRESQL: only SQLite is tested.");
    }
    let with_database = |mut command: Command| {
        // Comparing, never writing: a generated file that is out of date must fail.
        command
            .env_remove("PARLOR_UPDATE")
            .env_remove("PARLOR_TEST_POSTGRES");
        if let Some(url) = &postgres {
            command.env("PARLOR_TEST_POSTGRES", url);
        }
        command
    };
    let nextest = process::ask("cargo", &["nextest", "--version"]).is_some();
    let (runner, reporter): (&[&str], _) = if nextest {
        (&["nextest", "run"], Reporter::Nextest)
    } else {
        (&["test", "--lib", "--bins", "--tests"], Reporter::Cargo)
    };
    let tests = [runner, &["--workspace", "--locked", "--no-fail-fast"]].concat();
    let (mut tally, tests_end) = context.suite(with_database(cargo(&tests)), reporter);
    context.server_is_built = tally.ran();
    if process::interrupted() {
        return (tally, tests_end);
    }
    let doc = cargo(&["test", "--doc", "--workspace", "--locked"]);
    let (doc_tally, doc_end) = context.suite(with_database(doc), Reporter::Cargo);
    tally.add(&doc_tally);
    // Examples in the documentation are welcome, not required.
    let doc_end = if matches!(doc_end, Err(Failure::Broken(_))) {
        Ok(())
    } else {
        doc_end
    };
    // Nothing after this needs the database.
    context.postgres = None;
    (tally, tests_end.and(doc_end))
}

/// The server, with whatever features it is built with already.
fn build(context: &Context, also: &[&str]) -> Command {
    if context.server_is_built {
        return cargo(&["test", "--workspace", "--locked", "--no-run"]);
    }
    cargo(&[&["build", "--locked", "--package", "parlor"], also].concat())
}

/// 90 s of people and faults on SQLite, of another seed each time; it is printed.
fn delivery(context: &mut Context) -> Ran {
    let built = context.run(build(context, &["--package", "parlor-checker"]));
    check(built.and_then(|()| context.run(crate::check::checker("debug"))))
}

fn browser_tests(context: &mut Context) -> Ran {
    let build = build(context, &[]);
    let prepared = web::install("e2e")
        .and_then(|()| context.run(npm("e2e", &["run", "--if-present", "check"])))
        .and_then(|()| context.run(build));
    if prepared.is_err() {
        return check(prepared);
    }
    let mut playwright = process::command("npx", "e2e", &["--no-install", "playwright", "test"]);
    playwright.env("PARLOR_BIN", process::built("debug", "parlor"));
    if let Some(browser) = needs::chromium() {
        playwright.env("CHROMIUM_PATH", browser);
    }
    context.suite(playwright, Reporter::Playwright)
}
