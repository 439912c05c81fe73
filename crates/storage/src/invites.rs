//! Invites: links that let people in.
//!
//! An invite is good as long as it has uses left, has not expired, and its maker may still invite.

use parlor_protocol::{
    ids::{SpaceId, UserId},
    invites::Invite,
    permissions::{Grant, Permission},
    spaces::Space,
    time::Timestamp,
};

pub use parlor_protocol::invites::SpacePreview;

use crate::{Committed, Error, Storage, grants, text::storable};

mod accept;
mod create;
mod revoke;
mod rows;
mod sweep;

pub(crate) use rows::consume;

/// How long it is known of an invite that it was taken back or expired, in milliseconds: a day.
const ENDED_KEPT_MS: i64 = 24 * 60 * 60 * 1_000;

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
    /// The right to invite was taken away since it was granted.
    #[error("the right to invite was lost meanwhile")]
    Lost,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Why somebody did not come in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcceptError {
    /// The invite is good, but not for them.
    #[error("they are banned from the space")]
    Banned,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl Invites<'_> {
    /// Makes an invite to the space of the grant, in the name of who holds it. Expired invites of
    /// the space are removed on the way.
    pub async fn create(&self, grant: Grant, invite: NewInvite) -> Result<Invite, CreateError> {
        grants::allows(&grant, Permission::CreateInvite)?;
        let (space, inviter) = (grants::space(&grant)?, grant.user());
        self.storage
            .write_by(
                &[grant],
                create::Create {
                    space,
                    inviter,
                    invite,
                },
            )
            .await
    }

    /// The invites of a space that can be used now, newest first.
    pub async fn of(&self, space: SpaceId, now: Timestamp) -> Result<Vec<Invite>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::of(&mut reader.link(), space, now).await?)
    }

    /// Those of them that this person made.
    pub async fn made_by(
        &self,
        space: SpaceId,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<Invite>, Error> {
        let mut reader = self.storage.reader().await?;
        let mut invites = rows::of(&mut reader.link(), space, now).await?;
        invites.retain(|invite| invite.inviter.id == user);
        Ok(invites)
    }

    /// A good invite and where it leads; `None` for any other code.
    pub async fn get(
        &self,
        code: &str,
        now: Timestamp,
    ) -> Result<Option<(Invite, SpacePreview)>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::usable(&mut reader.link(), code, now).await?)
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
    ) -> Result<Option<Committed<Space>>, AcceptError> {
        let Some(space) = self.leads_to(code).await? else {
            return Ok(None);
        };
        let code = code.to_owned();
        self.storage
            .write(accept::Accept {
                code,
                space,
                user,
                now,
            })
            .await
    }

    /// Takes an invite back: one's own, or with a grant for `MANAGE_SPACE` that of somebody else;
    /// whose it is is for the verb to see. May be repeated; `false`: there was none.
    pub async fn revoke(
        &self,
        code: &str,
        grant: Option<Grant>,
        now: Timestamp,
    ) -> Result<bool, Error> {
        if !storable(code) {
            return Ok(false);
        }
        let by = match grant {
            Some(grant) => {
                grants::allows(&grant, Permission::ManageSpace)?;
                Some((grants::space(&grant)?, grant.user()))
            }
            None => None,
        };
        let code = code.to_owned();
        let revoke = revoke::Revoke { code, by, now };
        self.storage.write_by(grant.as_slice(), revoke).await
    }

    /// Forgets invites that were taken back or expired more than a day ago.
    pub async fn sweep(&self, now: Timestamp) -> Result<(), Error> {
        let until = now.plus_millis(-ENDED_KEPT_MS);
        while self.storage.write(sweep::Sweep { until }).await? {}
        Ok(())
    }

    /// Where an invite leads and who made it, good or not; `None` when it never was.
    pub async fn maker(&self, code: &str) -> Result<Option<(SpaceId, UserId)>, Error> {
        let mut reader = self.storage.reader().await?;
        Ok(rows::maker(&mut reader.link(), code).await?)
    }

    /// Where an invite leads, good or not.
    pub(crate) async fn leads_to(&self, code: &str) -> Result<Option<SpaceId>, Error> {
        Ok(self.maker(code).await?.map(|(space, _)| space))
    }
}
