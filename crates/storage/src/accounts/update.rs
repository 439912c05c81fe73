//! Changing what an account says about a person.

use parlor_protocol::{
    event::Event,
    ids::{SpaceId, StreamId, UserId},
    time::Timestamp,
    users::{Me, UpdateMe},
};

use super::{UpdateError, rows};
use crate::{
    Committed, Storage,
    engine::{Link, execute, fetch_one, fetch_optional},
    links, members,
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) async fn update(
    storage: &Storage,
    user: UserId,
    change: UpdateMe,
    now: Timestamp,
) -> Result<Committed<Me>, UpdateError> {
    let mut reader = storage.reader().await?;
    let spaces = members::spaces_of(&mut reader.link(), user).await;
    drop(reader);
    storage
        .write(Update {
            user,
            change,
            now,
            spaces: spaces.map_err(crate::Error::from)?,
        })
        .await
}

async fn display_name(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Option<String>> {
    let row = fetch_optional!(
        link,
        (String,),
        "SELECT display_name FROM users WHERE id = $1",
        user.raw()
    )?;
    Ok(row.map(|(name,)| name))
}

struct Update {
    user: UserId,
    change: UpdateMe,
    now: Timestamp,
    /// Where they were a member when the write was queued: for the locks only.
    spaces: Vec<SpaceId>,
}

impl Write for Update {
    type Output = Committed<Me>;
    type Error = UpdateError;

    fn streams(&self) -> Vec<StreamId> {
        self.spaces.iter().copied().map(StreamId::from).collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<Me>, Failed<UpdateError>> {
        let before = display_name(link, self.user).await?;
        let Some(me) = self.store(link).await? else {
            return Err(Failed::Refused(UpdateError::Gone));
        };
        let is_new = before.is_some_and(|name| name != me.user.display_name);
        let events = if is_new {
            tell(link, self.user, self.now).await?
        } else {
            Vec::new()
        };
        Ok(Committed { value: me, events })
    }
}

impl Update {
    /// Touches only what is named, so that two changes at once on two nodes both stay.
    async fn store(&self, link: &mut Link<'_>) -> Result<Option<Me>, Failed<UpdateError>> {
        let UpdateMe {
            display_name,
            email,
            status_text,
            status_expires_at,
        } = &self.change;
        let email_key = email.as_ref().and_then(Option::as_deref).map(rows::key);
        let (taken,) = fetch_one!(
            link,
            (bool,),
            "SELECT EXISTS (SELECT 1 FROM users WHERE email_key = $1 AND id <> $2)",
            &email_key,
            self.user.raw()
        )?;
        if taken {
            return Err(Failed::Refused(UpdateError::EmailTaken));
        }
        execute!(
            link,
            "UPDATE users SET \
             display_name = CASE WHEN $2 THEN COALESCE($3, username) ELSE display_name END, \
             display_key = CASE WHEN $2 THEN COALESCE($10, username_key) ELSE display_key END, \
             status_text = CASE WHEN $4 THEN $5 ELSE status_text END, \
             status_until = CASE WHEN $4 THEN $9 ELSE status_until END, \
             email = CASE WHEN $6 THEN $7 ELSE email END, \
             email_key = CASE WHEN $6 THEN $8 ELSE email_key END WHERE id = $1",
            self.user.raw(),
            display_name.is_some(),
            display_name.as_ref().and_then(Option::as_deref),
            status_text.is_some(),
            status_text.as_ref().and_then(Option::as_deref),
            email.is_some(),
            email.as_ref().and_then(Option::as_deref),
            &email_key,
            status_expires_at.map(Timestamp::as_millis),
            display_name
                .as_ref()
                .and_then(Option::as_deref)
                .map(rows::key)
        )
        .map_err(Failed::unless_unique)?;
        if email.is_some() {
            links::forget(link, self.user).await?;
        }
        Ok(rows::me(link, self.user).await?)
    }
}

/// Tells every space of somebody what others see of them now.
pub(super) async fn tell(
    link: &mut Link<'_>,
    user: UserId,
    now: Timestamp,
) -> sqlx::Result<Vec<Event>> {
    let mut events = Vec::new();
    for space_id in members::spaces_of(link, user).await? {
        let Some(member) = members::get(link, space_id, user).await? else {
            continue;
        };
        let stream = space_id.into();
        let reference = Reference::MemberUpdated(user);
        let seq = log::append(link, stream, reference, now).await?;
        events.push(Event::MemberUpdated {
            stream,
            seq,
            space_id,
            member,
        });
    }
    Ok(events)
}
