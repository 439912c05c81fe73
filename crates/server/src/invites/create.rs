//! Making an invite.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use parlor_protocol::{
    ids::SpaceId,
    invites::{CreateInvite, Invite},
    permissions::{Missing, Permission},
};
use parlor_storage::invites::NewInvite;

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// How often one invite can be used at most.
const USES_MAX: u32 = 10_000;

/// The shortest and the longest life of an invite, and the one nobody chose, in seconds.
const AGE_SECONDS_MIN: u32 = 60;
const AGE_SECONDS_MAX: u32 = 365 * 24 * 60 * 60;
const AGE_SECONDS_DEFAULT: u32 = 7 * 24 * 60 * 60;

/// Why no invite was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The space is missing or hidden, or one may not invite.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// `maxUses` is out of bounds.
    #[error("maxUses must be from 1 to {USES_MAX}")]
    Uses,
    /// `maxAgeSeconds` is out of bounds.
    #[error("maxAgeSeconds must be from {AGE_SECONDS_MIN} to {AGE_SECONDS_MAX}")]
    Age,
    /// The space has as many usable invites as it may.
    #[error("a space has at most {per_space_max} usable invites")]
    TooMany {
        /// The limit.
        per_space_max: u32,
    },
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
            CreateError::Uses => Self::field("maxUses", &format!("must be from 1 to {USES_MAX}")),
            CreateError::Age => Self::field(
                "maxAgeSeconds",
                &format!("must be from {AGE_SECONDS_MIN} to {AGE_SECONDS_MAX}"),
            ),
            CreateError::TooMany { per_space_max } => Self::new(
                parlor_protocol::error::Code::Validation,
                format!(
                    "This space has {per_space_max} invites that can still be used. Revoke some first."
                ),
            ),
        }
    }
}

/// Makes an invite into a space.
///
/// # Errors
/// See [`CreateError`]; nothing was made then.
pub async fn create(
    app: &App,
    actor: &Actor,
    (space, input): (SpaceId, CreateInvite),
) -> Result<Invite, CreateError> {
    let input = &input;
    members::anew(app, move || async move {
        let access = members::in_space(app, actor, space).await?;
        let grant = access.may(Permission::CreateInvite)?;
        if input
            .max_uses
            .is_some_and(|uses| !(1..=USES_MAX).contains(&uses))
        {
            return Err(CreateError::Uses);
        }
        let age = input.max_age_seconds.unwrap_or(AGE_SECONDS_DEFAULT);
        if !(AGE_SECONDS_MIN..=AGE_SECONDS_MAX).contains(&age) {
            return Err(CreateError::Age);
        }
        let now = clock::now();
        let per_space_max = app.config.limits.invites_per_space_max;
        let new = NewInvite {
            code: code(),
            max_uses: input.max_uses,
            expires_at: Some(now.plus_millis(i64::from(age) * 1000)),
            created_at: now,
            per_space_max,
        };
        let made = app.storage.invites().create(grant, new).await;
        made.map_err(|error| match error {
            parlor_storage::invites::CreateError::TooMany => CreateError::TooMany { per_space_max },
            parlor_storage::invites::CreateError::Lost => Missing(Permission::CreateInvite).into(),
            parlor_storage::invites::CreateError::Storage(error) => AccessError::from(error).into(),
        })
    })
    .await
}

/// 128 random bits as they stand in a link.
fn code() -> String {
    URL_SAFE_NO_PAD.encode(clock::random::<16>())
}
