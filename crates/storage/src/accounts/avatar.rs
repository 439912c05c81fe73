//! The picture of a person.

use parlor_protocol::{
    event::Event,
    ids::{SpaceId, StreamId, UserId},
    time::Timestamp,
    users::Me,
};

use super::{rows, update::tell};
use crate::{
    Committed, Content, Error, Storage,
    engine::{Link, execute, fetch_optional},
    members,
    writer::{Failed, Write},
};

pub(super) async fn get(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Option<Content>> {
    let avatar = fetch_optional!(
        link,
        (Option<Vec<u8>>,),
        "SELECT avatar FROM users WHERE id = $1",
        user.raw()
    )?;
    let avatar = avatar.and_then(|(avatar,)| avatar);
    Ok(avatar.as_deref().and_then(Content::from_row))
}

pub(super) async fn set(
    storage: &Storage,
    (user, avatar): (UserId, Option<Content>),
    now: Timestamp,
) -> Result<Option<Committed<(Me, Vec<Content>)>>, Error> {
    let mut reader = storage.reader().await?;
    let spaces = members::spaces_of(&mut reader.link(), user).await?;
    drop(reader);
    let write = Set {
        user,
        avatar,
        now,
        spaces,
    };
    storage.write(write).await
}

struct Set {
    user: UserId,
    avatar: Option<Content>,
    now: Timestamp,
    /// Where they were a member when the write was queued: for the locks only.
    spaces: Vec<SpaceId>,
}

impl Write for Set {
    type Output = Option<Committed<(Me, Vec<Content>)>>;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        self.spaces.iter().copied().map(StreamId::from).collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<Error>> {
        let before = get(link, self.user).await?;
        let mut events: Vec<Event> = Vec::new();
        if before != self.avatar {
            execute!(
                link,
                "UPDATE users SET avatar = $2 WHERE id = $1",
                self.user.raw(),
                self.avatar.as_ref().map(|avatar| &avatar.as_bytes()[..])
            )?;
            events = tell(link, self.user, self.now).await?;
        }
        let Some(me) = rows::me(link, self.user).await? else {
            return Ok(None);
        };
        Ok(Some(Committed {
            value: (me, before.into_iter().collect()),
            events,
        }))
    }
}
