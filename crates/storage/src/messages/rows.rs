//! Messages as their rows have them.

use parlor_protocol::{
    ids::{ChannelId, MessageId, UserId},
    messages::{Mentions, Message, ReplyPreview},
    time::Timestamp,
    users::User,
};

use crate::{accounts::rows::UserRow, embeds, error::Damage};

/// A message with its author and the message it answers; not with its reactions.
#[derive(sqlx::FromRow)]
pub(super) struct MessageRow {
    pub(super) message_id: i64,
    channel_id: i64,
    seq: i64,
    content: String,
    mentions: Option<String>,
    nonce: Option<String>,
    sent_at: i64,
    edited_at: Option<i64>,
    pinned: bool,
    embeds: Option<String>,
    #[sqlx(flatten)]
    author: UserRow,
    #[sqlx(flatten)]
    answered: AnsweredRow,
}

/// The message it answers, if it answers one that is still there.
#[derive(sqlx::FromRow)]
struct AnsweredRow {
    answered_id: Option<i64>,
    excerpt: Option<String>,
    by_id: Option<i64>,
    by_username: Option<String>,
    by_display_name: Option<String>,
    by_user_since: Option<i64>,
    by_avatar: Option<Vec<u8>>,
}

/// The text of every query for messages, up to its WHERE. The excerpt has `EXCERPT_CHARS_MAX`
/// characters; both engines count characters, not bytes.
macro_rules! select_messages {
    ($rest:literal) => {
        concat!(
            "SELECT m.id AS message_id, m.channel_id, m.seq, m.content, m.mentions, m.nonce, \
             m.created_at AS sent_at, m.edited_at, m.pinned_seq IS NOT NULL AS pinned, m.embeds, \
             u.id, u.username, u.display_name, u.avatar, u.created_at AS user_since, \
             r.id AS answered_id, substr(r.content, 1, 120) AS excerpt, \
             ru.id AS by_id, ru.username AS by_username, \
             ru.display_name AS by_display_name, ru.avatar AS by_avatar, ru.created_at AS by_user_since \
             FROM messages m JOIN users u ON u.id = m.author_id \
             LEFT JOIN messages r ON r.id = m.reply_to_id AND r.deleted_at IS NULL \
             LEFT JOIN users ru ON ru.id = r.author_id ",
            $rest
        )
    };
}
pub(super) use select_messages;

impl MessageRow {
    /// Without reactions and files, and with the nonce whoever asks.
    pub(super) fn read(self) -> sqlx::Result<Message> {
        let id = MessageId::from_raw(self.message_id);
        Ok(Message {
            id,
            channel_id: ChannelId::from_raw(self.channel_id),
            seq: self.seq.cast_unsigned(),
            author: self.author.into(),
            content: self.content,
            nonce: self.nonce,
            reply_to: self.answered.read(),
            attachments: Vec::new(),
            embeds: embeds::rows::read(id, self.embeds.as_deref())?,
            reactions: Vec::new(),
            mentions: read_mentions(self.mentions.as_deref())?,
            pinned: self.pinned,
            created_at: Timestamp::from_millis(self.sent_at),
            edited_at: self.edited_at.map(Timestamp::from_millis),
        })
    }
}

impl AnsweredRow {
    fn read(self) -> Option<ReplyPreview> {
        let author = UserRow {
            id: self.by_id?,
            username: self.by_username?,
            display_name: self.by_display_name?,
            user_since: self.by_user_since?,
            avatar: self.by_avatar,
        };
        Some(ReplyPreview {
            id: MessageId::from_raw(self.answered_id?),
            author: User::from(author),
            excerpt: self.excerpt?,
        })
    }
}

/// Whom a message calls, as it is stored; most call nobody.
pub(super) fn write_mentions(mentions: &Mentions) -> sqlx::Result<Option<String>> {
    if *mentions == Mentions::default() {
        return Ok(None);
    }
    let text = serde_json::to_string(mentions);
    text.map(Some)
        .map_err(|_| Damage("mentions that cannot be written").into())
}

pub(super) fn read_mentions(text: Option<&str>) -> sqlx::Result<Mentions> {
    let Some(text) = text else {
        return Ok(Mentions::default());
    };
    serde_json::from_str(text).map_err(|_| Damage("mentions that cannot be read").into())
}

/// What others may not see of a message.
pub(super) fn hide_nonce(message: &mut Message, reader: UserId) {
    if message.author.id != reader {
        message.nonce = None;
    }
}
