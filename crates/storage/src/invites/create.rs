//! Making an invite.

use parlor_protocol::{
    ids::{SpaceId, StreamId, UserId},
    invites::Invite,
    time::Timestamp,
};

use super::{CreateError, NewInvite, rows};
use crate::{
    engine::{Link, execute},
    writer::{Failed, Write},
};

pub(super) struct Create {
    pub(super) space: SpaceId,
    pub(super) inviter: UserId,
    pub(super) invite: NewInvite,
}

impl Write for Create {
    type Output = Invite;
    type Error = CreateError;

    /// Nothing happens in the space's stream; its lock makes two nodes count one after the other.
    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Invite, Failed<CreateError>> {
        let Self {
            space,
            inviter,
            invite,
        } = self;
        let now = invite.created_at;
        execute!(
            link,
            "DELETE FROM invites WHERE space_id = $1 AND expires_at <= $2",
            space.raw(),
            now.as_millis()
        )?;
        let usable = rows::of(link, *space, now).await?.len();
        if usable >= usize::try_from(invite.per_space_max).unwrap_or(usize::MAX) {
            return Err(Failed::Refused(CreateError::TooMany));
        }
        execute!(
            link,
            "INSERT INTO invites (code, space_id, inviter_id, max_uses, uses, expires_at, \
             created_at) VALUES ($1, $2, $3, $4, 0, $5, $6)",
            &invite.code,
            space.raw(),
            inviter.raw(),
            invite.max_uses.map(i64::from),
            invite.expires_at.map(Timestamp::as_millis),
            now.as_millis()
        )?;
        match rows::usable(link, &invite.code, now).await? {
            Some((invite, _)) => Ok(invite),
            None => Err(Failed::Refused(CreateError::Lost)),
        }
    }
}
