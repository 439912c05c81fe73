//! What roles, overrides, time-outs and conversations make of somebody's rights.

use parlor_protocol::{
    ids::{ChannelId, UserId},
    permissions::{Permission, Permissions, Rank},
};

use crate::{
    database::on_both,
    world::{START, World},
};

const VIEW: Permission = Permission::ViewChannel;
const SEND: Permission = Permission::SendMessages;
const MANAGE: Permission = Permission::ManageMessages;
const KICK: Permission = Permission::KickMembers;

/// Past the storage, so that the reading is proven without the writing.
impl World {
    async fn role(&self, position: i64, permissions: &[Permission]) -> i64 {
        let (id, space) = (self.id(), self.space);
        let permissions = Permissions::of(permissions).bits();
        self.database
            .tamper(&format!(
                "INSERT INTO roles (id, space_id, name, position, permissions) \
                 VALUES ({id}, {space}, 'role', {position}, {permissions})"
            ))
            .await;
        id
    }

    async fn give(&self, user: UserId, role: i64) {
        let space = self.space;
        self.database
            .tamper(&format!(
                "INSERT INTO member_roles (space_id, user_id, role_id) VALUES ({space}, {user}, {role})"
            ))
            .await;
    }

    /// Allows and denies in `general`.
    async fn change(&self, target: i64, is_role: bool, allow: Permissions, deny: Permissions) {
        let (space, channel) = (self.space, self.general);
        let (allow, deny) = (allow.bits(), deny.bits());
        self.database
            .tamper(&format!(
                "DELETE FROM overrides WHERE channel_id = {channel} AND target_id = {target}; \
                 INSERT INTO overrides (channel_id, target_id, space_id, is_role, allow, deny) \
                 VALUES ({channel}, {target}, {space}, {is_role}, {allow}, {deny})"
            ))
            .await;
    }

    /// What somebody may in `general`; `None` where he does not see it. However it is asked, the
    /// answer is the same.
    async fn rights(&self, user: UserId) -> Option<Permissions> {
        let members = self.storage.members();
        let access = members.in_channel(user, self.general, START).await.unwrap();
        let allowed = access.map(|(access, _)| access.allowed());
        let seen = members.in_channels(user, self.space, START).await.unwrap();
        let mut seen = seen.expect("a member").into_iter();
        let here = seen.find(|(_, channel)| channel.id == self.general);
        assert_eq!(here.map(|(access, _)| access.allowed()), allowed);
        let sync = self.storage.sync().of(user).await.unwrap().unwrap();
        let mut shown = sync.spaces.iter().flat_map(|view| &view.channels);
        let shown = shown.any(|channel| channel.id == self.general);
        assert_eq!(shown, allowed.is_some());
        allowed
    }
}

on_both! {
    /// Roles add to @everyone; the highest gives the rank; they say the same in `/sync`.
    async fn roles_add_up(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let (low, high) = (world.role(1, &[KICK]).await, world.role(2, &[MANAGE]).await);
        world.role(3, &[Permission::Administrator]).await;
        world.give(bo, high).await;
        world.give(bo, low).await;
        let members = world.storage.members();
        let access = members.in_space(bo, world.space, START).await.unwrap().unwrap();
        let all = Permissions::NEW_SPACE.with(Permissions::of(&[KICK, MANAGE]));
        assert_eq!((access.allowed(), access.rank()), (all, Rank::of(2)));
        assert_eq!(world.rights(bo).await, Some(all));
        let member = members.get(world.space, bo).await.unwrap().unwrap();
        let roles: Vec<i64> = member.role_ids.iter().map(|id| id.raw()).collect();
        assert_eq!(roles, [low, high]);
        let sync = world.storage.sync().of(bo).await.unwrap().unwrap();
        assert_eq!(sync.spaces[0].me, member);
        let owner = members.in_space(world.owner, world.space, START).await.unwrap().unwrap();
        assert_eq!((owner.allowed(), owner.rank()), (Permissions::ALL, Rank::OWNER));
        world.end().await;
    }

    /// A channel changes rights for everyone, then for roles, then for the member; administrators
    /// and the owner are past all of it.
    async fn a_channel_gives_and_takes(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let (one, two) = (world.role(1, &[]).await, world.role(2, &[]).await);
        world.give(bo, one).await;
        world.give(bo, two).await;
        let [none, view, send] = [&[][..], &[VIEW], &[SEND]].map(Permissions::of);
        let space = world.space.raw();
        world.change(space, true, none, view.with(send)).await;
        assert_eq!(world.rights(bo).await, None);
        assert!(world.rights(world.owner).await.is_some());
        world.change(one, true, view, none).await;
        world.change(two, true, none, view).await;
        let here = world.rights(bo).await.expect("an allow of one role wins");
        assert!(!here.has(SEND));
        world.change(bo.raw(), false, send, view).await;
        assert_eq!(world.rights(bo).await, None);
        world.change(bo.raw(), false, view.with(send), none).await;
        assert_eq!(world.rights(bo).await, Some(Permissions::NEW_SPACE));

        let general = world.storage.channels().get(world.general).await.unwrap().unwrap();
        assert!(general.private);
        world.change(bo.raw(), false, none, Permissions::ALL).await;
        let administrator = world.role(3, &[Permission::Administrator]).await;
        world.give(bo, administrator).await;
        assert_eq!(world.rights(bo).await, Some(Permissions::ALL));
        world.end().await;
    }

    /// Who is silenced sees and no more, until the time is over; not the owner.
    async fn a_time_out_leaves_only_sight(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let until = START.plus_millis(1).as_millis();
        world.database.tamper(&format!("UPDATE members SET timeout_until = {until}")).await;
        assert_eq!(world.rights(bo).await, Some(Permissions::of(&[VIEW])));
        assert_eq!(world.rights(world.owner).await, Some(Permissions::ALL));
        let members = world.storage.members();
        let later = members.in_channel(bo, world.general, START.plus_millis(1)).await.unwrap();
        assert_eq!(later.unwrap().0.allowed(), Permissions::NEW_SPACE);
        world.end().await;
    }

    /// A conversation is for its people, and belongs to no space.
    async fn a_conversation_is_for_its_people(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let cy = world.join("Cy").await;
        let dm = ChannelId::from_raw(world.id());
        world.database.tamper(&format!(
            "INSERT INTO streams (id, last_seq) VALUES ({dm}, 0); \
             INSERT INTO channels (id, kind, name, position, created_at) VALUES ({dm}, 'dm', '', 0, 0); \
             INSERT INTO channel_members (channel_id, user_id) VALUES ({dm}, {bo})"
        )).await;
        let members = world.storage.members();
        let (access, channel) = members.in_channel(bo, dm, START).await.unwrap().unwrap();
        assert_eq!((access.space(), channel.space_id), (None, None));
        assert!(access.may(SEND).is_ok() && access.may(MANAGE).is_err());
        for other in [cy, world.owner] {
            assert!(members.in_channel(other, dm, START).await.unwrap().is_none());
        }
        world.end().await;
    }
}
