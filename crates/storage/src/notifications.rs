//! Notifications: what calls people, and what they want to be called by.
//!
//! A notification is an event of the person's own stream that refers to a message. The inbox is
//! read from there, so it reaches back as far as the log does.

use parlor_protocol::{
    ids::{StreamId, UserId},
    messages::Message,
    notifications::{Notification, NotificationSetting, SetNotifications},
    page::{Page, PageSize},
    permissions::{Grant, Permission},
    streams::Seq,
    time::Timestamp,
};

use crate::{Error, Storage, grants};

mod inbox;
mod notify;
mod settings;

pub(crate) use inbox::seen;
pub(crate) use notify::{Addressees, Calls, called, calls, conversation, event, level_of, notify};
pub(crate) use settings::of_user;

/// Reads notifications; reads and writes what people want.
pub struct Notifications<'s> {
    pub(crate) storage: &'s Storage,
}

impl Notifications<'_> {
    /// What the grant's holder wants to be called by in the grant's channel, or else in its space.
    pub async fn set(
        &self,
        grant: Grant,
        wanted: SetNotifications,
    ) -> Result<NotificationSetting, Error> {
        grants::allows(&grant, Permission::ViewChannel)?;
        let place: StreamId = match (grant.channel(), grant.space()) {
            (Some(channel), _) => channel.into(),
            (None, Some(space)) => space.into(),
            (None, None) => return Err(Error::WrongGrant),
        };
        let user = grant.user();
        let set = settings::Set {
            user,
            place,
            wanted,
        };
        self.storage.write_by(&[grant], set).await
    }

    /// Those of these people whom a message calls together with everybody or by a role they hold,
    /// and who want that: not its author, and not those it mentions, who have a notification of
    /// their own.
    pub async fn called(
        &self,
        message: &Message,
        users: &[UserId],
        now: Timestamp,
    ) -> Result<Vec<UserId>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        Ok(notify::called(&mut snapshot.link(), message, users, now).await?)
    }

    /// What calls a person, the newest first, before a position of their own stream. Messages that
    /// are gone, or that they see no longer, are left out.
    pub async fn page(
        &self,
        user: UserId,
        before: Option<Seq>,
        size: PageSize,
    ) -> Result<Page<Notification>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        Ok(inbox::page(&mut snapshot.link(), user, before, size).await?)
    }
}
