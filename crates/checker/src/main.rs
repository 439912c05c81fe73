//! `parlor-checker`: one run and its judgement. `cargo xtask check` builds what it needs and starts it.

mod arguments;
mod table;

use std::process::ExitCode;

use parlor_checker::{
    check::{check, count, describe},
    history, run,
};

use arguments::{Arguments, Task};
use tokio::signal::unix::{SignalKind, signal};

/// So many violations are shown in full.
const SHOWN: usize = 10;

fn main() -> ExitCode {
    let arguments = match Arguments::parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(why) => {
            eprintln!("{why}\n\n{}", arguments::HELP);
            return ExitCode::from(2);
        }
    };
    let judged = match arguments.task {
        Task::Help => {
            print!("{}", arguments::HELP);
            return ExitCode::SUCCESS;
        }
        Task::Judge(file) => history::read(&file)
            .map(|entries| judge(&entries, &[]))
            .map_err(|error| error.to_string()),
        Task::Run(task) => make(&task),
    };
    match judged {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("parlor-checker: {why}");
            ExitCode::FAILURE
        }
    }
}

/// Makes a history and judges it; where all is well, what it left behind goes.
fn make(task: &arguments::Run) -> Result<bool, String> {
    let folder = task
        .folder
        .join(format!("{}-{}", std::process::id(), task.plan.seed));
    let data = folder.join("data");
    let file = folder.join("history.jsonl");
    std::fs::create_dir_all(&data).map_err(|error| error.to_string())?;
    println!(
        "{} seed {}, history in {}",
        task.name,
        task.plan.seed,
        file.display()
    );
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let places = (task.server.as_path(), data.as_path(), file.as_path());
    let ran = runtime.block_on(async {
        tokio::select! {
            ran = run::run(task.plan.clone(), task.engine, places) => ran.map_err(|error| error.to_string()),
            // What was started ends when the run is dropped.
            () = interrupted() => Err("interrupted".to_owned()),
        }
    });
    let ran = ran.map_err(|why| format!("seed {}: {why}", task.plan.seed))?;
    let in_time = ran.caught_up.is_some();
    let caught_up = ran.caught_up.map_or("too long".to_owned(), |length| {
        format!("{:.1} s", length.as_secs_f64())
    });
    let good = judge(&ran.entries, &[("caught up after", caught_up)]) && in_time;
    if good && !task.keep {
        let _ = std::fs::remove_dir_all(&folder);
    } else {
        println!(
            "history: {}\nserver's log: {}/log",
            file.display(),
            data.display()
        );
    }
    Ok(good)
}

/// Ctrl-C, or whoever started this wants it to end.
async fn interrupted() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => signals.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = terminated => {}
        pressed = tokio::signal::ctrl_c() => {
            if pressed.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}

fn judge(entries: &[history::Entry], more: &[(&str, String)]) -> bool {
    let violations = check(entries);
    for violation in violations.iter().take(SHOWN) {
        println!("\nVIOLATION {}", describe(entries, violation));
    }
    if violations.len() > SHOWN {
        println!("\n.. and {} more", violations.len() - SHOWN);
    }
    table::print(&count(entries), more, &violations);
    violations.is_empty()
}
