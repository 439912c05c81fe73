//! Banning somebody.

use parlor_protocol::{
    audit::AuditAction,
    ids::{SpaceId, StreamId, UserId},
    members::Departure,
    time::Timestamp,
};

use serde_json::json;

use super::BanError;
use crate::{
    Committed,
    audit::{self, Deed},
    engine::{Link, execute, fetch_one},
    members::{self, Parted},
    spaces,
    writer::{Failed, Write},
};

pub(super) struct Put {
    pub(super) space: SpaceId,
    pub(super) by: UserId,
    pub(super) user: UserId,
    pub(super) reason: Option<String>,
    pub(super) now: Timestamp,
}

impl Write for Put {
    type Output = Committed<Option<Parted>>;
    type Error = BanError;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into(), self.user.into()]
    }

    fn changes_rights(&self, banned: &Self::Output) -> Vec<StreamId> {
        let parted = banned.value.as_ref().map(|_| self.space.into());
        parted.into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Self::Output, Failed<BanError>> {
        let place = (self.space, self.user);
        if spaces::is_owner(link, place).await? {
            return Err(Failed::Refused(BanError::Owner));
        }
        if !self.is_known(link).await? {
            return Err(Failed::Refused(BanError::Nobody));
        }
        let detail = json!({"reason": self.reason});
        let deed = Deed::new(AuditAction::MemberBanned, self.user.raw(), detail);
        audit::record(link, (self.space, self.by), deed, self.now).await?;
        execute!(
            link,
            "INSERT INTO bans (space_id, user_id, reason, created_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (space_id, user_id) DO UPDATE SET reason = excluded.reason",
            self.space.raw(),
            self.user.raw(),
            &self.reason,
            self.now.as_millis()
        )?;
        Ok(members::leave(link, place, Departure::Banned, self.now).await?)
    }
}

impl Put {
    /// Whether who bans may know of them: they share a space or a conversation, or they were here
    /// lately, or are banned already. A ban must not tell who has an account.
    async fn is_known(&self, link: &mut Link<'_>) -> sqlx::Result<bool> {
        let (is_known,) = fetch_one!(
            link,
            (bool,),
            "SELECT EXISTS (SELECT 1 FROM users WHERE id = $2) AND (\
             EXISTS (SELECT 1 FROM members a JOIN streams t ON t.id = a.space_id AND NOT t.gone \
             JOIN members b ON b.space_id = a.space_id \
             WHERE a.user_id = $3 AND b.user_id = $2) \
             OR EXISTS (SELECT 1 FROM channel_members a \
             JOIN channel_members b ON b.channel_id = a.channel_id \
             WHERE a.user_id = $3 AND b.user_id = $2) \
             OR EXISTS (SELECT 1 FROM bans WHERE space_id = $1 AND user_id = $2) \
             OR EXISTS (SELECT 1 FROM stream_events WHERE stream_id = $1 \
             AND kind IN ('member_joined', 'member_left', 'member_kicked') AND subject_id = $2))",
            self.space.raw(),
            self.user.raw(),
            self.by.raw()
        )?;
        Ok(is_known)
    }
}
