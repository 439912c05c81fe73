//! Making a space.

use parlor_protocol::{
    error::Code,
    ids::{ChannelId, SpaceId},
    instance::SpaceMakers,
    spaces::{CreateSpace, Space},
    text::{self, Refused},
};
use parlor_storage::{
    accounts::Rank,
    spaces::{MakeError, NewSpace},
};

use crate::{
    app::{Actor, App},
    clock,
    refusal::Refusal,
};

/// Why no space was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Spaces are made by those who run the instance.
    #[error("only those who run the instance make spaces")]
    NotAllowed,
    /// A field is not as it must be.
    #[error("{0} {1}")]
    Field(&'static str, Refused),
    /// As many spaces are theirs as may be.
    #[error("at most {0} spaces belong to one person")]
    TooMany(u32),
    /// The database did not do it.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<CreateError> for Refusal {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::NotAllowed => Self::new(
                Code::Forbidden,
                "Only people who run this instance can make spaces. Ask one of them.",
            ),
            CreateError::Field(name, why) => (name, why).into(),
            CreateError::TooMany(max) => Self::new(
                Code::Validation,
                format!("{max} spaces belong to you already. Delete one first."),
            ),
            CreateError::Storage(error) => error.into(),
        }
    }
}

/// Makes a space with a text channel and a voice channel. It belongs to the actor.
///
/// # Errors
/// See [`CreateError`]; nothing was made then.
pub async fn create(app: &App, actor: &Actor, input: CreateSpace) -> Result<Space, CreateError> {
    let limits = &app.config.limits;
    let runs_it = app.storage.accounts().rank(actor.user).await? > Some(Rank::Member);
    if app.settings.in_force().space_creation == SpaceMakers::Admins && !runs_it {
        return Err(CreateError::NotAllowed);
    }
    let description = input.description.unwrap_or_default();
    text::name(&input.name, limits.name_chars_max)
        .map_err(|why| CreateError::Field("name", why))?;
    text::prose(&description, limits.topic_chars_max)
        .map_err(|why| CreateError::Field("description", why))?;
    let new = NewSpace {
        id: SpaceId::from_raw(app.ids.next()),
        name: input.name,
        description,
        owner: actor.user,
        general: ChannelId::from_raw(app.ids.next()),
        lounge: ChannelId::from_raw(app.ids.next()),
        created_at: clock::now(),
    };
    let (storage, max) = (app.storage.clone(), limits.spaces_per_owner_max);
    app.commit(async move { storage.spaces().make(new, max).await })
        .await
        .map_err(|error| match error {
            MakeError::TooMany => CreateError::TooMany(max),
            MakeError::Storage(error) => error.into(),
        })
}
