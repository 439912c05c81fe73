//! Reacting to a message.

use parlor_protocol::{
    ids::{ChannelId, MessageId},
    permissions::{Missing, Permission},
    text::{self, Refused},
};
pub use parlor_storage::reactions::Added;
use parlor_storage::reactions::{self as storage, NewReaction};

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    messages,
    refusal::Refusal,
};

/// A reaction to be added.
#[derive(Debug)]
pub struct Add {
    /// Where the message stands; checked when given.
    pub channel: Option<ChannelId>,
    /// On what.
    pub message: MessageId,
    /// One emoji.
    pub emoji: String,
}

/// Why a reaction was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The message is missing, hidden or deleted, or one may not react.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Not one emoji.
    #[error("emoji {0}")]
    Emoji(Refused),
    /// The message has as many distinct emoji as it may.
    #[error("a message has at most {distinct_max} distinct reactions")]
    TooMany {
        /// The limit.
        distinct_max: u32,
    },
}

impl From<Missing> for AddError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<AddError> for Refusal {
    fn from(error: AddError) -> Self {
        match error {
            AddError::Access(error) => error.into(),
            AddError::Emoji(why) => ("emoji", why).into(),
            AddError::TooMany { distinct_max } => Self {
                detail: format!(
                    "This message has {distinct_max} different emoji, and there is no room for \
                     more. Choose one of those that are there."
                ),
                ..Self::field("emoji", "is one too many")
            },
        }
    }
}

/// Adds one emoji of the actor's to a message.
///
/// # Errors
/// See [`AddError`]; nothing was stored then.
pub async fn add(
    app: &App,
    actor: &Actor,
    Add {
        channel,
        message,
        emoji,
    }: Add,
) -> Result<Added, AddError> {
    let emoji = &emoji;
    members::anew(app, move || async move {
        let (access, place) = messages::of_message(app, actor, message).await?;
        if channel.is_some_and(|channel| channel != place.channel) {
            return Err(AccessError::NotFound.into());
        }
        let grant = access.may(Permission::AddReactions)?;
        text::emoji(emoji, app.config.limits.emoji_bytes_max).map_err(AddError::Emoji)?;

        let distinct_max = app.config.limits.reactions_per_message_max;
        let new = NewReaction {
            message,
            emoji: emoji.clone(),
            created_at: clock::now(),
            distinct_max,
        };
        let storage = app.storage.clone();
        let added = app.commit(async move { storage.reactions().add(grant, new).await });
        added.await.map_err(|error| match error {
            storage::AddError::Gone => AccessError::NotFound.into(),
            storage::AddError::TooMany => AddError::TooMany { distinct_max },
            storage::AddError::Storage(error) => AccessError::from(error).into(),
        })
    })
    .await
}
