//! What a member may do: one query a check, resolved row by row without keeping any.

use parlor_protocol::{
    channels::Channel,
    ids::{ChannelId, SpaceId, UserId},
    permissions::{Access, Override, Overrides, Permissions, Standing},
    time::Timestamp,
};

use crate::{
    channels::{ChannelRow, channel_columns},
    engine::{Link, fetch_all},
};

/// A role that somebody holds, @everyone included.
#[derive(sqlx::FromRow)]
struct HeldRow {
    /// How often rights were changed in the space.
    rights: i64,
    owner_id: i64,
    timeout_until: Option<i64>,
    position: i64,
    permissions: i64,
}

impl HeldRow {
    fn standing(&self, user: UserId, now: Timestamp) -> Standing {
        let owner = self.owner_id == user.raw();
        let timed_out = self
            .timeout_until
            .is_some_and(|until| until > now.as_millis());
        Standing::new(owner, timed_out)
    }

    fn join(&self, standing: Standing) -> Standing {
        let position = u32::try_from(self.position).unwrap_or_default();
        standing.with_role(position, Permissions::from_bits(self.permissions))
    }
}

pub(crate) async fn in_space(
    link: &mut Link<'_>,
    user: UserId,
    space: SpaceId,
    now: Timestamp,
) -> sqlx::Result<Option<Access>> {
    let rows = fetch_all!(
        link,
        HeldRow,
        "SELECT t.rights, s.owner_id, m.timeout_until, r.position, r.permissions \
         FROM members m JOIN spaces s ON s.id = m.space_id \
         JOIN streams t ON t.id = m.space_id AND NOT t.gone \
         JOIN roles r ON r.space_id = m.space_id \
         WHERE m.space_id = $1 AND m.user_id = $2 AND (r.id = m.space_id OR EXISTS \
         (SELECT 1 FROM member_roles h WHERE h.space_id = m.space_id AND h.user_id = m.user_id \
         AND h.role_id = r.id))",
        space.raw(),
        user.raw()
    )?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let standing = first.standing(user, now);
    let standing = rows.iter().fold(standing, |all, row| row.join(all));
    let access = Access::in_space(user, space, standing);
    Ok(Some(access.after(first.rights.cast_unsigned())))
}

/// A channel beside one of the roles through which somebody sees it.
#[derive(sqlx::FromRow)]
struct SeenRow {
    #[sqlx(flatten)]
    channel: ChannelRow,
    /// How often rights were changed in the space, or else in the conversation.
    rights: i64,
    /// None of the role's columns is there in a direct conversation.
    owner_id: Option<i64>,
    timeout_until: Option<i64>,
    role_id: Option<i64>,
    role_position: Option<i64>,
    permissions: Option<i64>,
    allow: Option<i64>,
    deny: Option<i64>,
    own_allow: Option<i64>,
    own_deny: Option<i64>,
}

impl SeenRow {
    fn held(&self) -> Option<HeldRow> {
        Some(HeldRow {
            rights: self.rights,
            owner_id: self.owner_id?,
            timeout_until: self.timeout_until,
            position: self.role_position?,
            permissions: self.permissions?,
        })
    }

    fn add(&self, overrides: &mut Overrides, space: SpaceId) {
        let of_role = change(self.allow, self.deny);
        if self.role_id == Some(space.raw()) {
            overrides.everyone = of_role;
        } else {
            overrides.roles = overrides.roles.and(of_role);
        }
        overrides.member = change(self.own_allow, self.own_deny);
    }
}

fn change(allow: Option<i64>, deny: Option<i64>) -> Override {
    let [allow, deny] = [allow, deny].map(|bits| Permissions::from_bits(bits.unwrap_or_default()));
    Override { allow, deny }
}

pub(super) async fn in_channel(
    link: &mut Link<'_>,
    user: UserId,
    channel: ChannelId,
    now: Timestamp,
) -> sqlx::Result<Option<(Access, Channel)>> {
    let rows = fetch_all!(
        link,
        SeenRow,
        concat!(
            "SELECT ",
            channel_columns!(),
            ", g.rights, s.owner_id, m.timeout_until, r.id AS role_id, r.position AS role_position, \
             r.permissions, o.allow, o.deny, p.allow AS own_allow, p.deny AS own_deny \
             FROM channels c JOIN streams t ON t.id = c.id AND NOT t.gone \
             JOIN streams g ON g.id = COALESCE(c.space_id, c.id) \
             LEFT JOIN spaces s ON s.id = c.space_id \
             LEFT JOIN members m ON m.space_id = c.space_id AND m.user_id = $2 \
             LEFT JOIN channel_members d ON d.channel_id = c.id AND d.user_id = $2 \
             LEFT JOIN roles r ON r.space_id = m.space_id AND (r.id = m.space_id OR EXISTS \
             (SELECT 1 FROM member_roles h WHERE h.space_id = m.space_id \
             AND h.user_id = m.user_id AND h.role_id = r.id)) \
             LEFT JOIN overrides o ON o.channel_id = c.id AND o.target_id = r.id \
             LEFT JOIN overrides p ON p.channel_id = c.id AND p.target_id = m.user_id \
             WHERE c.id = $1 AND (m.user_id IS NOT NULL OR d.user_id IS NOT NULL)"
        ),
        channel.raw(),
        user.raw()
    )?;
    let access = rows.first().and_then(|first| {
        let changes = first.rights.cast_unsigned();
        let Some(space) = first.channel.space() else {
            return Some(Access::in_conversation(user, channel).after(changes));
        };
        let standing = first.held()?.standing(user, now);
        let (mut standing, mut overrides) = (standing, Overrides::default());
        for row in &rows {
            standing = row.held()?.join(standing);
            row.add(&mut overrides, space);
        }
        let access = Access::in_space(user, space, standing).after(changes);
        access.in_channel(channel, &overrides)
    });
    match (access, rows.into_iter().next()) {
        (Some(access), Some(row)) => Ok(Some((access, row.channel.read()?))),
        _ => Ok(None),
    }
}
