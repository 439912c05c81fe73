//! Roles: named sets of permissions.

use parlor_protocol::{ids::SpaceId, spaces::Role};

use crate::{Error, Storage};

/// Reads roles.
pub struct Roles<'s> {
    pub(crate) storage: &'s Storage,
}

impl Roles<'_> {
    /// The roles of a space, @everyone first.
    pub async fn of(&self, space: SpaceId) -> Result<Vec<Role>, Error> {
        todo!()
    }
}
