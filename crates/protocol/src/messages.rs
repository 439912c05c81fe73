//! Messages.

use serde::{Deserialize, Serialize};

use crate::{
    attachments::Attachment,
    embeds::Embed,
    ids::{AttachmentId, ChannelId, MessageId, RoleId, UserId},
    prose::prose,
    reactions::ReactionCount,
    streams::Seq,
    time::Timestamp,
    users::User,
};

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Message {
    /// Never reused.
    pub id: MessageId,
    /// Where it stands.
    pub channel_id: ChannelId,
    /// The position of its creation in the channel's stream; never changes.
    #[cfg_attr(test, ts(type = "number"))]
    #[schema(value_type = u64)]
    pub seq: Seq,
    /// Who wrote it.
    pub author: User,
    /// As sent; empty once deleted.
    pub content: String,
    /// What the author called this send; seen by the author only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// What it answers; `null` = nothing, or something deleted since.
    #[cfg_attr(test, ts(optional = false))]
    pub reply_to: Option<ReplyPreview>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// Previews of links.
    pub embeds: Vec<Embed>,
    /// Who feels what about it, in the order the emoji first appeared.
    pub reactions: Vec<ReactionCount>,
    /// Whom it calls.
    pub mentions: Mentions,
    /// Whether it is pinned to its channel.
    pub pinned: bool,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it was last edited; `null` = never.
    #[cfg_attr(test, ts(optional = false))]
    pub edited_at: Option<Timestamp>,
}

impl Message {
    /// Its first [`EXCERPT_CHARS_MAX`] characters.
    pub fn excerpt(&self) -> String {
        self.content.chars().take(EXCERPT_CHARS_MAX).collect()
    }
}

/// The message another one answers, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ReplyPreview {
    /// For jumping there.
    pub id: MessageId,
    /// Who wrote it.
    pub author: User,
    /// Its first 120 characters.
    pub excerpt: String,
}

/// How much of an answered message a reply shows, in characters.
pub const EXCERPT_CHARS_MAX: usize = 120;

/// Whom a message calls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Mentions {
    /// People, by `<@id>`.
    pub user_ids: Vec<UserId>,
    /// Roles, by `<@&id>`.
    pub role_ids: Vec<RoleId>,
    /// Everybody, by `@everyone` or `@here`.
    pub everyone: bool,
}

/// `POST /channels/{id}/messages`; the socket's `send_message` says the same.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct PostMessage {
    /// At most 4,000 characters; not only white space, unless a file is with it.
    pub content: String,
    /// 1 to 64 characters, unique per author: a repeat answers with the first result.
    pub nonce: Option<String>,
    /// A message of the same channel that this one answers.
    #[serde(alias = "reply_to_id")]
    pub reply_to_id: Option<MessageId>,
    /// Files of the author's that are in no message yet, in the order to show them.
    #[serde(alias = "attachment_ids")]
    pub attachment_ids: Option<Vec<AttachmentId>>,
}

/// `PATCH /messages/{id}`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EditMessage {
    /// The new text, under the same rules.
    pub content: String,
}

/// A page of a channel's history, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct History {
    /// Ascending by `seq`; deleted messages are left out.
    pub items: Vec<Message>,
    /// Whether more lie beyond the page, in the direction asked for.
    pub has_more: bool,
    /// Where the channel's stream stood when the page was read: the cursor to resume from.
    #[cfg_attr(test, ts(type = "number"))]
    #[schema(value_type = u64)]
    pub last_seq: Seq,
}

/// How many people one message can call.
pub const MENTIONS_MAX: usize = 50;

impl Mentions {
    /// Reads `<@userId>` and `<@&roleId>` from a text, outside of code, each once, at most
    /// [`MENTIONS_MAX`] in all. `everyone` is decided when the message is sent, by permission, and
    /// handed in.
    pub fn read(content: &str, everyone: bool) -> Self {
        let mut mentions = Self {
            everyone,
            ..Self::default()
        };
        let calls = prose(content).flat_map(|piece| {
            let marks = piece.match_indices("<@");
            marks.filter_map(move |(at, mark)| piece[at + mark.len()..].split_once('>'))
        });
        for (id, _) in calls.take(MENTIONS_MAX) {
            if let Some(role) = id.strip_prefix('&').and_then(|id| id.parse().ok()) {
                if !mentions.role_ids.contains(&role) {
                    mentions.role_ids.push(role);
                }
            } else if let Ok(user) = id.parse()
                && !mentions.user_ids.contains(&user)
            {
                mentions.user_ids.push(user);
            }
        }
        mentions
    }

    /// Whether a text addresses everybody, if its author may.
    pub fn names_everyone(content: &str) -> bool {
        Self::names_those_away(content) || stands_alone(content, "@here")
    }

    /// Whether it addresses also those who are not here.
    pub fn names_those_away(content: &str) -> bool {
        stands_alone(content, "@everyone")
    }
}

/// Whether a text has this call outside of code, and not as a part of a word or an address: as
/// clients show it.
fn stands_alone(content: &str, call: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    prose(content).any(|piece| {
        piece.match_indices(call).any(|(at, call)| {
            let before = piece[..at].chars().next_back();
            let after = piece[at + call.len()..].chars().next();
            !before.is_some_and(|c| is_word(c) || c == '@' || c == '.')
                && !after.is_some_and(is_word)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_read_once_each() {
        let mentions = Mentions::read("<@1> <@&2> <@1> <@x> <@> <@3", false);
        assert_eq!(mentions.user_ids, [UserId::from_raw(1)]);
        assert_eq!(mentions.role_ids, [RoleId::from_raw(2)]);
    }

    #[test]
    fn what_stands_in_code_calls_nobody() {
        let mentions = Mentions::read("`<@1>` <@2> ```\n<@3>\n``` <@&4", false);
        assert_eq!(
            (mentions.user_ids, mentions.role_ids),
            (vec![UserId::from_raw(2)], vec![])
        );
        for (text, all, away) in [
            ("@everyone", true, true),
            ("@here!", true, false),
            ("now, (@here) and **@everyone**", true, true),
            ("@everyoneé", true, true),
            ("`@everyone`", false, false),
            ("`a` @here", true, false),
            ("```\n@everyone", false, false),
            ("ada@everyone.org", false, false),
            ("x@here @@here .@here", false, false),
            ("@everyones @here_ @hereford", false, false),
            ("@Everyone", false, false),
        ] {
            let found = (
                Mentions::names_everyone(text),
                Mentions::names_those_away(text),
            );
            assert_eq!(found, (all, away), "{text}");
        }
    }

    #[test]
    fn a_message_calls_at_most_fifty() {
        let text = (1..=60).map(|id| format!("<@{id}>")).collect::<String>();
        assert_eq!(Mentions::read(&text, false).user_ids.len(), MENTIONS_MAX);
    }
}
