//! Holding a server up in the middle of its writing.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdout, Command, Stdio},
};

use super::{TestApp, database::psql};

/// Somebody else who has the row of a stream: whoever writes there waits until this is dropped.
pub struct Hold {
    session: Child,
    answers: BufReader<ChildStdout>,
}

impl Hold {
    /// Only on PostgreSQL, where others have rows at all.
    pub fn of(app: &TestApp, stream: &str) -> Self {
        let url = app.database().expect("a database that others can open");
        let mut session = Command::new(psql())
            .args(["--quiet", "--no-psqlrc", "--tuples-only", "--no-align", url])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("psql runs");
        let answers = BufReader::new(session.stdout.take().expect("it is piped"));
        let mut hold = Self { session, answers };
        let row = hold.ask(&format!(
            "BEGIN; SELECT id FROM streams WHERE id = {stream} FOR UPDATE;"
        ));
        assert_eq!(row, stream);
        hold
    }

    /// Returns when somebody waits for a row of this database.
    pub fn somebody_waits(&mut self) {
        // Within a transaction the view stands still unless it is told not to.
        self.ask("SET stats_fetch_consistency = none; SELECT 1;");
        let waiting = "SELECT count(*) FROM pg_stat_activity \
                       WHERE datname = current_database() AND wait_event_type = 'Lock';";
        while self.ask(waiting) == "0" {}
    }

    /// The one line of an answer.
    fn ask(&mut self, sql: &str) -> String {
        let stdin = self.session.stdin.as_mut().expect("it is piped");
        writeln!(stdin, "{sql}").expect("psql listens");
        stdin.flush().expect("psql listens");
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("psql answers");
        line.trim().to_owned()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        // With the session goes its transaction.
        let _ = self.session.kill();
        let _ = self.session.wait();
    }
}
