//! Leaving for good.

use parlor_protocol::{
    event::Event,
    ids::{SpaceId, StreamId, UserId},
    members::Departure,
    time::Timestamp,
};

use super::{LeaveError, Left};
use crate::{
    Committed, Content, Error, Storage,
    engine::{Link, execute, fetch_all, fetch_optional},
    links, members, sessions,
    writer::{Failed, Write},
};

/// What stands where a name stood.
const DISPLAY_NAME: &str = "Deleted user";

pub(super) async fn leave(
    storage: &Storage,
    (user, takes_all): (UserId, bool),
    now: Timestamp,
) -> Result<Committed<Left>, LeaveError> {
    let mut reader = storage.reader().await?;
    let spaces = members::spaces_of(&mut reader.link(), user).await;
    drop(reader);
    storage
        .write(Leave {
            user,
            takes_all,
            now,
            spaces: spaces.map_err(Error::from)?,
        })
        .await
}

struct Leave {
    user: UserId,
    takes_all: bool,
    now: Timestamp,
    /// Where they were a member when the write was queued: for the locks only.
    spaces: Vec<SpaceId>,
}

impl Write for Leave {
    type Output = Committed<Left>;
    type Error = LeaveError;

    fn streams(&self) -> Vec<StreamId> {
        let spaces = self.spaces.iter().copied().map(StreamId::from);
        spaces.chain([self.user.into()]).collect()
    }

    fn changes_rights(&self, left: &Self::Output) -> Vec<StreamId> {
        let places = left.events.iter().filter_map(|event| match event {
            Event::MemberLeft { stream, .. } => Some(*stream),
            _ => None,
        });
        places.collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<Left>, Failed<LeaveError>> {
        self.check(link).await?;
        let mut events: Vec<Event> = Vec::new();
        for space in members::spaces_of(link, self.user).await? {
            let place = (space, self.user);
            let left = members::leave(link, place, Departure::Left, self.now).await?;
            events.extend(left.events);
        }
        let ended = sessions::end_all(link, self.user, None, self.now).await?;
        let contents = self.forget(link).await?;
        links::forget(link, self.user).await?;
        self.become_nobody(link).await?;
        let value = Left { ended, contents };
        Ok(Committed { value, events })
    }
}

impl Leave {
    /// What belongs to them needs somebody to belong to.
    async fn check(&self, link: &mut Link<'_>) -> Result<(), Failed<LeaveError>> {
        let owner = fetch_optional!(
            link,
            (bool,),
            "SELECT owner FROM users WHERE id = $1 AND deleted_at IS NULL",
            self.user.raw()
        )?;
        match owner {
            Some((false,)) => {}
            Some((true,)) => return Err(Failed::Refused(LeaveError::OwnsInstance)),
            None => return Err(Failed::Refused(LeaveError::Gone)),
        }
        let spaces = fetch_all!(
            link,
            (String,),
            "SELECT s.name FROM spaces s JOIN streams t ON t.id = s.id AND NOT t.gone \
             WHERE s.owner_id = $1",
            self.user.raw()
        )?;
        if spaces.is_empty() {
            return Ok(());
        }
        let names = spaces.into_iter().map(|(name,)| name).collect();
        Err(Failed::Refused(LeaveError::OwnsSpaces(names)))
    }

    /// What was theirs alone. The rows of sessions stay for a day, empty: other nodes learn from
    /// them that they ended.
    async fn forget(&self, link: &mut Link<'_>) -> sqlx::Result<Vec<Content>> {
        let user = self.user.raw();
        execute!(link, "DELETE FROM refresh_tokens WHERE user_id = $1", user)?;
        execute!(
            link,
            "UPDATE sessions SET ip = '', user_agent = '' WHERE user_id = $1",
            user
        )?;
        // Of spaces that are gone, whose members are told one after the other.
        execute!(link, "DELETE FROM members WHERE user_id = $1", user)?;
        execute!(link, "DELETE FROM read_marks WHERE user_id = $1", user)?;
        execute!(
            link,
            "DELETE FROM notification_settings WHERE user_id = $1",
            user
        )?;
        execute!(link, "DELETE FROM stream_events WHERE stream_id = $1", user)?;
        let files = fetch_all!(
            link,
            (Vec<u8>, Option<Vec<u8>>),
            "DELETE FROM attachments WHERE uploader_id = $1 AND message_id IS NULL \
             RETURNING content, thumbnail",
            user
        )?;
        let avatar = fetch_optional!(
            link,
            (Option<Vec<u8>>,),
            "SELECT avatar FROM users WHERE id = $1",
            user
        )?;
        let files = files
            .into_iter()
            .flat_map(|(content, still)| [Some(content), still]);
        let contents = files.chain(avatar.map(|(avatar,)| avatar)).flatten();
        Ok(contents
            .filter_map(|content| Content::from_row(&content))
            .collect())
    }

    /// The row stays for what they wrote. No username has an `@`, and no password a hash of no
    /// characters.
    async fn become_nobody(&self, link: &mut Link<'_>) -> sqlx::Result<()> {
        execute!(
            link,
            "UPDATE users SET username = $2, username_key = $3, email = NULL, email_key = NULL, \
             display_name = $4, status_text = NULL, status_until = NULL, chosen_status = NULL, avatar = NULL, password_hash = '', \
             admin = FALSE, deleted_at = $5, leaving = $6 WHERE id = $1",
            self.user.raw(),
            format!("deleted-{}", self.user),
            format!("@{}", self.user),
            DISPLAY_NAME,
            self.now.as_millis(),
            self.takes_all
        )?;
        Ok(())
    }
}
