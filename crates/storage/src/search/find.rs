//! Looking something up in the index.

use parlor_protocol::{ids::UserId, messages::Message, page::Page, search::Bound};
use sqlx::{PgConnection, SqliteConnection};

use super::{
    Find, SEARCH_TIME_MAX,
    entry::{Mark, Wanted},
    fts5, tsquery,
};
use crate::{
    Error, Storage,
    engine::{Link, Twin, collect, postgres, sqlite},
    members,
    messages::load,
    page::{cut, one_more},
};

/// In so many channels at most FTS5 looks by their marks. Where there are more, it looks
/// everywhere, and what is elsewhere is passed over: each further mark makes every step longer.
const PLACES_MAX: usize = 16;

/// So many of the newest messages PostgreSQL reads before it asks its index, whose answer is
/// not in order: a common word, of which the index would bring all, is among them.
const NEWEST: i64 = 2_000;

/// The ids between which to look, both outside.
struct Stretch {
    start: i64,
    end: i64,
}

pub(super) async fn find(
    storage: &Storage,
    asking: UserId,
    find: &Find,
) -> Result<Page<Message>, Error> {
    let mut snapshot = storage.snapshot().await?;
    let mut link = snapshot.link();
    limit_time(&mut link).await?;
    let found = within(&mut link, asking, find).await;
    if let Twin::Sqlite(connection) = &mut link {
        sqlite::unlimit_time(connection).await?;
    }
    Ok(found?)
}

async fn limit_time(link: &mut Link<'_>) -> sqlx::Result<()> {
    match link {
        Twin::Sqlite(connection) => sqlite::limit_time(connection, SEARCH_TIME_MAX).await,
        Twin::Postgres(connection) => postgres::limit_time(connection, SEARCH_TIME_MAX).await,
    }
}

async fn within(link: &mut Link<'_>, asking: UserId, find: &Find) -> sqlx::Result<Page<Message>> {
    let seen = members::visible(link, asking).await?;
    let places: Vec<_> = seen
        .into_iter()
        .filter(|place| find.channel.is_none_or(|channel| channel == place.channel))
        .filter(|place| find.space.is_none_or(|space| Some(space) == place.space))
        .map(|place| place.channel)
        .collect();
    let stretch = Stretch {
        start: find.after.map_or(0, Bound::start),
        end: find.before.map_or(i64::MAX, Bound::end),
    };
    let mut marks = Vec::new();
    marks.extend(find.author.map(Mark::By));
    marks.extend(find.has.map(Mark::Has));
    let wanted = Wanted {
        query: &find.query,
        marks,
        places,
    };
    let rows = one_more(find.size.rows());
    let ids = if wanted.places.is_empty() {
        Vec::new()
    } else {
        match link {
            Twin::Sqlite(connection) => in_sqlite(connection, wanted, &stretch, rows).await?,
            Twin::Postgres(connection) => in_postgres(connection, &wanted, &stretch, rows).await?,
        }
    };
    let page = cut(ids, find.size.rows());
    Ok(Page {
        items: load::newest_first(link, &page.items, asking).await?,
        has_more: page.has_more,
    })
}

async fn in_sqlite(
    connection: &mut SqliteConnection,
    mut wanted: Wanted<'_>,
    stretch: &Stretch,
    rows: i64,
) -> sqlx::Result<Vec<i64>> {
    // CROSS JOIN: the index first, in its order, and never the other way round.
    const FIND: &str = "SELECT m.id FROM search s CROSS JOIN messages m ON m.id = s.rowid \
                        WHERE s.words MATCH $1 AND s.rowid > $2 AND s.rowid < $3 \
                        AND m.deleted_at IS NULL \
                        AND m.channel_id IN (SELECT value FROM json_each($4)) \
                        ORDER BY s.rowid DESC LIMIT $5";
    collect!(Sqlite, FIND);
    let places: Vec<_> = wanted.places.iter().map(|place| place.raw()).collect();
    if places.len() > PLACES_MAX {
        wanted.places = Vec::new();
    }
    let found = sqlx::query_scalar(FIND)
        .bind(fts5::query(&wanted))
        .bind(stretch.start)
        .bind(stretch.end)
        .bind(sqlite::id_list(&places))
        .bind(rows);
    found.fetch_all(connection).await
}

/// First among the newest, then, if they are too few, by the index. The index answers for the
/// places too: their marks are looked up like words.
async fn in_postgres(
    connection: &mut PgConnection,
    wanted: &Wanted<'_>,
    stretch: &Stretch,
    rows: i64,
) -> sqlx::Result<Vec<i64>> {
    const AMONG_NEWEST: &str = "SELECT message_id FROM (SELECT message_id, words FROM search \
                                WHERE message_id > $2 AND message_id < $3 \
                                ORDER BY message_id DESC LIMIT $5) newest \
                                WHERE words @@ $1::TEXT::TSQUERY \
                                ORDER BY message_id DESC LIMIT $4";
    // The sum hides the id from the planner, whose guesses would have it read the whole table.
    const BY_INDEX: &str = "SELECT message_id FROM search WHERE words @@ $1::TEXT::TSQUERY \
                            AND message_id + 0 > $2 AND message_id + 0 < $3 \
                            ORDER BY message_id + 0 DESC LIMIT $4";
    collect!(Postgres, AMONG_NEWEST);
    collect!(Postgres, BY_INDEX);
    let query = tsquery::query(wanted);
    let newest = sqlx::query_scalar(AMONG_NEWEST)
        .bind(&query)
        .bind(stretch.start)
        .bind(stretch.end)
        .bind(rows)
        .bind(NEWEST);
    let newest: Vec<i64> = newest.fetch_all(&mut *connection).await?;
    if i64::try_from(newest.len()).is_ok_and(|found| found == rows) {
        return Ok(newest);
    }
    let found = sqlx::query_scalar(BY_INDEX)
        .bind(query)
        .bind(stretch.start)
        .bind(stretch.end)
        .bind(rows);
    found.fetch_all(connection).await
}
