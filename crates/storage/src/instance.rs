//! The instance itself: one row, which says which past this database has.

use parlor_protocol::time::Timestamp;

use crate::{
    Error, Storage,
    engine::{Link, execute},
    sessions,
    writer::{Failed, Write},
};

/// A text that no database had before.
pub(crate) fn new_epoch() -> String {
    format!("{:032x}", rand::random::<u128>())
}

impl Storage {
    /// Declares that this database is from a backup: it has a new epoch, so that nobody goes on
    /// from what only the lost one knew, and nobody is signed in, for the backup may hold sessions
    /// that were ended since. Returns how many sessions ended.
    ///
    /// Storage that is open already goes on with the epoch it was opened with.
    pub async fn restored(&self, now: Timestamp) -> Result<u64, Error> {
        let epoch = new_epoch();
        self.write(Restored { epoch, now }).await
    }
}

struct Restored {
    epoch: String,
    now: Timestamp,
}

impl Write for Restored {
    type Output = u64;
    type Error = Error;

    async fn run(&self, link: &mut Link<'_>) -> Result<u64, Failed<Error>> {
        execute!(
            link,
            "UPDATE instance SET epoch = $1 WHERE id = 1",
            &self.epoch
        )?;
        Ok(sessions::end_everybodys(link, self.now).await?)
    }
}
