//! What is stored about those who are there: where they are, how they chose to be seen, and what they
//! say they are up to.
//! Whether they are there is not.

use std::collections::BTreeMap;

use parlor_protocol::{
    ids::{StreamId, UserId},
    presence::{Mood, StatusText},
    time::Timestamp,
};

use crate::{
    Committed, Error, Storage,
    engine::{Link, execute, fetch_among, fetch_optional},
    error::Damage,
    writer::{Failed, Write},
};

/// Reads and writes what goes with presence.
pub struct Presences<'s> {
    pub(crate) storage: &'s Storage,
}

/// What is stored about somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The spaces and conversations they are in, ascending.
    pub circles: Vec<StreamId>,
    /// How they chose to be seen.
    pub mood: Mood,
    /// What they are up to, also where that has expired.
    pub status: Option<StatusText>,
}

impl Presences<'_> {
    /// What is stored about these people; who has no account (any more) has no places.
    pub async fn of(&self, users: &[UserId]) -> Result<BTreeMap<UserId, Standing>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(of(&mut reader.link(), users).await?)
    }

    /// Stores how somebody chose to be seen; gives whether that is something else than before.
    pub async fn choose(&self, user: UserId, mood: Mood) -> Result<Committed<bool>, Error> {
        let mut reader = self.storage.reader().await?;
        let today = chosen(&mut reader.link(), user).await?;
        drop(reader);
        if today == Some(mood) {
            return Ok(Committed {
                value: false,
                events: Vec::new(),
            });
        }
        self.storage.write(Choose { user, mood }).await
    }
}

struct Choose {
    user: UserId,
    mood: Mood,
}

impl Write for Choose {
    type Output = Committed<bool>;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        execute!(
            link,
            "UPDATE users SET chosen_status = $2 WHERE id = $1 AND deleted_at IS NULL",
            self.user.raw(),
            word(self.mood)
        )?;
        Ok(Committed {
            value: true,
            events: Vec::new(),
        })
    }
}

/// How a row has it; nothing is chosen by most.
const fn word(mood: Mood) -> Option<&'static str> {
    match mood {
        Mood::Online => None,
        Mood::Dnd => Some("dnd"),
        Mood::Invisible => Some("invisible"),
    }
}

/// A mood, as a row has it.
pub(crate) fn read(word: Option<&str>) -> sqlx::Result<Mood> {
    match word {
        None => Ok(Mood::Online),
        Some("dnd") => Ok(Mood::Dnd),
        Some("invisible") => Ok(Mood::Invisible),
        Some(_) => Err(Damage("a status that nobody can choose").into()),
    }
}

async fn chosen(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Option<Mood>> {
    let row = fetch_optional!(
        link,
        (Option<String>,),
        "SELECT chosen_status FROM users WHERE id = $1",
        user.raw()
    )?;
    row.map(|(chosen,)| read(chosen.as_deref())).transpose()
}

async fn of(link: &mut Link<'_>, users: &[UserId]) -> sqlx::Result<BTreeMap<UserId, Standing>> {
    let ids: Vec<i64> = users.iter().map(|user| user.raw()).collect();
    let spaces = fetch_among!(
        link,
        (i64, i64),
        &ids,
        "SELECT m.user_id, m.space_id FROM members m \
         JOIN streams t ON t.id = m.space_id AND NOT t.gone WHERE m.user_id IN ",
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
        (i64, Option<String>, Option<String>, Option<i64>),
        &ids,
        "SELECT id, chosen_status, status_text, status_until FROM users WHERE id IN ",
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
    for (user, chosen, text, until) in statuses {
        if let Some(standing) = standings.get_mut(&UserId::from_raw(user)) {
            standing.mood = read(chosen.as_deref())?;
            standing.status = text.map(|text| StatusText {
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
