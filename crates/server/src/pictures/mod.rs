//! The pictures of people and spaces: small squares, seen by everybody who is signed in.
//!
//! - One changes one's own; a space's whoever has `MANAGE_SPACE` there.
//! - A picture's address is that of its bytes: it never shows another, and is asked for once.
//!
//! Events: `MEMBER_UPDATED` in the stream of each of one's spaces, `SPACE_UPDATED`.

mod avatar;
pub mod http;
mod icon;
mod show;

pub use avatar::{remove_avatar, set_avatar};
pub use icon::{remove_icon, set_icon};
pub use show::show;

use crate::{attachments::UploadError, members::AccessError, refusal::Refusal};

/// Why a picture stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The space or the account is missing or hidden, or not the actor's to change.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The file is no picture that is taken.
    #[error(transparent)]
    Upload(#[from] UploadError),
}

impl From<parlor_storage::Error> for PictureError {
    fn from(error: parlor_storage::Error) -> Self {
        Self::Access(error.into())
    }
}

impl From<PictureError> for Refusal {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::Access(error) => error.into(),
            PictureError::Upload(error) => error.into(),
        }
    }
}
