//! Beginning one.

use std::time::Duration;

use tokio::{runtime::Handle, task::spawn_blocking};

use super::{
    make::Making,
    pieces::{Pieces, pieces},
};
use crate::{
    app::{Actor, Shared},
    clock,
    refusal::Refusal,
    slots::NoSlot,
};

/// When to come back while another one of theirs is made.
const COME_BACK: Duration = Duration::from_mins(1);

/// Why nothing is made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// They took as many as one may in an hour.
    #[error("too many exports, wait {retry_after:?}")]
    TooMany {
        /// How long to wait.
        retry_after: Duration,
    },
    /// Another one of theirs is being made.
    #[error("one export at a time")]
    Another,
    /// As many are being made as may be.
    #[error("too many exports at once by everybody")]
    Overloaded,
}

impl From<NoSlot> for ExportError {
    fn from(none: NoSlot) -> Self {
        match none {
            NoSlot::OfUser => Self::Another,
            NoSlot::OfAll => Self::Overloaded,
        }
    }
}

impl From<ExportError> for Refusal {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::TooMany { retry_after } => Self::rate_limited("exports", retry_after),
            ExportError::Another => Self::rate_limited("exports at once", COME_BACK),
            ExportError::Overloaded => Self::overloaded(),
        }
    }
}

/// Begins to make one of everything that is the actor's; gives its pieces.
///
/// # Errors
/// See [`ExportError`].
pub fn export(app: &Shared, actor: Actor) -> Result<Pieces, ExportError> {
    let slot = app.exports.begin(actor.user, clock::instant())?;
    let app = Shared::clone(app);
    Ok(pieces(|sink| {
        spawn_blocking(move || {
            let user = actor.user;
            let making = Making::new(app, actor, Handle::current());
            let made = making.all(sink);
            if let Err(error) = &made {
                tracing::info!(%user, %error, "an export broke off");
            }
            drop(slot);
            made
        })
    }))
}
