//! Making a channel.

use parlor_protocol::{
    channels::{Channel, ChannelKind, CreateChannel},
    error::Code,
    ids::{ChannelId, SpaceId},
    permissions::{Missing, Permission},
};
use parlor_storage::channels::{self as storage, NewChannel};

use super::fields::{self, FieldError};
use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// Why no channel was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The space is missing or hidden, or not the actor's to manage.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// A field is not as it must be.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The space has as many channels as it may.
    #[error("a space has at most {0} channels")]
    TooMany(u32),
}

impl From<Missing> for CreateError {
    fn from(missing: Missing) -> Self {
        Self::Access(missing.into())
    }
}

impl From<CreateError> for Refusal {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Access(error) => error.into(),
            CreateError::Field(error) => error.into(),
            CreateError::TooMany(max) => Self::new(
                Code::Validation,
                format!("This space has {max} channels already. Delete one first."),
            ),
        }
    }
}

/// Makes a channel or a category in a space.
///
/// # Errors
/// See [`CreateError`]; nothing was made then.
pub async fn create(
    app: &App,
    actor: &Actor,
    (space, input): (SpaceId, CreateChannel),
) -> Result<Channel, CreateError> {
    let input = &input;
    members::anew(app, move || async move {
        let input = input.clone();
        let limits = &app.config.limits;
        let access = members::in_space(app, actor, space).await?;
        let grant = access.may(Permission::ManageChannels)?;
        let kind = input.kind.unwrap_or(ChannelKind::Text);
        if matches!(kind, ChannelKind::Dm | ChannelKind::Group) {
            return Err(FieldError::Kind.into());
        }
        fields::name(&input.name, limits)?;
        let topic = input.topic.unwrap_or_default();
        fields::topic(&topic, limits)?;
        let slow_mode_seconds = input.slow_mode_seconds.unwrap_or_default();
        fields::slow_mode(slow_mode_seconds, limits)?;
        fields::voice(kind, (input.user_limit, input.bitrate), limits)?;
        fields::members(&input.member_ids, limits)?;
        if let Some(parent) = input.parent_id {
            // One that is hidden is as good as none.
            if !members::sees(app, actor, parent).await? {
                return Err(FieldError::Parent.into());
            }
        }
        let max = limits.channels_per_space_max;
        let new = NewChannel {
            id: ChannelId::from_raw(app.ids.next()),
            kind,
            name: input.name,
            topic,
            parent_id: input.parent_id,
            position: input.position,
            private: input.private,
            member_ids: input.member_ids,
            slow_mode_seconds,
            user_limit: input.user_limit,
            bitrate: input.bitrate,
            created_at: clock::now(),
            per_space_max: max,
        };
        let storage = app.storage.clone();
        app.commit(async move { storage.channels().create(grant, new).await })
            .await
            .map_err(|error| match error {
                storage::CreateError::Gone => AccessError::NotFound.into(),
                storage::CreateError::TooMany => CreateError::TooMany(max),
                storage::CreateError::NoCategory => FieldError::Parent.into(),
                storage::CreateError::NotMembers => FieldError::Members.into(),
                storage::CreateError::Storage(error) => AccessError::from(error).into(),
            })
    })
    .await
}
