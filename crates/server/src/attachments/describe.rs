//! Saying anew what a file shows.

use parlor_protocol::{
    attachments::{Attachment, UpdateAttachment},
    error::Code,
    ids::AttachmentId,
    permissions::{Missing, Permission},
    text::{self, Refused},
};

use crate::{
    app::{Actor, Shared},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why a file keeps its description.
#[derive(Debug, thiserror::Error)]
pub enum DescribeError {
    /// The file is missing, hidden, or another's and in no message yet; or its channel is not
    /// writable.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Somebody else sent it.
    #[error("only who sent a file describes it")]
    NotYours,
    /// The description is not one.
    #[error("alt {0}")]
    Alt(Refused),
}

impl From<Missing> for DescribeError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<parlor_storage::Error> for DescribeError {
    fn from(error: parlor_storage::Error) -> Self {
        Self::Access(error.into())
    }
}

impl From<DescribeError> for Refusal {
    fn from(error: DescribeError) -> Self {
        match error {
            DescribeError::Access(error) => error.into(),
            DescribeError::NotYours => {
                Self::new(Code::Forbidden, "Only who sent a file can describe it.")
            }
            DescribeError::Alt(why) => ("alt", why).into(),
        }
    }
}

/// Replaces the description of one's own file, in a message or before it is in one.
///
/// # Errors
/// See [`DescribeError`]; the file is unchanged then.
pub async fn describe(
    app: &Shared,
    actor: &Actor,
    (id, UpdateAttachment { alt }): (AttachmentId, UpdateAttachment),
) -> Result<Attachment, DescribeError> {
    let alt = alt.map(|alt| alt.filter(|alt| !alt.is_empty()));
    if let Some(Some(alt)) = &alt {
        text::content(alt, app.config.limits.alt_chars_max).map_err(DescribeError::Alt)?;
    }
    let change = &UpdateAttachment { alt };
    members::anew(app, move || async move {
        let stored = app.storage.attachments().stored(id).await?;
        let stored = stored.ok_or(AccessError::NotFound)?;
        let storage = app.storage.clone();
        let (change, now) = (change.clone(), clock::now());
        let (Some(channel), Some(message)) = (stored.channel, stored.message) else {
            let uploader = actor.user;
            return app
                .commit(async move {
                    let files = storage.attachments();
                    let described = files.describe_waiting(uploader, (id, change), now).await?;
                    described.ok_or(AccessError::NotFound)
                })
                .await
                .map_err(DescribeError::from);
        };
        let (access, _) = members::in_channel(app, actor, channel).await?;
        if stored.uploader != actor.user {
            return Err(DescribeError::NotYours);
        }
        let grant = access.may(Permission::SendMessages)?;
        let described = app.commit(async move {
            let files = storage.attachments();
            let described = files.describe(grant, (message, id, change), now).await?;
            described.ok_or(AccessError::NotFound)
        });
        Ok(described.await?)
    })
    .await
}
