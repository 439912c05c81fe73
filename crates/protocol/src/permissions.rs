//! Permissions: names on the wire, bits inside, and the proof that one was checked.
//!
//! A [`Grant`] can be made in one place only: [`Access::may`]. Storage asks to see one before it
//! writes into a space or channel, so a verb that forgets the check does not compile.

use serde::{Deserialize, Serialize};

mod access;
#[cfg(test)]
mod tests;

pub use access::{Access, Basis, Grant, Missing, Override, Overrides, Rank, Standing};

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

    /// What each member of a direct conversation has: there is nobody to manage it.
    pub const CONVERSATION: Self = Self::NEW_SPACE.with(Self::of(&[Permission::MentionEveryone]));

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

    /// Whether the set has all of these.
    pub const fn contains(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// What is in either.
    #[must_use]
    pub const fn with(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// What is in this one only.
    #[must_use]
    pub const fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// What is in both.
    #[must_use]
    pub const fn common(self, others: Self) -> Self {
        Self(self.0 & others.0)
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
