//! Members: who is where, and what they may do there.

use std::collections::BTreeMap;

use parlor_protocol::{
    channels::Channel,
    event::Event,
    ids::{ChannelId, RoleId, SpaceId, UserId},
    members::{Departure, Member},
    page::{Page, PageSize},
    permissions::{Access, Grant, Permission},
    streams::Seq,
    time::Timestamp,
};

use crate::{Committed, Error, Storage, channels, grants};

mod access;
mod audience;
mod join;
mod leave;
mod part;
mod rows;
mod seers;
mod sight;
mod update;
mod visible;

pub(crate) use access::in_space;
pub(crate) use audience::{Seen, seen, tell};
pub(crate) use join::join;
pub(crate) use leave::leave;
pub(crate) use rows::{among, get, of_user, spaces_of};
pub(crate) use seers::seers;
pub(crate) use sight::Sight;
pub(crate) use visible::visible;

/// Somebody was a member of a space until now.
#[derive(Debug, Clone, PartialEq)]
pub struct Parted {
    /// What everybody in the space is told.
    pub event: Event,
    /// Where they are told the same in their own stream.
    pub told_at: Seq,
    /// The channels they may have followed there.
    pub channels: Vec<ChannelId>,
}

/// Why somebody stays a member, or as they are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// They own the space.
    #[error("the space is theirs")]
    Owner,
    /// They are not in the space (any more).
    #[error("they are not a member")]
    Gone,
    /// A role is not one of the space, or is @everyone.
    #[error("a role is not one of the space")]
    NoRole,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// What becomes different of a member; each change of somebody else with the grant for it.
#[derive(Debug, Clone, Default)]
pub struct MemberChange {
    /// What they are called here; `None` inside = by their display name. Without a grant it is
    /// their own wish.
    pub nickname: Option<(Option<Grant>, Option<String>)>,
    /// Which roles they hold besides @everyone.
    pub roles: Option<(Grant, Vec<RoleId>)>,
    /// Until when they are silent; `None` inside = they may speak.
    pub timeout: Option<(Grant, Option<Timestamp>)>,
}

/// Reads and writes memberships.
pub struct Members<'s> {
    pub(crate) storage: &'s Storage,
}

impl Members<'_> {
    /// What a person may do in a space. `None`: there is no such space, or they are not in it.
    pub async fn in_space(
        &self,
        user: UserId,
        space: SpaceId,
        now: Timestamp,
    ) -> Result<Option<Access>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(access::in_space(&mut reader.link(), user, space, now).await?)
    }

    /// What a person may do in a channel, and the channel. `None`: it is missing, or hidden from
    /// them; the two cannot be told apart.
    pub async fn in_channel(
        &self,
        user: UserId,
        channel: ChannelId,
        now: Timestamp,
    ) -> Result<Option<(Access, Channel)>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(access::in_channel(&mut reader.link(), user, channel, now).await?)
    }

    /// Those of these people who see each of these channels; channels that are gone are left out.
    pub async fn seers(
        &self,
        channels: &[ChannelId],
        users: &[UserId],
    ) -> Result<BTreeMap<ChannelId, Vec<UserId>>, Error> {
        let channels: Vec<i64> = channels.iter().map(|channel| channel.raw()).collect();
        let users: Vec<i64> = users.iter().map(|user| user.raw()).collect();
        let mut snapshot = self.storage.snapshot().await?;
        Ok(seers::seers(&mut snapshot.link(), &channels, &users).await?)
    }

    /// What each of these people may do in a channel, those who see it.
    pub async fn rights(
        &self,
        channel: ChannelId,
        users: &[UserId],
        now: Timestamp,
    ) -> Result<BTreeMap<UserId, Access>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        let mut link = snapshot.link();
        let mut rights = BTreeMap::new();
        for user in users {
            let found = access::in_channel(&mut link, *user, channel, now).await?;
            rights.extend(found.map(|(access, _)| (*user, access)));
        }
        Ok(rights)
    }

    /// Those of these people who are in a space.
    pub async fn among(&self, space: SpaceId, users: &[UserId]) -> Result<Vec<UserId>, Error> {
        let users: Vec<i64> = users.iter().map(|user| user.raw()).collect();
        let mut reader = self.storage.reader().await?;
        Ok(rows::present(&mut reader.link(), space, &users).await?)
    }

    /// Every channel of a space that a person may see, in order, and what they may do in each.
    /// `None`: there is no such space, or they are not in it.
    pub async fn in_channels(
        &self,
        user: UserId,
        space: SpaceId,
        now: Timestamp,
    ) -> Result<Option<Vec<(Access, Channel)>>, Error> {
        let mut snapshot = self.storage.snapshot().await?;
        let mut link = snapshot.link();
        let Some(access) = access::in_space(&mut link, user, space, now).await? else {
            return Ok(None);
        };
        let sight = Sight::of_some(&mut link, space, &[user.raw()]).await?;
        let channels = channels::of(&mut link, space).await?;
        let seen = channels.into_iter().filter_map(|channel| {
            let access = sight.narrow(access, (space, channel.id))?;
            Some((access, channel))
        });
        Ok(Some(seen.collect()))
    }

    /// The members of a space by user id, after the cursor; with a name, those whose username, or a
    /// word of whose display name or nickname, begins so.
    pub async fn page(
        &self,
        (space, named): (SpaceId, Option<&str>),
        after: Option<UserId>,
        size: PageSize,
    ) -> Result<Page<Member>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::page(&mut reader.link(), (space, named), after, size).await?)
    }

    /// Those of these people who are members, ascending by user id.
    pub async fn these(&self, space: SpaceId, users: &[UserId]) -> Result<Vec<Member>, Error> {
        let users: Vec<i64> = users.iter().map(|user| user.raw()).collect();
        let mut reader = self.storage.reader().await?;
        let mut members = rows::among(&mut reader.link(), space, &users).await?;
        members.sort_by_key(|member| member.user_id);
        Ok(members)
    }

    /// One member.
    pub async fn get(&self, space: SpaceId, user: UserId) -> Result<Option<Member>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::get(&mut reader.link(), space, user).await?)
    }
    /// Leaves a space, of one's own will; may be repeated: then there is no value. Events:
    /// `MEMBER_LEFT` in the space's stream, `SPACE_LEFT` in the person's own.
    pub async fn leave(
        &self,
        space: SpaceId,
        user: UserId,
        now: Timestamp,
    ) -> Result<Committed<Option<Parted>>, ChangeError> {
        let part = part::Part {
            space,
            user,
            by: user,
            reason: Departure::Left,
            now,
        };
        self.storage.write(part).await
    }

    /// Removes somebody from the space of the grant; that they stand below its holder is for the
    /// verb to see. May be repeated: then there is no value. Events as for [`Members::leave`].
    pub async fn kick(
        &self,
        grant: Grant,
        user: UserId,
        now: Timestamp,
    ) -> Result<Committed<Option<Parted>>, ChangeError> {
        grants::allows(&grant, Permission::KickMembers)?;
        let part = part::Part {
            space: grants::space(&grant)?,
            user,
            by: grant.user(),
            reason: Departure::Kicked,
            now,
        };
        self.storage.write_by(&[grant], part).await
    }

    /// Changes a member. Event: `MEMBER_UPDATED`; none where nothing changed.
    pub async fn update(
        &self,
        (space, user): (SpaceId, UserId),
        change: MemberChange,
        now: Timestamp,
    ) -> Result<Committed<Member>, ChangeError> {
        change.check(space)?;
        let grants: Vec<Grant> = change.grants().map(|(grant, _)| grant).collect();
        let update = update::Update {
            space,
            user,
            change,
            now,
        };
        self.storage.write_by(&grants, update).await
    }
}

impl MemberChange {
    /// The grants, each with what it must be for.
    fn grants(&self) -> impl Iterator<Item = (Grant, Permission)> {
        let nickname = self.nickname.as_ref().and_then(|(grant, _)| *grant);
        let roles = self.roles.as_ref().map(|(grant, _)| *grant);
        let timeout = self.timeout.as_ref().map(|(grant, _)| *grant);
        let grants = [
            (nickname, Permission::ManageSpace),
            (roles, Permission::ManageRoles),
            (timeout, Permission::TimeoutMembers),
        ];
        grants
            .into_iter()
            .filter_map(|(grant, permission)| Some((grant?, permission)))
    }

    /// Whether each grant is for what it stands beside, in this space.
    fn check(&self, space: SpaceId) -> Result<(), Error> {
        for (grant, permission) in self.grants() {
            grants::allows(&grant, permission)?;
            if grants::space(&grant)? != space {
                return Err(Error::WrongGrant);
            }
        }
        Ok(())
    }
}
