//! Spaces: communities.

use parlor_protocol::{
    ids::{SpaceId, UserId},
    spaces::Space,
};

use crate::{Error, Storage};

/// Reads spaces.
pub struct Spaces<'s> {
    pub(crate) storage: &'s Storage,
}

impl Spaces<'_> {
    /// One space, whoever asks.
    pub async fn get(&self, space: SpaceId) -> Result<Option<Space>, Error> {
        todo!()
    }

    /// The spaces this person is a member of, oldest first.
    pub async fn of(&self, user: UserId) -> Result<Vec<Space>, Error> {
        todo!()
    }

    /// The space that set-up made.
    pub async fn first(&self) -> Result<Option<SpaceId>, Error> {
        todo!()
    }
}
