//! Changing a member.

use parlor_protocol::{
    audit::AuditAction,
    event::Event,
    ids::{RoleId, SpaceId, StreamId, UserId},
    members::Member,
    time::Timestamp,
};

use serde_json::json;

use super::{ChangeError, MemberChange, rows};
use crate::{
    Committed,
    accounts::rows::key,
    audit::{self, Deed},
    engine::{Link, execute, execute_among},
    streams::log::{self, Reference},
    writer::{Failed, Write},
};

pub(super) struct Update {
    pub(super) space: SpaceId,
    pub(super) user: UserId,
    pub(super) change: MemberChange,
    pub(super) now: Timestamp,
}

impl Write for Update {
    type Output = Committed<Member>;
    type Error = ChangeError;

    fn streams(&self) -> Vec<StreamId> {
        vec![self.space.into()]
    }

    fn changes_rights(&self, updated: &Self::Output) -> Vec<StreamId> {
        let is_told = !updated.events.is_empty();
        let may = self.change.roles.is_some() || self.change.timeout.is_some();
        let place = (is_told && may).then(|| self.space.into());
        place.into_iter().collect()
    }

    async fn run(&self, link: &mut Link<'_>) -> Result<Committed<Member>, Failed<ChangeError>> {
        let before = self.member(link).await?;
        if let Some((_, nickname)) = &self.change.nickname {
            execute!(
                link,
                "UPDATE members SET nickname = $3, nickname_key = $4 \
                 WHERE space_id = $1 AND user_id = $2",
                self.space.raw(),
                self.user.raw(),
                nickname,
                nickname.as_deref().map(key)
            )?;
        }
        if let Some((_, until)) = self.change.timeout {
            execute!(
                link,
                "UPDATE members SET timeout_until = $3 WHERE space_id = $1 AND user_id = $2",
                self.space.raw(),
                self.user.raw(),
                until.map(Timestamp::as_millis)
            )?;
        }
        if let Some((_, roles)) = &self.change.roles {
            self.hold(link, roles).await?;
        }
        let member = self.member(link).await?;
        let mut events = Vec::new();
        self.record(link, (&before, &member)).await?;
        if member != before {
            let stream = self.space.into();
            let reference = Reference::MemberUpdated(self.user);
            let seq = log::append(link, stream, reference, self.now).await?;
            events.push(Event::MemberUpdated {
                stream,
                seq,
                space_id: self.space,
                member: member.clone(),
            });
        }
        Ok(Committed {
            value: member,
            events,
        })
    }
}

impl Update {
    /// Writes down what others changed.
    async fn record(
        &self,
        link: &mut Link<'_>,
        (before, after): (&Member, &Member),
    ) -> sqlx::Result<()> {
        let mut deeds = Vec::new();
        if let Some((Some(grant), _)) = &self.change.nickname
            && before.nickname != after.nickname
        {
            let detail = json!({"nickname": after.nickname});
            deeds.push((grant, AuditAction::MemberRenamed, detail));
        }
        if let Some((grant, _)) = &self.change.roles
            && before.role_ids != after.role_ids
        {
            let detail = json!({"roleIds": after.role_ids});
            deeds.push((grant, AuditAction::MemberRolesChanged, detail));
        }
        if let Some((grant, _)) = &self.change.timeout
            && before.timeout_until != after.timeout_until
        {
            let detail = json!({"timeoutUntil": after.timeout_until});
            deeds.push((grant, AuditAction::MemberTimedOut, detail));
        }
        for (grant, action, detail) in deeds {
            let deed = Deed::new(action, self.user.raw(), detail);
            audit::record(link, (self.space, grant.user()), deed, self.now).await?;
        }
        Ok(())
    }

    async fn member(&self, link: &mut Link<'_>) -> Result<Member, Failed<ChangeError>> {
        let member = rows::get(link, self.space, self.user).await?;
        member.ok_or(Failed::Refused(ChangeError::Gone))
    }

    /// From now on they hold these roles and no others. @everyone is held by all and stands in no
    /// row.
    async fn hold(&self, link: &mut Link<'_>, roles: &[RoleId]) -> Result<(), Failed<ChangeError>> {
        let mut roles: Vec<i64> = roles.iter().map(|role| role.raw()).collect();
        roles.sort_unstable();
        roles.dedup();
        execute!(
            link,
            "DELETE FROM member_roles WHERE space_id = $1 AND user_id = $2",
            self.space.raw(),
            self.user.raw()
        )?;
        let held = execute_among!(
            link,
            &roles,
            "INSERT INTO member_roles (space_id, user_id, role_id) \
             SELECT space_id, CAST($3 AS BIGINT), id FROM roles \
             WHERE space_id = $2 AND id <> space_id AND id IN ",
            "",
            self.space.raw(),
            self.user.raw()
        )?;
        if usize::try_from(held) != Ok(roles.len()) {
            return Err(Failed::Refused(ChangeError::NoRole));
        }
        Ok(())
    }
}
