//! Letting somebody come back.

use parlor_protocol::ids::{SpaceId, StreamId, UserId};

use crate::{
    Error,
    engine::{Link, execute},
    writer::{Failed, Write},
};

pub(super) struct Remove {
    pub(super) space: SpaceId,
    pub(super) user: UserId,
}

impl Write for Remove {
    type Output = ();
    type Error = Error;

    /// Nothing happens in the space's stream; its lock keeps this from meeting a ban half-way.
    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<(), Failed<Error>> {
        execute!(
            link,
            "DELETE FROM bans WHERE space_id = $1 AND user_id = $2",
            self.space.raw(),
            self.user.raw()
        )?;
        Ok(())
    }
}
