//! Spaces as their rows have them.

use parlor_protocol::{
    ids::{SpaceId, UserId},
    spaces::Space,
    time::Timestamp,
};

use crate::{
    content::picture_url,
    engine::{Link, fetch_all, fetch_among, fetch_one, fetch_optional},
};

#[derive(sqlx::FromRow)]
struct SpaceRow {
    id: i64,
    name: String,
    description: String,
    owner_id: i64,
    created_at: i64,
    last_seq: i64,
    icon: Option<Vec<u8>>,
}

impl From<SpaceRow> for Space {
    fn from(row: SpaceRow) -> Self {
        Self {
            id: SpaceId::from_raw(row.id),
            name: row.name,
            description: row.description,
            icon_url: picture_url(row.icon.as_deref()),
            owner_id: UserId::from_raw(row.owner_id),
            created_at: Timestamp::from_millis(row.created_at),
            last_seq: row.last_seq.cast_unsigned(),
        }
    }
}

pub(crate) async fn get(link: &mut Link<'_>, space: SpaceId) -> sqlx::Result<Option<Space>> {
    let row = fetch_optional!(
        link,
        SpaceRow,
        "SELECT s.id, s.name, s.description, s.owner_id, s.created_at, s.icon, t.last_seq \
         FROM spaces s JOIN streams t ON t.id = s.id AND NOT t.gone WHERE s.id = $1",
        space.raw()
    )?;
    Ok(row.map(Space::from))
}

pub(crate) async fn among(link: &mut Link<'_>, ids: &[i64]) -> sqlx::Result<Vec<Space>> {
    let rows = fetch_among!(
        link,
        SpaceRow,
        ids,
        "SELECT s.id, s.name, s.description, s.owner_id, s.created_at, s.icon, t.last_seq \
         FROM spaces s JOIN streams t ON t.id = s.id AND NOT t.gone WHERE s.id IN ",
        ""
    )?;
    Ok(rows.into_iter().map(Space::from).collect())
}

pub(crate) async fn of(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Vec<Space>> {
    let rows = fetch_all!(
        link,
        SpaceRow,
        "SELECT s.id, s.name, s.description, s.owner_id, s.created_at, s.icon, t.last_seq \
         FROM members m JOIN spaces s ON s.id = m.space_id \
         JOIN streams t ON t.id = s.id AND NOT t.gone \
         WHERE m.user_id = $1 ORDER BY s.id",
        user.raw()
    )?;
    Ok(rows.into_iter().map(Space::from).collect())
}

/// The space that set-up made, while it is there.
pub(crate) async fn first(link: &mut Link<'_>) -> sqlx::Result<Option<SpaceId>> {
    let row = fetch_optional!(
        link,
        (i64,),
        "SELECT s.id FROM instance i JOIN spaces s ON s.id = i.first_space \
         JOIN streams t ON t.id = s.id AND NOT t.gone WHERE i.id = 1"
    )?;
    Ok(row.map(|(id,)| SpaceId::from_raw(id)))
}

/// Whether a space is theirs.
pub(crate) async fn is_owner(
    link: &mut Link<'_>,
    (space, user): (SpaceId, UserId),
) -> sqlx::Result<bool> {
    let (is_owner,) = fetch_one!(
        link,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM spaces WHERE id = $1 AND owner_id = $2)",
        space.raw(),
        user.raw()
    )?;
    Ok(is_owner)
}

/// How many spaces are theirs.
pub(super) async fn owned(link: &mut Link<'_>, user: UserId) -> sqlx::Result<i64> {
    let (owned,) = fetch_one!(
        link,
        (i64,),
        "SELECT count(*) FROM spaces s JOIN streams t ON t.id = s.id AND NOT t.gone \
         WHERE s.owner_id = $1",
        user.raw()
    )?;
    Ok(owned)
}
