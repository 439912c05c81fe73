//! What one member may do in one place, resolved as Discord does.

use super::{Permission, Permissions};
use crate::ids::{ChannelId, SpaceId, StreamId, UserId};

/// The caller can see the place but lacks this permission: an honest 403.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is missing")]
pub struct Missing(pub Permission);

/// How high somebody stands: the position of the highest role they hold. @everyone has 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Rank(u32);

impl Rank {
    /// The owner's: above every role.
    pub const OWNER: Self = Self(u32::MAX);

    /// That of a role at this position.
    pub const fn of(position: u32) -> Self {
        Self(position)
    }

    /// Whether it is higher than a role at this position. Nobody touches a role at or above his
    /// own.
    pub const fn outranks(self, position: u32) -> bool {
        self.0 > position
    }
}

/// What decides a member's rights in a space; gathered role by role, in any order.
#[derive(Debug, Clone, Copy, Default)]
pub struct Standing {
    /// Whether the space is theirs.
    pub owner: bool,
    /// Whether they are silenced for a time.
    pub timed_out: bool,
    permissions: Permissions,
    rank: u32,
}

impl Standing {
    /// Somebody who holds no role yet, not even @everyone.
    pub const fn new(owner: bool, timed_out: bool) -> Self {
        Self {
            owner,
            timed_out,
            permissions: Permissions::NONE,
            rank: 0,
        }
    }

    /// The same with one more role; @everyone is one of them.
    #[must_use]
    pub const fn with_role(self, position: u32, permissions: Permissions) -> Self {
        Self {
            permissions: self.permissions.with(permissions),
            rank: if position > self.rank {
                position
            } else {
                self.rank
            },
            ..self
        }
    }
}

/// What a channel gives and takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Override {
    /// Given here, whatever the space says.
    pub allow: Permissions,
    /// Taken here.
    pub deny: Permissions,
}

impl Override {
    /// This one and another of the same kind: all denies, all allows.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            allow: self.allow.with(other.allow),
            deny: self.deny.with(other.deny),
        }
    }

    const fn change(self, permissions: Permissions) -> Permissions {
        permissions.without(self.deny).with(self.allow)
    }
}

/// What a channel changes for one member, from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Overrides {
    /// For @everyone.
    pub everyone: Override,
    /// For the roles the member holds, together: an allow of one wins over a deny of another.
    pub roles: Override,
    /// For the member alone.
    pub member: Override,
}

impl Overrides {
    const fn change(&self, permissions: Permissions) -> Permissions {
        let permissions = self.everyone.change(permissions);
        let permissions = self.roles.change(permissions);
        self.member.change(permissions)
    }
}

/// What a judgement stands on: the place whose people's rights it looked at, and how often those had
/// been changed. It holds for as long as that number does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// The stream of the space, or of the conversation.
    pub place: StreamId,
    /// How often a right had been taken or changed there.
    pub changes: u64,
}

/// What one member may do in one space, in one of its channels, or in a conversation.
///
/// It exists only for members: who is not one never gets as far as an `Access`, and is told what
/// anybody is told about a thing that does not exist.
#[derive(Debug, Clone, Copy)]
pub struct Access {
    basis: Basis,
    user: UserId,
    space: Option<SpaceId>,
    channel: Option<ChannelId>,
    allowed: Permissions,
    /// Overrides and time-outs do not reach the owner and administrators.
    unbound: bool,
    timed_out: bool,
    rank: Rank,
}

impl Access {
    /// A member's rights in the whole space. The owner and administrators have all of them; who is
    /// silenced for a time may only look.
    pub const fn in_space(user: UserId, space: SpaceId, standing: Standing) -> Self {
        let Standing {
            owner,
            timed_out,
            permissions,
            rank,
        } = standing;
        let unbound = owner || permissions.has(Permission::Administrator);
        let access = Self {
            basis: Basis {
                place: StreamId::from_raw(space.raw()),
                changes: 0,
            },
            user,
            space: Some(space),
            channel: None,
            allowed: if unbound {
                Permissions::ALL
            } else {
                permissions
            },
            unbound,
            timed_out: timed_out && !unbound,
            rank: if owner { Rank::OWNER } else { Rank(rank) },
        };
        access.silenced()
    }

    /// The rights of one of the people of a direct conversation, which belongs to no space.
    pub const fn in_conversation(user: UserId, channel: ChannelId) -> Self {
        Self {
            basis: Basis {
                place: StreamId::from_raw(channel.raw()),
                changes: 0,
            },
            user,
            space: None,
            channel: Some(channel),
            allowed: Permissions::CONVERSATION,
            unbound: false,
            timed_out: false,
            rank: Rank(0),
        }
    }

    /// The same, judged when rights had been changed so often in the place. Whoever reads the rows
    /// that rights follow from reads that number with them.
    #[must_use]
    pub const fn after(self, changes: u64) -> Self {
        let Basis { place, .. } = self.basis;
        Self {
            basis: Basis { place, changes },
            ..self
        }
    }

    /// The same member's rights in a channel of that space, or `None` where he may not even see
    /// it.
    #[must_use]
    pub const fn in_channel(self, channel: ChannelId, overrides: &Overrides) -> Option<Self> {
        let allowed = if self.unbound {
            self.allowed
        } else {
            overrides.change(self.allowed)
        };
        if !allowed.has(Permission::ViewChannel) {
            return None;
        }
        let access = Self {
            channel: Some(channel),
            allowed,
            ..self
        };
        Some(access.silenced())
    }

    const fn silenced(self) -> Self {
        const LOOK: Permissions = Permissions::of(&[Permission::ViewChannel]);
        if !self.timed_out {
            return self;
        }
        Self {
            allowed: self.allowed.common(LOOK),
            ..self
        }
    }

    /// The proof that this member may do this here.
    ///
    /// # Errors
    /// [`Missing`] when he may not.
    pub const fn may(&self, permission: Permission) -> Result<Grant, Missing> {
        if !self.allowed.has(permission) {
            return Err(Missing(permission));
        }
        Ok(Grant {
            basis: self.basis,
            user: self.user,
            space: self.space,
            channel: self.channel,
            permission,
        })
    }

    /// Everything this member may do here.
    pub const fn allowed(&self) -> Permissions {
        self.allowed
    }

    /// Whether this member has all of these himself: nobody gives what he lacks.
    ///
    /// # Errors
    /// [`Missing`] with the first one he lacks.
    pub fn check_holds(&self, permissions: Permissions) -> Result<(), Missing> {
        let mut lacked = permissions.without(self.allowed).list();
        lacked.next().map_or(Ok(()), |first| Err(Missing(first)))
    }

    /// How high the member stands in the space.
    pub const fn rank(&self) -> Rank {
        self.rank
    }

    /// Whose rights these are.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// In which space; `None` in a direct conversation.
    pub const fn space(&self) -> Option<SpaceId> {
        self.space
    }
}

/// The proof that a permission was checked: who may do what where.
///
/// Held, never stored: rights are looked up again for every request, and a write that waited while
/// rights were changed in the place is refused (see [`Basis`]).
#[derive(Debug, Clone, Copy)]
#[must_use = "a grant is asked for by the write it allows"]
pub struct Grant {
    basis: Basis,
    user: UserId,
    space: Option<SpaceId>,
    channel: Option<ChannelId>,
    permission: Permission,
}

impl Grant {
    /// What it stands on: the write that asks for the grant is refused when that changed meanwhile.
    pub const fn basis(&self) -> Basis {
        self.basis
    }

    /// Who was allowed.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// In which space; `None` in a direct conversation.
    pub const fn space(&self) -> Option<SpaceId> {
        self.space
    }

    /// In which channel, where it was asked for one.
    pub const fn channel(&self) -> Option<ChannelId> {
        self.channel
    }

    /// What was allowed.
    pub const fn permission(&self) -> Permission {
        self.permission
    }
}
