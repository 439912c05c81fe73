//! Reading what was written.

use parlor_protocol::{ids::ChannelId, messages::History, page::PageSize};
pub(super) use parlor_storage::messages::Window;

use crate::{
    app::{Actor, App},
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why a history was not read.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The channel is missing or hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The message named as a cursor never was in this channel.
    #[error("the cursor is not a message of this channel")]
    Cursor,
}

impl From<HistoryError> for Refusal {
    fn from(error: HistoryError) -> Self {
        match error {
            HistoryError::Access(error) => error.into(),
            HistoryError::Cursor => {
                let refusal = Self::not_found();
                Self {
                    detail: "The message to page from is not in this channel. Leave the cursor \
                             out to begin at the newest."
                        .to_owned(),
                    ..refusal
                }
            }
        }
    }
}

/// A page of a channel, ascending by `seq`, and where the stream stood when it was read.
///
/// # Errors
/// See [`HistoryError`].
pub async fn history(
    app: &App,
    actor: &Actor,
    channel: ChannelId,
    (window, size): (Window, PageSize),
) -> Result<History, HistoryError> {
    members::in_channel(app, actor, channel).await?;
    app.storage
        .messages()
        .page(channel, window, size, actor.user)
        .await
        .map_err(AccessError::from)?
        .ok_or(HistoryError::Cursor)
}
