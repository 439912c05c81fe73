//! One batch: one transaction, one savepoint a write (or a few that are run together), the index of
//! words, one commit, then the answers.

use std::{sync::Arc, time::Duration};

use super::{
    job::{Job, Ran},
    rights::Rights,
};
use crate::{
    Cause, Error,
    engine::{self, Connection, Engine, Link, Twin, postgres, script},
    search,
};

/// How often a batch is tried from the start, as long as its commit was not sent: after a
/// deadlock, or on a new connection after the old one broke.
const ATTEMPTS_MAX: u32 = 4;

/// How long the second attempt waits; each further one four times as long.
const AGAIN_AFTER: Duration = Duration::from_millis(20);

/// How often one write is run on its savepoint before it is given up.
const RACES_MAX: u32 = 4;

/// Each write stands between a savepoint and the next one. One name is enough: going back to a
/// savepoint keeps it, releasing it makes room.
const NEXT: &str = "RELEASE SAVEPOINT write; SAVEPOINT write";
const BACK: &str = "ROLLBACK TO SAVEPOINT write";

pub(super) struct Batch {
    engine: Arc<Engine>,
    connection: Option<Connection>,
    jobs: Vec<Box<dyn Job>>,
    /// Whether the commit was sent: from then on, no answer means that the outcome is unknown.
    committing: bool,
}

impl Batch {
    pub(super) fn new(
        engine: Arc<Engine>,
        connection: Option<Connection>,
        jobs: Vec<Box<dyn Job>>,
    ) -> Self {
        Self {
            engine,
            connection,
            jobs,
            committing: false,
        }
    }

    /// Commits and answers. Gives the connection back, unless it is not to be trusted any more.
    pub(super) async fn commit(mut self) -> Option<Connection> {
        if let Err(error) = self.persist().await {
            tracing::warn!(%error, writes = self.jobs.len(), "a batch of writes was not committed");
            for job in &mut self.jobs {
                job.fail(error.clone());
            }
        }
        for job in self.jobs {
            job.answer();
        }
        self.connection
    }

    async fn persist(&mut self) -> Result<(), Error> {
        let mut wait = AGAIN_AFTER;
        for attempt in 1.. {
            let Err(error) = self.attempt().await else {
                break;
            };
            // With the connection goes its transaction.
            self.connection = None;
            if self.committing && !is_an_answer(&error) {
                return Err(Error::Unavailable(Cause::Unknown));
            }
            let error = Error::from(error);
            if self.committing || attempt == ATTEMPTS_MAX || !may_pass(&error) {
                return Err(error);
            }
            tracing::info!(%error, attempt, "a batch of writes is tried again");
            tokio::time::sleep(wait).await;
            wait *= 4;
        }
        Ok(())
    }

    async fn attempt(&mut self) -> sqlx::Result<()> {
        if matches!(*self.engine, Engine::Sqlite(_)) {
            return self.transaction().await;
        }
        postgres::answered(self.transaction()).await
    }

    async fn transaction(&mut self) -> sqlx::Result<()> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.engine.writer().await?,
        };
        let mut link = connection.link();
        let written = self.jobs.iter().flat_map(|job| job.streams()).collect();
        let bases = self.jobs.iter().flat_map(|job| job.bases());
        let places = bases.map(|basis| basis.place).collect();
        let mut rights = Rights::begin(&mut link, written, places).await?;
        run_all(&mut self.jobs, &mut rights, &mut link).await?;
        let changes: Vec<_> = self.jobs.iter().flat_map(|job| job.indexed()).collect();
        search::settle(&mut link, &changes).await?;
        self.committing = true;
        script(&mut link, "COMMIT").await?;
        self.connection = Some(connection);
        Ok(())
    }
}

/// Runs all writes in their order. Those that stand next to each other and can be run together are;
/// those whose rights were changed since are not run at all.
async fn run_all(
    mut jobs: &mut [Box<dyn Job>],
    rights: &mut Rights,
    link: &mut Link<'_>,
) -> sqlx::Result<()> {
    while !jobs.is_empty() {
        let alike = alike(jobs, rights);
        let (like, others) = jobs.split_at_mut(alike.max(1));
        let more = !others.is_empty();
        if alike == 0 || !run_together(like, more, link).await? {
            for job in like {
                if rights.hold(job.as_ref()) {
                    run(job.as_mut(), rights, link).await?;
                } else {
                    job.fail(Error::Outdated);
                }
            }
        }
        jobs = others;
    }
    Ok(())
}

/// How many of the first ones can be run together; 0: the first must be run by itself.
fn alike(jobs: &[Box<dyn Job>], rights: &Rights) -> usize {
    let kind = |job: &dyn Job| (job.joins() && rights.hold(job)).then(|| job.type_id());
    match jobs.first().and_then(|job| kind(job.as_ref())) {
        Some(first) => jobs
            .iter()
            .take_while(|job| kind(job.as_ref()) == Some(first))
            .count(),
        None => 0,
    }
}

/// `false`: they were not run, and each must be by itself. `Err`: the batch cannot go on.
async fn run_together(
    jobs: &mut [Box<dyn Job>],
    more: bool,
    link: &mut Link<'_>,
) -> sqlx::Result<bool> {
    let Some((first, others)) = jobs.split_first_mut() else {
        return Ok(false);
    };
    match first.together(others, link).await {
        // Its commit takes in what stands on a savepoint, and it has no transaction that it would not
        // commit: one trip less in a busy channel.
        Ok(true) if !more && matches!(link, Twin::Sqlite(_)) => Ok(true),
        Ok(true) => {
            script(link, NEXT).await?;
            Ok(true)
        }
        // Which of them it is, and why, is found out by running each by itself.
        Err(error) if !engine::is_of_one_statement(&error) => Err(error),
        Ok(false) | Err(_) => {
            script(link, BACK).await?;
            Ok(false)
        }
    }
}

/// Runs one write on its savepoint. `Err`: the batch cannot go on.
async fn run(job: &mut dyn Job, rights: &mut Rights, link: &mut Link<'_>) -> sqlx::Result<()> {
    for _ in 0..RACES_MAX {
        let mut ran = job.run(link).await;
        if matches!(ran, Ran::Keep)
            && let Err(error) = rights.change(link, &job.changes_rights()).await
        {
            ran = Ran::Failed(error);
        }
        match ran {
            // Releasing also finds out a transaction that PostgreSQL would not commit.
            Ran::Keep => return script(link, NEXT).await,
            Ran::Undo => return script(link, BACK).await,
            Ran::Again => script(link, BACK).await?,
            Ran::Failed(error) if engine::is_of_one_statement(&error) => {
                tracing::error!(error = %Error::from(&error), "a write failed");
                job.fail(error.into());
                return script(link, BACK).await;
            }
            Ran::Failed(error) => return Err(error),
        }
    }
    Ok(())
}

/// Whether the database itself said no, so that it did not commit.
fn is_an_answer(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(_))
}

/// Whether trying again may help at once.
fn may_pass(error: &Error) -> bool {
    matches!(
        error,
        Error::Unavailable(Cause::Contended | Cause::Disconnected | Cause::Closed)
    )
}
