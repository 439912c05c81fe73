//! Invites: links that let people in.
//!
//! An invite is good as long as it has uses left, has not expired, and its maker may still invite.

use parlor_protocol::{
    ids::{SpaceId, UserId},
    invites::Invite,
    permissions::Grant,
    spaces::Space,
    time::Timestamp,
};

pub use parlor_protocol::invites::SpacePreview;

use crate::{Committed, Error, Storage};

/// Reads and writes invites.
pub struct Invites<'s> {
    pub(crate) storage: &'s Storage,
}

/// An invite to be made.
#[derive(Debug, Clone)]
pub struct NewInvite {
    /// 128 random bits as text.
    pub code: String,
    /// How often it can be used; `None` = without limit.
    pub max_uses: Option<u32>,
    /// When it ends by itself; `None` = never.
    pub expires_at: Option<Timestamp>,
    /// Now.
    pub created_at: Timestamp,
    /// How many usable invites a space may have.
    pub per_space_max: u32,
}

/// Why an invite was not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreateError {
    /// The space has as many usable invites as it may.
    #[error("the space has too many invites")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl Invites<'_> {
    /// Makes an invite to the space of the grant, in the name of who holds it. Expired invites of
    /// the space are removed on the way.
    pub async fn create(&self, grant: Grant, invite: NewInvite) -> Result<Invite, CreateError> {
        todo!()
    }

    /// The invites of a space that can be used now, newest first.
    pub async fn of(&self, space: SpaceId, now: Timestamp) -> Result<Vec<Invite>, Error> {
        todo!()
    }

    /// Those of them that this person made.
    pub async fn made_by(
        &self,
        space: SpaceId,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<Invite>, Error> {
        todo!()
    }

    /// A good invite and where it leads; `None` for any other code.
    pub async fn get(
        &self,
        code: &str,
        now: Timestamp,
    ) -> Result<Option<(Invite, SpacePreview)>, Error> {
        todo!()
    }

    /// Joins the space an invite leads to and counts the use. Whoever is a member already is
    /// answered with the space, and no use is counted. `None`: the invite is not good.
    ///
    /// Events: `MEMBER_JOINED` in the space's stream, `SPACE_JOINED` in the person's own.
    pub async fn accept(
        &self,
        code: &str,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<Committed<Space>>, Error> {
        todo!()
    }

    /// Removes an invite, whoever made it: the verb has checked who asks. `false`: there was none.
    pub async fn delete(&self, code: &str) -> Result<bool, Error> {
        todo!()
    }
}
