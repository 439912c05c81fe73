//! Taking an invite back. The row stays for a while, so that taking it back twice is no error.

use parlor_protocol::{
    audit::AuditAction,
    ids::{SpaceId, StreamId, UserId},
    time::Timestamp,
};
use serde_json::json;

use super::rows;
use crate::{
    Error,
    audit::{self, Deed},
    engine::{Link, execute},
    writer::{Failed, Write},
};

pub(super) struct Revoke {
    pub(super) code: String,
    /// In which space, and who, where it is somebody else's.
    pub(super) by: Option<(SpaceId, UserId)>,
    pub(super) now: Timestamp,
}

impl Write for Revoke {
    type Output = bool;
    type Error = Error;

    fn streams(&self) -> Vec<StreamId> {
        let space = self.by.map(|(space, _)| space.into());
        space.into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<bool, Failed<Error>> {
        let ended = execute!(
            link,
            "UPDATE invites SET revoked_at = $2 WHERE code = $1 AND revoked_at IS NULL",
            &self.code,
            self.now.as_millis()
        )?;
        let maker = rows::maker(link, &self.code).await?;
        if let (Some(by), Some((_, maker)), true) = (self.by, maker, ended > 0) {
            let deed = Deed {
                action: AuditAction::InviteRevoked,
                target: None,
                detail: json!({"inviterId": maker}),
            };
            audit::record(link, by, deed, self.now).await?;
        }
        Ok(maker.is_some())
    }
}
