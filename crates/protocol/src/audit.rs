//! The audit logs: who did what to whom in a space, and in running the instance.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    ids::{AuditEntryId, UserId},
    time::Timestamp,
    users::User,
};

macro_rules! actions {
    ($(#[$about:meta])* $all:ident { $($(#[$doc:meta])* $name:ident = $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        pub enum $all { $($(#[$doc])* #[serde(rename = $word)] $name,)* }

        impl $all {
            /// Everything that is written down.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its word on the wire and in the database.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The action of this word.
            pub fn of(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|action| action.word() == word)
            }
        }
    };
}

actions! {
    /// What was done in a space.
    AuditAction {
        /// The space has another name, description or picture.
        SpaceUpdated = "space_updated",
        /// The space belongs to another one of its members.
        SpaceHandedOver = "space_handed_over",
        /// A channel was made.
        ChannelCreated = "channel_created",
        /// A channel was changed.
        ChannelUpdated = "channel_updated",
        /// A channel was deleted with everything in it.
        ChannelDeleted = "channel_deleted",
        /// A channel gives and takes something else.
        OverridePut = "override_put",
        /// A channel gives and takes no longer.
        OverrideRemoved = "override_removed",
        /// A role was made.
        RoleCreated = "role_created",
        /// A role was changed.
        RoleUpdated = "role_updated",
        /// A role was deleted.
        RoleDeleted = "role_deleted",
        /// A member was called something else by another one.
        MemberRenamed = "member_renamed",
        /// A member holds other roles.
        MemberRolesChanged = "member_roles_changed",
        /// A member was silenced for a time, or may speak again.
        MemberTimedOut = "member_timed_out",
        /// A member was removed.
        MemberKicked = "member_kicked",
        /// Somebody was banned, or for another reason.
        MemberBanned = "member_banned",
        /// A ban was lifted.
        MemberUnbanned = "member_unbanned",
        /// An invite of somebody else was taken back.
        InviteRevoked = "invite_revoked",
        /// A message of somebody else was pinned.
        MessagePinned = "message_pinned",
        /// A message of somebody else was unpinned.
        MessageUnpinned = "message_unpinned",
        /// A message of somebody else was deleted.
        MessageDeleted = "message_deleted",
        /// The previews of a message of somebody else were taken away.
        EmbedsRemoved = "embeds_removed",
        /// Somebody is heard by nobody in the calls of the space, or again.
        VoiceMuted = "voice_muted",
        /// Somebody hears nobody in the calls of the space, or again.
        VoiceDeafened = "voice_deafened",
        /// Somebody was moved to another call.
        VoiceMoved = "voice_moved",
        /// Somebody was sent out of a call.
        VoiceDisconnected = "voice_disconnected",
    }
}

actions! {
    /// What was done in running the instance.
    InstanceAction {
        /// An account may not come in any more.
        AccountDisabled = "account_disabled",
        /// An account may come in again.
        AccountEnabled = "account_enabled",
        /// Somebody helps to run the instance.
        AdminNamed = "admin_named",
        /// Somebody does so no longer.
        AdminDismissed = "admin_dismissed",
        /// Every session of somebody was ended.
        SessionsEnded = "sessions_ended",
        /// A link was made that lets its bearer take another password.
        ResetLinkMade = "reset_link_made",
        /// Somebody's password was replaced, and every session of theirs ended.
        PasswordReset = "password_reset",
        /// Settings were changed.
        SettingsChanged = "settings_changed",
    }
}

/// One entry of the audit log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AuditEntry {
    /// A higher one is newer.
    pub id: AuditEntryId,
    /// Who did it.
    pub actor: User,
    /// What was done.
    pub action: AuditAction,
    /// To what: the id of a space, channel, role, user or message; `null` for an invite.
    #[schema(value_type = Option<String>)]
    #[cfg_attr(test, ts(type = "string | null"))]
    pub target_id: Option<crate::ids::StreamId>,
    /// What it was called, what it became, or why.
    #[schema(value_type = Object)]
    #[cfg_attr(test, ts(type = "Record<string, unknown>"))]
    pub detail: Value,
    /// When.
    pub created_at: Timestamp,
}

/// A page of the audit log, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AuditPage {
    /// This page.
    pub items: Vec<AuditEntry>,
    /// Whether another page follows in the direction asked for.
    pub has_more: bool,
    /// Those whom its entries speak of, as they are called today, also who is in the space no
    /// longer.
    pub users: Vec<User>,
    /// With the first page: those who ever did something that stands in the log, at most 200.
    pub actors: Vec<User>,
}

/// One entry of the instance's audit log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct InstanceEntry {
    /// A higher one is newer.
    pub id: AuditEntryId,
    /// Who did it; `null` = the operator, at the machine itself.
    pub actor: Option<User>,
    /// What was done.
    pub action: InstanceAction,
    /// To whom; `null` = to nobody.
    pub target: Option<User>,
    /// What it became, or how much of it there was.
    #[schema(value_type = Object)]
    #[cfg_attr(test, ts(type = "Record<string, unknown>"))]
    pub detail: Value,
    /// When.
    pub created_at: Timestamp,
}

/// A page of the instance's audit log, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct InstancePage {
    /// This page.
    pub items: Vec<InstanceEntry>,
    /// Whether another page follows in the direction asked for.
    pub has_more: bool,
    /// With the first page: those who ever did something that stands in the log, at most 200. The
    /// operator is not among them.
    pub actors: Vec<User>,
}

/// Whose deeds of the instance's log are wanted: somebody's by id, or `operator` for those at the
/// machine itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// At the machine itself.
    Operator,
    /// With an account.
    User(UserId),
}

impl<'de> Deserialize<'de> for By {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "operator" {
            return Ok(Self::Operator);
        }
        let id = text.parse().map_err(serde::de::Error::custom)?;
        Ok(Self::User(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_word_of_its_own() {
        for action in AuditAction::ALL {
            assert_eq!(AuditAction::of(action.word()), Some(*action));
            assert_eq!(serde_json::to_value(action).unwrap(), action.word());
        }
        assert_eq!(AuditAction::of("nothing"), None);
        for action in InstanceAction::ALL {
            assert_eq!(InstanceAction::of(action.word()), Some(*action));
            assert_eq!(serde_json::to_value(action).unwrap(), action.word());
        }
    }
}
