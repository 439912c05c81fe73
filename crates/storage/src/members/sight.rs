//! Who sees which channels, for many people or many channels at once.

use std::collections::HashMap;

use parlor_protocol::{
    ids::{ChannelId, SpaceId, UserId},
    permissions::{Access, Override, Overrides, Permissions, Standing},
};

use crate::engine::{Link, fetch_all, fetch_among};

/// Everything that decides who sees what, read once. Whether somebody is silenced is left out: who
/// is still sees what he saw.
#[derive(Debug, Default)]
pub(crate) struct Sight {
    roles: HashMap<i64, RoleRow>,
    people: HashMap<(i64, i64), Person>,
    /// By channel.
    changes: HashMap<i64, Vec<ChangeRow>>,
}

#[derive(Debug, Default)]
struct Person {
    owner: bool,
    /// Besides @everyone.
    roles: Vec<i64>,
}

#[derive(Debug, sqlx::FromRow)]
struct RoleRow {
    id: i64,
    position: i64,
    permissions: i64,
}

/// What a channel changes for a target.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct ChangeRow {
    channel_id: i64,
    target_id: i64,
    allow: i64,
    deny: i64,
}

/// A space, a member of it, and its owner.
type Belonging = (i64, i64, i64);

/// A member and a role they hold.
type Holding = (i64, i64, i64);

impl Sight {
    /// What one person sees, in all spaces they are in.
    pub(crate) async fn of_user(link: &mut Link<'_>, user: UserId) -> sqlx::Result<Self> {
        let roles = fetch_all!(
            link,
            RoleRow,
            "SELECT r.id, r.position, r.permissions \
             FROM members m JOIN roles r ON r.space_id = m.space_id WHERE m.user_id = $1",
            user.raw()
        )?;
        let people = fetch_all!(
            link,
            Belonging,
            "SELECT m.space_id, m.user_id, s.owner_id \
             FROM members m JOIN spaces s ON s.id = m.space_id WHERE m.user_id = $1",
            user.raw()
        )?;
        let holdings = fetch_all!(
            link,
            Holding,
            "SELECT space_id, user_id, role_id FROM member_roles WHERE user_id = $1",
            user.raw()
        )?;
        let changes = fetch_all!(
            link,
            ChangeRow,
            "SELECT o.channel_id, o.target_id, o.allow, o.deny \
             FROM members m JOIN overrides o ON o.space_id = m.space_id \
             WHERE m.user_id = $1 AND (o.target_id = m.space_id OR o.target_id = m.user_id \
             OR EXISTS (SELECT 1 FROM member_roles h WHERE h.space_id = m.space_id \
             AND h.user_id = m.user_id AND h.role_id = o.target_id))",
            user.raw()
        )?;
        Ok(Self::of(roles, people, holdings, changes))
    }

    /// What everybody in a space sees.
    pub(crate) async fn of_all(link: &mut Link<'_>, space: SpaceId) -> sqlx::Result<Self> {
        let people = fetch_all!(
            link,
            Belonging,
            "SELECT m.space_id, m.user_id, s.owner_id \
             FROM members m JOIN spaces s ON s.id = m.space_id WHERE m.space_id = $1",
            space.raw()
        )?;
        let holdings = fetch_all!(
            link,
            Holding,
            "SELECT space_id, user_id, role_id FROM member_roles WHERE space_id = $1",
            space.raw()
        )?;
        let (roles, changes) = rules(link, space).await?;
        Ok(Self::of(roles, people, holdings, changes))
    }

    /// What these people see in a space.
    pub(crate) async fn of_some(
        link: &mut Link<'_>,
        space: SpaceId,
        users: &[i64],
    ) -> sqlx::Result<Self> {
        let people = fetch_among!(
            link,
            Belonging,
            users,
            "SELECT m.space_id, m.user_id, s.owner_id \
             FROM members m JOIN spaces s ON s.id = m.space_id \
             WHERE m.space_id = $2 AND m.user_id IN ",
            "",
            space.raw()
        )?;
        let holdings = fetch_among!(
            link,
            Holding,
            users,
            "SELECT space_id, user_id, role_id FROM member_roles \
             WHERE space_id = $2 AND user_id IN ",
            "",
            space.raw()
        )?;
        let (roles, changes) = rules(link, space).await?;
        Ok(Self::of(roles, people, holdings, changes))
    }

    fn of(
        roles: Vec<RoleRow>,
        people: Vec<Belonging>,
        holdings: Vec<Holding>,
        changes: Vec<ChangeRow>,
    ) -> Self {
        let mut sight = Self {
            roles: roles.into_iter().map(|role| (role.id, role)).collect(),
            ..Self::default()
        };
        for (space, user, owner) in people {
            let person = sight.people.entry((space, user));
            person.or_default().owner = owner == user;
        }
        for (space, user, role) in holdings {
            if let Some(person) = sight.people.get_mut(&(space, user)) {
                person.roles.push(role);
            }
        }
        for change in changes {
            let of_channel = sight.changes.entry(change.channel_id);
            of_channel.or_default().push(change);
        }
        sight
    }

    /// Whether somebody sees a channel of a space, or would if it were still there.
    pub(crate) fn sees(&self, user: UserId, (space, channel): (SpaceId, ChannelId)) -> bool {
        let Some(person) = self.people.get(&(space.raw(), user.raw())) else {
            return false;
        };
        let standing = self.standing(space, person);
        let overrides = self.overrides(user, (space, channel), person);
        Access::in_space(user, space, standing)
            .in_channel(channel, &overrides)
            .is_some()
    }

    /// A person's rights in a channel of a space, from those in the whole of it.
    pub(crate) fn narrow(
        &self,
        access: Access,
        (space, channel): (SpaceId, ChannelId),
    ) -> Option<Access> {
        let person = self.people.get(&(space.raw(), access.user().raw()))?;
        let overrides = self.overrides(access.user(), (space, channel), person);
        access.in_channel(channel, &overrides)
    }

    /// The members of a space that this was read for, by id.
    pub(crate) fn members(&self, space: SpaceId) -> Vec<UserId> {
        let here = self.people.keys().filter(|(id, _)| *id == space.raw());
        let mut users: Vec<UserId> = here.map(|(_, user)| UserId::from_raw(*user)).collect();
        users.sort_unstable();
        users
    }

    /// Those of them who see a channel, by id.
    pub(crate) fn seers(&self, place: (SpaceId, ChannelId)) -> Vec<UserId> {
        let mut users = self.members(place.0);
        users.retain(|user| self.sees(*user, place));
        users
    }

    /// Those who would see it if the channel changed this instead of what it does.
    pub(super) fn seers_by(
        &mut self,
        place: (SpaceId, ChannelId),
        changes: Vec<ChangeRow>,
    ) -> Vec<UserId> {
        let today = self.changes.insert(place.1.raw(), changes);
        let seers = self.seers(place);
        self.changes
            .insert(place.1.raw(), today.unwrap_or_default());
        seers
    }

    fn standing(&self, space: SpaceId, person: &Person) -> Standing {
        let roles = std::iter::once(space.raw()).chain(person.roles.iter().copied());
        let roles = roles.filter_map(|id| self.roles.get(&id));
        roles.fold(Standing::new(person.owner, false), |standing, role| {
            let position = u32::try_from(role.position).unwrap_or_default();
            standing.with_role(position, Permissions::from_bits(role.permissions))
        })
    }

    fn overrides(
        &self,
        user: UserId,
        (space, channel): (SpaceId, ChannelId),
        person: &Person,
    ) -> Overrides {
        let mut overrides = Overrides::default();
        for change in self.changes.get(&channel.raw()).into_iter().flatten() {
            let here = Override {
                allow: Permissions::from_bits(change.allow),
                deny: Permissions::from_bits(change.deny),
            };
            if change.target_id == space.raw() {
                overrides.everyone = here;
            } else if change.target_id == user.raw() {
                overrides.member = here;
            } else if person.roles.contains(&change.target_id) {
                overrides.roles = overrides.roles.and(here);
            }
        }
        overrides
    }
}

impl ChangeRow {
    /// What a channel changes, for all.
    pub(super) async fn of(link: &mut Link<'_>, channel: ChannelId) -> sqlx::Result<Vec<Self>> {
        fetch_all!(
            link,
            Self,
            "SELECT channel_id, target_id, allow, deny FROM overrides WHERE channel_id = $1",
            channel.raw()
        )
    }
}

/// The roles of a space, and what its channels change.
async fn rules(
    link: &mut Link<'_>,
    space: SpaceId,
) -> sqlx::Result<(Vec<RoleRow>, Vec<ChangeRow>)> {
    let roles = fetch_all!(
        link,
        RoleRow,
        "SELECT id, position, permissions FROM roles WHERE space_id = $1",
        space.raw()
    )?;
    let changes = fetch_all!(
        link,
        ChangeRow,
        "SELECT channel_id, target_id, allow, deny FROM overrides WHERE space_id = $1",
        space.raw()
    )?;
    Ok((roles, changes))
}
