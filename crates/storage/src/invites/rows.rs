//! Invites as their rows have them.

use std::collections::HashMap;

use parlor_protocol::{
    ids::{SpaceId, UserId},
    invites::{Invite, SpacePreview},
    permissions::Permission,
    time::Timestamp,
};

use crate::{
    accounts::rows::UserRow,
    content::picture_url,
    engine::{Link, execute, fetch_all, fetch_one, fetch_optional},
    members,
    text::storable,
};

/// An invite that has uses and time left, and whose maker is still a member and may come in.
#[derive(sqlx::FromRow)]
struct InviteRow {
    code: String,
    space_id: i64,
    max_uses: Option<i64>,
    uses: i64,
    expires_at: Option<i64>,
    invited_at: i64,
    #[sqlx(flatten)]
    inviter: UserRow,
    space_name: String,
    space_icon: Option<Vec<u8>>,
}

impl InviteRow {
    fn read(self) -> (Invite, SpacePreview) {
        let space = SpacePreview {
            name: self.space_name,
            icon_url: picture_url(self.space_icon.as_deref()),
        };
        let invite = Invite {
            code: self.code,
            space_id: SpaceId::from_raw(self.space_id),
            inviter: self.inviter.into(),
            max_uses: self.max_uses.and_then(|uses| u32::try_from(uses).ok()),
            uses: u32::try_from(self.uses).unwrap_or(u32::MAX),
            expires_at: self.expires_at.map(Timestamp::from_millis),
            created_at: Timestamp::from_millis(self.invited_at),
        };
        (invite, space)
    }
}

/// A good invite and where it leads.
pub(super) async fn usable(
    link: &mut Link<'_>,
    code: &str,
    now: Timestamp,
) -> sqlx::Result<Option<(Invite, SpacePreview)>> {
    if !storable(code) {
        return Ok(None);
    }
    let row = fetch_optional!(
        link,
        InviteRow,
        "SELECT i.code, i.space_id, i.max_uses, i.uses, i.expires_at, i.created_at AS invited_at, \
         u.id, u.username, u.display_name, u.avatar, u.created_at AS user_since, \
         s.name AS space_name, s.icon AS space_icon \
         FROM invites i JOIN spaces s ON s.id = i.space_id JOIN users u ON u.id = i.inviter_id \
         JOIN members m ON m.space_id = i.space_id AND m.user_id = i.inviter_id \
         WHERE i.code = $1 AND i.revoked_at IS NULL AND u.disabled_at IS NULL AND (i.max_uses IS NULL OR i.uses < i.max_uses) \
         AND (i.expires_at IS NULL OR i.expires_at > $2)",
        code,
        now.as_millis()
    )?;
    let Some(row) = row else { return Ok(None) };
    let (invite, space) = row.read();
    let may_invite = may_invite(link, &invite, now).await?;
    Ok(may_invite.then_some((invite, space)))
}

/// Whether its maker may still invite.
async fn may_invite(link: &mut Link<'_>, invite: &Invite, now: Timestamp) -> sqlx::Result<bool> {
    let maker = members::in_space(link, invite.inviter.id, invite.space_id, now).await?;
    Ok(maker.is_some_and(|access| access.may(Permission::CreateInvite).is_ok()))
}

/// The good invites of a space, newest first.
pub(super) async fn of(
    link: &mut Link<'_>,
    space: SpaceId,
    now: Timestamp,
) -> sqlx::Result<Vec<Invite>> {
    let rows = fetch_all!(
        link,
        InviteRow,
        "SELECT i.code, i.space_id, i.max_uses, i.uses, i.expires_at, i.created_at AS invited_at, \
         u.id, u.username, u.display_name, u.avatar, u.created_at AS user_since, \
         s.name AS space_name, s.icon AS space_icon \
         FROM invites i JOIN spaces s ON s.id = i.space_id JOIN users u ON u.id = i.inviter_id \
         JOIN members m ON m.space_id = i.space_id AND m.user_id = i.inviter_id \
         WHERE i.space_id = $1 AND i.revoked_at IS NULL AND u.disabled_at IS NULL AND (i.max_uses IS NULL OR i.uses < i.max_uses) \
         AND (i.expires_at IS NULL OR i.expires_at > $2) ORDER BY i.created_at DESC, i.code",
        space.raw(),
        now.as_millis()
    )?;
    let mut invites = Vec::with_capacity(rows.len());
    let mut makers = HashMap::new();
    for row in rows {
        let (invite, _) = row.read();
        let may = match makers.get(&invite.inviter.id) {
            Some(may) => *may,
            None => may_invite(link, &invite, now).await?,
        };
        makers.insert(invite.inviter.id, may);
        if may {
            invites.push(invite);
        }
    }
    Ok(invites)
}

/// Where an invite leads and who made it, good or not.
pub(super) async fn maker(
    link: &mut Link<'_>,
    code: &str,
) -> sqlx::Result<Option<(SpaceId, UserId)>> {
    if !storable(code) {
        return Ok(None);
    }
    let row = fetch_optional!(
        link,
        (i64, i64),
        "SELECT space_id, inviter_id FROM invites WHERE code = $1",
        code
    )?;
    Ok(row.map(|(space, maker)| (SpaceId::from_raw(space), UserId::from_raw(maker))))
}

/// Whether an invite is there and was not taken back, even if it is used up or expired.
pub(super) async fn stands(link: &mut Link<'_>, code: &str) -> sqlx::Result<bool> {
    let (stands,) = fetch_one!(
        link,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM invites WHERE code = $1 AND revoked_at IS NULL)",
        code
    )?;
    Ok(stands)
}

/// Counts one use of a good invite. The count and the limit are one statement: of two who take the
/// last use at once, on two nodes even, one gets it; and none who comes while it is revoked.
pub(crate) async fn consume(
    link: &mut Link<'_>,
    code: &str,
    now: Timestamp,
) -> sqlx::Result<Option<SpaceId>> {
    let Some((invite, _)) = usable(link, code, now).await? else {
        return Ok(None);
    };
    let counted = execute!(
        link,
        "UPDATE invites SET uses = uses + 1 \
         WHERE code = $1 AND revoked_at IS NULL AND (max_uses IS NULL OR uses < max_uses)",
        code
    )?;
    Ok((counted == 1).then_some(invite.space_id))
}
