//! What people want to be called by.

use std::collections::HashMap;

use parlor_protocol::{
    ids::{StreamId, UserId},
    notifications::{NotificationLevel, NotificationSetting, SetNotifications},
    time::Timestamp,
};

use crate::{
    Error,
    engine::{Link, execute, fetch_all, fetch_among},
    error::Damage,
    writer::{Failed, Write},
};

pub(super) struct Set {
    pub(super) user: UserId,
    pub(super) place: StreamId,
    pub(super) wanted: SetNotifications,
}

impl Write for Set {
    type Output = NotificationSetting;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let SetNotifications { level, muted_until } = self.wanted;
        execute!(
            link,
            "INSERT INTO notification_settings (user_id, place_id, level, muted_until) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (user_id, place_id) DO UPDATE \
             SET level = excluded.level, muted_until = excluded.muted_until",
            self.user.raw(),
            self.place.raw(),
            word(level),
            muted_until.map(Timestamp::as_millis)
        )?;
        Ok(NotificationSetting {
            id: self.place,
            level,
            muted_until,
        })
    }
}

const fn word(level: NotificationLevel) -> &'static str {
    match level {
        NotificationLevel::All => "all",
        NotificationLevel::Mentions => "mentions",
        NotificationLevel::Nothing => "nothing",
    }
}

fn level(word: &str) -> sqlx::Result<NotificationLevel> {
    Ok(match word {
        "all" => NotificationLevel::All,
        "mentions" => NotificationLevel::Mentions,
        "nothing" => NotificationLevel::Nothing,
        _ => return Err(Damage("a notification level of no known name").into()),
    })
}

#[derive(sqlx::FromRow)]
struct SettingRow {
    user_id: i64,
    place_id: i64,
    level: String,
    muted_until: Option<i64>,
}

impl SettingRow {
    fn read(&self) -> sqlx::Result<NotificationSetting> {
        Ok(NotificationSetting {
            id: StreamId::from_raw(self.place_id),
            level: level(&self.level)?,
            muted_until: self.muted_until.map(Timestamp::from_millis),
        })
    }
}

/// Everything one person set.
pub(crate) async fn of_user(
    link: &mut Link<'_>,
    user: UserId,
) -> sqlx::Result<Vec<NotificationSetting>> {
    let rows = fetch_all!(
        link,
        SettingRow,
        "SELECT n.user_id, n.place_id, n.level, n.muted_until FROM notification_settings n \
         JOIN streams t ON t.id = n.place_id AND NOT t.gone \
         WHERE n.user_id = $1 ORDER BY n.place_id",
        user.raw()
    )?;
    rows.iter().map(SettingRow::read).collect()
}

/// What each of these people wants now in a channel. Who said nothing about the channel has what
/// they said about its space, and who said nothing at all is not in the answer. A muted channel, and
/// one in a muted space, lets nothing in.
pub(super) async fn among(
    link: &mut Link<'_>,
    (channel, space): (i64, Option<i64>),
    users: &[i64],
    now: Timestamp,
) -> sqlx::Result<HashMap<UserId, NotificationLevel>> {
    let mut rows = fetch_among!(
        link,
        SettingRow,
        users,
        "SELECT user_id, place_id, level, muted_until FROM notification_settings \
         WHERE place_id IN ($2, $3) AND user_id IN ",
        "",
        channel,
        space
    )?;
    // The channel's own word comes last and holds.
    rows.sort_unstable_by_key(|row| row.place_id == channel);
    let mut levels = HashMap::new();
    for row in &rows {
        levels.insert(UserId::from_raw(row.user_id), level(&row.level)?);
    }
    for row in &rows {
        if row.muted_until.is_some_and(|until| until > now.as_millis()) {
            levels.insert(UserId::from_raw(row.user_id), NotificationLevel::Nothing);
        }
    }
    Ok(levels)
}
