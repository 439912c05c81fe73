//! Permissions: names on the wire, bits inside, and the proof that one was checked.
//!
//! A [`Grant`] can be made in one place only: [`Access::may`]. Storage asks to see one before it
//! writes into a space or channel, so a verb that forgets the check does not compile.

use serde::{Deserialize, Serialize};

use crate::ids::{ChannelId, SpaceId, UserId};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $bit:literal,)*) => {
        /// One thing a person may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        #[cfg_attr(test, derive(ts_rs::TS))]
        pub enum Permission { $($(#[$doc])* $name = $bit,)* }

        impl Permission {
            /// Every permission, in the order of its bit.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

permissions! {
    /// See a channel and read its history.
    ViewChannel = 0,
    /// Write messages.
    SendMessages = 1,
    /// React to messages.
    AddReactions = 2,
    /// Attach files to messages.
    AttachFiles = 3,
    /// Have links previewed.
    EmbedLinks = 4,
    /// Address everyone at once.
    MentionEveryone = 5,
    /// Delete and pin messages of others.
    ManageMessages = 6,
    /// Invite people into the space.
    CreateInvite = 7,
    /// Make, change and delete channels.
    ManageChannels = 8,
    /// Make, change and give roles below one's own.
    ManageRoles = 9,
    /// Change the space and see all its invites.
    ManageSpace = 10,
    /// Remove members.
    KickMembers = 11,
    /// Ban members and see bans.
    BanMembers = 12,
    /// Silence members for a time.
    TimeoutMembers = 13,
    /// Read the audit log.
    ViewAuditLog = 14,
    /// Join voice channels.
    Connect = 15,
    /// Be heard in voice channels.
    Speak = 16,
    /// Show a camera or screen.
    Video = 17,
    /// Silence others in voice channels.
    MuteMembers = 18,
    /// Deafen others in voice channels.
    DeafenMembers = 19,
    /// Move others between voice channels.
    MoveMembers = 20,
    /// Everything, past every override.
    Administrator = 21,
}

/// A set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(u32);

impl Permissions {
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// What the @everyone role of a new space has.
    pub const NEW_SPACE: Self = Self::of(&[
        Permission::ViewChannel,
        Permission::SendMessages,
        Permission::AddReactions,
        Permission::AttachFiles,
        Permission::EmbedLinks,
        Permission::Connect,
        Permission::Speak,
        Permission::Video,
    ]);

    /// Every permission there is.
    pub const ALL: Self = Self::of(Permission::ALL);

    /// The set of these.
    pub const fn of(list: &[Permission]) -> Self {
        let (mut bits, mut index) = (0, 0);
        while index < list.len() {
            bits |= 1 << list[index] as u32;
            index += 1;
        }
        Self(bits)
    }

    /// From the database's number; bits nobody knows are dropped.
    pub const fn from_bits(bits: i64) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "unknown bits are dropped on purpose"
        )]
        Self(bits as u32 & Self::ALL.0)
    }

    /// For the database.
    pub const fn bits(self) -> i64 {
        self.0 as i64
    }

    /// Whether the set has this one.
    pub const fn has(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u32) != 0
    }

    fn list(self) -> impl Iterator<Item = Permission> {
        Permission::ALL
            .iter()
            .copied()
            .filter(move |permission| self.has(*permission))
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(list: I) -> Self {
        list.into_iter().fold(Self::NONE, |set, permission| {
            Self(set.0 | 1 << permission as u32)
        })
    }
}

impl Serialize for Permissions {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.list())
    }
}

impl<'de> Deserialize<'de> for Permissions {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Permission>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}

/// The caller can see the place but lacks this permission: an honest 403.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is missing")]
pub struct Missing(pub Permission);

/// What one member may do in one space, or in one of its channels.
///
/// It exists only for members: who is not one never gets as far as an `Access`, and is told what
/// anybody is told about a thing that does not exist.
#[derive(Debug, Clone, Copy)]
pub struct Access {
    user: UserId,
    space: SpaceId,
    channel: Option<ChannelId>,
    allowed: Permissions,
}

impl Access {
    /// A member's rights in the whole space. The owner has all of them, as everybody has whom
    /// the @everyone role makes an administrator.
    pub const fn in_space(
        user: UserId,
        space: SpaceId,
        owner: bool,
        everyone: Permissions,
    ) -> Self {
        let allowed = if owner || everyone.has(Permission::Administrator) {
            Permissions::ALL
        } else {
            everyone
        };
        Self {
            user,
            space,
            channel: None,
            allowed,
        }
    }

    /// The same member's rights in a channel of that space, or `None` where he may not even see
    /// it.
    #[must_use]
    pub const fn in_channel(self, channel: ChannelId) -> Option<Self> {
        if !self.allowed.has(Permission::ViewChannel) {
            return None;
        }
        Some(Self {
            channel: Some(channel),
            ..self
        })
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
            user: self.user,
            space: self.space,
            channel: self.channel,
            permission,
        })
    }
}

/// The proof that a permission was checked: who may do what where.
///
/// Held, never stored: rights are looked up again for every request.
#[derive(Debug, Clone, Copy)]
#[must_use = "a grant is asked for by the write it allows"]
pub struct Grant {
    user: UserId,
    space: SpaceId,
    channel: Option<ChannelId>,
    permission: Permission,
}

impl Grant {
    /// Who was allowed.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// In which space.
    pub const fn space(&self) -> SpaceId {
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

#[cfg(test)]
mod tests {
    use super::*;

    const USER: UserId = UserId::from_raw(1);
    const SPACE: SpaceId = SpaceId::from_raw(2);
    const CHANNEL: ChannelId = ChannelId::from_raw(3);

    #[test]
    fn names_go_over_the_wire_and_come_back() {
        let json = serde_json::to_string(&Permissions::NEW_SPACE).unwrap();
        assert_eq!(
            json,
            r#"["VIEW_CHANNEL","SEND_MESSAGES","ADD_REACTIONS","ATTACH_FILES","EMBED_LINKS","CONNECT","SPEAK","VIDEO"]"#
        );
        assert_eq!(
            serde_json::from_str::<Permissions>(&json).unwrap(),
            Permissions::NEW_SPACE
        );
        assert_eq!(
            Permissions::from_bits(Permissions::ALL.bits()),
            Permissions::ALL
        );
        assert_eq!(Permissions::from_bits(-1), Permissions::ALL);
    }

    #[test]
    fn the_owner_may_everything_and_a_member_what_everyone_may() {
        let owner = Access::in_space(USER, SPACE, true, Permissions::NONE);
        let member = Access::in_space(USER, SPACE, false, Permissions::NEW_SPACE);
        for permission in Permission::ALL {
            assert!(owner.may(*permission).is_ok());
            assert_eq!(
                member.may(*permission).is_ok(),
                Permissions::NEW_SPACE.has(*permission)
            );
        }
    }

    #[test]
    fn an_everyone_role_with_administrator_lets_everybody_do_everything() {
        let everyone = Permissions::of(&[Permission::Administrator]);
        let member = Access::in_space(USER, SPACE, false, everyone);
        assert!(member.may(Permission::ManageMessages).is_ok());
    }

    #[test]
    fn who_may_not_view_has_no_access_to_the_channel_at_all() {
        let everyone = Permissions::of(&[Permission::SendMessages]);
        assert!(
            Access::in_space(USER, SPACE, false, everyone)
                .in_channel(CHANNEL)
                .is_none()
        );
        let grant = Access::in_space(USER, SPACE, false, Permissions::NEW_SPACE)
            .in_channel(CHANNEL)
            .unwrap()
            .may(Permission::SendMessages)
            .unwrap();
        assert_eq!((grant.user(), grant.channel()), (USER, Some(CHANNEL)));
    }
}
