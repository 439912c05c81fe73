//! What is stored about those who are there: where they are, and what they say they are up to.
//! Whether they are there is not.

use std::collections::BTreeMap;

use parlor_protocol::{
    ids::{StreamId, UserId},
    presence::StatusText,
    time::Timestamp,
};

use crate::{
    Error, Storage,
    engine::{Link, fetch_among},
};

/// Reads what goes with presence.
pub struct Presences<'s> {
    pub(crate) storage: &'s Storage,
}

/// What is stored about somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The spaces and conversations they are in, ascending.
    pub circles: Vec<StreamId>,
    /// What they are up to, also where that has expired.
    pub status: Option<StatusText>,
}

impl Presences<'_> {
    /// What is stored about these people; who has no account (any more) has no places.
    pub async fn of(&self, users: &[UserId]) -> Result<BTreeMap<UserId, Standing>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(of(&mut reader.link(), users).await?)
    }
}

async fn of(link: &mut Link<'_>, users: &[UserId]) -> sqlx::Result<BTreeMap<UserId, Standing>> {
    let ids: Vec<i64> = users.iter().map(|user| user.raw()).collect();
    let spaces = fetch_among!(
        link,
        (i64, i64),
        &ids,
        "SELECT user_id, space_id FROM members WHERE user_id IN ",
        ""
    )?;
    let conversations = fetch_among!(
        link,
        (i64, i64),
        &ids,
        "SELECT user_id, channel_id FROM channel_members WHERE user_id IN ",
        ""
    )?;
    let statuses = fetch_among!(
        link,
        (i64, String, Option<i64>),
        &ids,
        "SELECT id, status_text, status_until FROM users WHERE status_text IS NOT NULL AND id IN ",
        ""
    )?;
    let mut standings: BTreeMap<UserId, Standing> = users
        .iter()
        .map(|user| (*user, Standing::default()))
        .collect();
    for (user, circle) in spaces.into_iter().chain(conversations) {
        if let Some(standing) = standings.get_mut(&UserId::from_raw(user)) {
            standing.circles.push(StreamId::from_raw(circle));
        }
    }
    for (user, text, until) in statuses {
        if let Some(standing) = standings.get_mut(&UserId::from_raw(user)) {
            standing.status = Some(StatusText {
                text,
                expires_at: until.map(Timestamp::from_millis),
            });
        }
    }
    for standing in standings.values_mut() {
        standing.circles.sort_unstable();
    }
    Ok(standings)
}
