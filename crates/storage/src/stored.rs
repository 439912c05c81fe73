//! How much there is of everything, for who runs the instance.

use parlor_protocol::admin::DatabaseKind;

use crate::{
    Error, Storage, embeds,
    engine::{
        Link, Twin, fetch_one, postgres,
        statement::{collect, count},
    },
};

/// What the database comes to, and the files it knows of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// What the database is.
    pub database: DatabaseKind,
    /// Its size, in bytes.
    pub database_bytes: u64,
    /// How many files people sent.
    pub uploads: u64,
    /// What they come to, in bytes.
    pub upload_bytes: u64,
    /// What the pictures of link previews come to, in bytes.
    pub preview_bytes: u64,
}

impl Storage {
    /// Counts everything: for somebody who looks, not for every request.
    pub async fn stored(&self) -> Result<Stored, Error> {
        let mut reader = self.reader().await?;
        let mut link = reader.link();
        let (database, database_bytes) = size(&mut link).await?;
        let (uploads, upload_bytes) = fetch_one!(
            &mut link,
            (i64, i64),
            "SELECT COUNT(*), CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) FROM attachments",
        )?;
        Ok(Stored {
            database,
            database_bytes: database_bytes.cast_unsigned(),
            uploads: uploads.cast_unsigned(),
            upload_bytes: upload_bytes.cast_unsigned(),
            preview_bytes: embeds::bytes(&mut link).await?,
        })
    }
}

/// The engines have no common word for how large they are.
async fn size(link: &mut Link<'_>) -> sqlx::Result<(DatabaseKind, i64)> {
    const SQLITE: &str = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    const POSTGRES: &str = "SELECT pg_database_size(current_database())";
    collect!(Sqlite, SQLITE);
    collect!(Postgres, POSTGRES);
    count!();
    match link {
        Twin::Sqlite(connection) => {
            let (bytes,) = sqlx::query_as(SQLITE).fetch_one(&mut **connection).await?;
            Ok((DatabaseKind::Sqlite, bytes))
        }
        Twin::Postgres(connection) => {
            let asked = sqlx::query_as(POSTGRES).fetch_one(&mut **connection);
            let (bytes,) = postgres::answered(asked).await?;
            Ok((DatabaseKind::Postgres, bytes))
        }
    }
}
