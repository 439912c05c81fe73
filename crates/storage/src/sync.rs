//! Everything a client draws itself from.

use parlor_protocol::{ids::UserId, sync::Sync};

use crate::{Error, Storage};

/// Reads the world as one person sees it.
pub struct Syncs<'s> {
    pub(crate) storage: &'s Storage,
}

impl Syncs<'_> {
    /// All of it, read at one moment: resuming from its positions misses nothing. `None`: there is
    /// no such person.
    pub async fn of(&self, user: UserId) -> Result<Option<Sync>, Error> {
        todo!()
    }
}
