//! Whether what a write was allowed by still holds.
//!
//! A verb judges, and then its write waits. Meanwhile somebody may have been removed, silenced or
//! denied, on this node or on another one. So every such change counts its place up
//! (`streams.rights`), a grant knows the number it was judged at, and a batch begins with reading
//! the numbers of all places that its grants are for: once, not once a write.

use std::collections::{BTreeMap, BTreeSet};

use parlor_protocol::{ids::StreamId, permissions::Basis};

use sqlx::{Executor, SqliteConnection};

use super::job::Job;
use crate::engine::{Link, Twin, execute_among, fetch_among, postgres, sqlite};

/// How often rights were changed, in the places of one batch. On PostgreSQL they stand locked until
/// its end, so that no other node changes them; SQLite has one writer.
#[derive(Debug, Default)]
pub(super) struct Rights {
    changes: BTreeMap<StreamId, u64>,
}

impl Rights {
    /// Begins a batch, with a savepoint for its first write: locks what it writes to and stands on,
    /// and reads what it stands on.
    pub(super) async fn begin(
        link: &mut Link<'_>,
        written: BTreeSet<StreamId>,
        places: BTreeSet<StreamId>,
    ) -> sqlx::Result<Self> {
        let mut rights = Self::default();
        rights.know(match link {
            Twin::Sqlite(connection) => begin_sqlite(connection, &places).await?,
            Twin::Postgres(connection) => {
                connection.execute("BEGIN; SAVEPOINT write").await?;
                postgres::lock(connection, &written, &places).await?
            }
        });
        Ok(rights)
    }

    /// Whether everything that allowed this write is as it was then.
    pub(super) fn hold(&self, job: &dyn Job) -> bool {
        let holds = |basis: &Basis| self.changes.get(&basis.place) == Some(&basis.changes);
        job.bases().iter().all(holds)
    }

    /// Counts these places up: a right was taken or changed there by a write that just ran.
    pub(super) async fn change(
        &mut self,
        link: &mut Link<'_>,
        places: &[StreamId],
    ) -> sqlx::Result<()> {
        if places.is_empty() {
            return Ok(());
        }
        let ids: Vec<i64> = places.iter().map(|place| place.raw()).collect();
        execute_among!(
            link,
            &ids,
            "UPDATE streams SET rights = rights + 1 WHERE id IN ",
            ""
        )?;
        // A place that went with this write is found no more, and nobody has a right there.
        for place in places {
            self.changes.remove(place);
        }
        self.read(link, &ids).await
    }

    async fn read(&mut self, link: &mut Link<'_>, places: &[i64]) -> sqlx::Result<()> {
        let rows = fetch_among!(
            link,
            (i64, i64),
            places,
            "SELECT id, rights FROM streams WHERE id IN ",
            ""
        )?;
        self.know(rows);
        Ok(())
    }

    fn know(&mut self, rows: Vec<(i64, i64)>) {
        let read =
            |(place, changes): (i64, i64)| (StreamId::from_raw(place), changes.cast_unsigned());
        self.changes.extend(rows.into_iter().map(read));
    }
}

/// One text, because each costs a hand-over to the thread of the connection.
async fn begin_sqlite(
    connection: &mut SqliteConnection,
    places: &BTreeSet<StreamId>,
) -> sqlx::Result<Vec<(i64, i64)>> {
    const BEGIN: &str = "BEGIN IMMEDIATE; SAVEPOINT write; \
                         SELECT id, rights FROM streams \
                         WHERE id IN (SELECT value FROM json_each($1))";
    let places: Vec<i64> = places.iter().map(|place| place.raw()).collect();
    let begin = sqlx::query_as(BEGIN).bind(sqlite::id_list(&places));
    begin.fetch_all(connection).await
}
