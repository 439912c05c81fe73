//! One SQL text, run on whichever engine a [`Link`](super::Link) leads to.
//!
//! Every text that passes through here is also collected in tests, prepared on both engines, and
//! explained on SQLite: a statement that one of them does not understand, or that reads a whole
//! table where nobody said it may, is found without being run.

/// Which engine a statement is for.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Both,
    Sqlite,
    Postgres,
}

/// A statement and where it stands.
#[cfg(test)]
pub(crate) struct Statement {
    pub(crate) dialect: Dialect,
    pub(crate) sql: &'static str,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
}

/// Every statement of this crate.
#[cfg(test)]
#[linkme::distributed_slice]
pub(crate) static STATEMENTS: [Statement];

/// Adds a statement to the collection.
macro_rules! collect {
    ($dialect:ident, $sql:expr) => {
        #[cfg(test)]
        #[expect(unsafe_code, reason = "linkme collects through a link section")]
        const _: () = {
            #[linkme::distributed_slice($crate::engine::STATEMENTS)]
            static STATEMENT: $crate::engine::Statement = $crate::engine::Statement {
                dialect: $crate::engine::Dialect::$dialect,
                sql: $sql,
                file: file!(),
                line: line!(),
            };
        };
    };
}

#[cfg(test)]
thread_local! {
    /// How many statements this thread has run: what tests of a constant number count with.
    pub(crate) static RUN: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Counts one more, in tests.
macro_rules! count {
    () => {
        #[cfg(test)]
        $crate::engine::statement::RUN.with(|run| run.set(run.get() + 1));
    };
}

/// Runs a query on whichever engine it is: one text, one list of binds, two types.
macro_rules! dispatch {
    ($link:expr, $row:ty, $fetch:ident, $sql:expr $(, $bind:expr)*) => {{
        $crate::engine::statement::collect!(Both, $sql);
        $crate::engine::statement::count!();
        match $link {
            $crate::engine::Twin::Sqlite(connection) => {
                sqlx::query_as::<sqlx::Sqlite, $row>($sql)$(.bind($bind))*
                    .$fetch(&mut **connection).await
            }
            $crate::engine::Twin::Postgres(connection) => {
                $crate::engine::postgres::answered(
                    sqlx::query_as::<sqlx::Postgres, $row>($sql)$(.bind($bind))*
                        .$fetch(&mut **connection)
                ).await
            }
        }
    }};
}

/// `fetch_all!(link, Row, "SELECT ..", binds..)`: every row.
macro_rules! fetch_all {
    ($link:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::engine::statement::dispatch!($link, $row, fetch_all, $sql $(, $bind)*)
    };
}

/// `fetch_optional!(link, Row, "SELECT ..", binds..)`: the row, if there is one.
macro_rules! fetch_optional {
    ($link:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::engine::statement::dispatch!($link, $row, fetch_optional, $sql $(, $bind)*)
    };
}

/// `fetch_one!(link, Row, "SELECT ..", binds..)`: the row that is always there.
macro_rules! fetch_one {
    ($link:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::engine::statement::dispatch!($link, $row, fetch_one, $sql $(, $bind)*)
    };
}

/// `execute!(link, "UPDATE ..", binds..)`: how many rows it changed.
macro_rules! execute {
    ($link:expr, $sql:expr $(, $bind:expr)* $(,)?) => {{
        $crate::engine::statement::collect!(Both, $sql);
        $crate::engine::statement::count!();
        match $link {
            $crate::engine::Twin::Sqlite(connection) => {
                sqlx::query::<sqlx::Sqlite>($sql)$(.bind($bind))*
                    .execute(&mut **connection).await.map(|done| done.rows_affected())
            }
            $crate::engine::Twin::Postgres(connection) => {
                $crate::engine::postgres::answered(
                    sqlx::query::<sqlx::Postgres>($sql)$(.bind($bind))*
                        .execute(&mut **connection)
                ).await.map(|done| done.rows_affected())
            }
        }
    }};
}

/// The two texts of a statement about a list of ids. The engines have no common word for a list.
macro_rules! among {
    (Sqlite, $head:expr, $tail:expr) => {
        concat!($head, "(SELECT value FROM json_each($1))", $tail)
    };
    (Postgres, $head:expr, $tail:expr) => {
        concat!($head, "(SELECT unnest($1::BIGINT[]))", $tail)
    };
}

/// `fetch_among!(link, Row, &[i64], "SELECT .. WHERE id IN ", " ORDER BY ..", binds..)`: the rows
/// of a list of ids, which stands between the two texts and is `$1`.
macro_rules! fetch_among {
    ($link:expr, $row:ty, $ids:expr, $head:expr, $tail:expr $(, $bind:expr)* $(,)?) => {{
        use $crate::engine::statement::{among, collect, count};
        collect!(Sqlite, among!(Sqlite, $head, $tail));
        collect!(Postgres, among!(Postgres, $head, $tail));
        count!();
        let ids: &[i64] = $ids;
        match $link {
            $crate::engine::Twin::Sqlite(connection) => {
                sqlx::query_as::<sqlx::Sqlite, $row>(among!(Sqlite, $head, $tail))
                    .bind($crate::engine::sqlite::id_list(ids))$(.bind($bind))*
                    .fetch_all(&mut **connection).await
            }
            $crate::engine::Twin::Postgres(connection) => {
                $crate::engine::postgres::answered(
                    sqlx::query_as::<sqlx::Postgres, $row>(among!(Postgres, $head, $tail))
                        .bind(ids)$(.bind($bind))*
                        .fetch_all(&mut **connection)
                ).await
            }
        }
    }};
}

/// The same for what gives no rows: how many it changed.
macro_rules! execute_among {
    ($link:expr, $ids:expr, $head:expr, $tail:expr $(, $bind:expr)* $(,)?) => {{
        use $crate::engine::statement::{among, collect, count};
        collect!(Sqlite, among!(Sqlite, $head, $tail));
        collect!(Postgres, among!(Postgres, $head, $tail));
        count!();
        let ids: &[i64] = $ids;
        match $link {
            $crate::engine::Twin::Sqlite(connection) => {
                sqlx::query::<sqlx::Sqlite>(among!(Sqlite, $head, $tail))
                    .bind($crate::engine::sqlite::id_list(ids))$(.bind($bind))*
                    .execute(&mut **connection).await.map(|done| done.rows_affected())
            }
            $crate::engine::Twin::Postgres(connection) => {
                $crate::engine::postgres::answered(
                    sqlx::query::<sqlx::Postgres>(among!(Postgres, $head, $tail))
                        .bind(ids)$(.bind($bind))*
                        .execute(&mut **connection)
                ).await.map(|done| done.rows_affected())
            }
        }
    }};
}

pub(crate) use {
    among, collect, count, dispatch, execute, execute_among, fetch_all, fetch_among, fetch_one,
    fetch_optional,
};
