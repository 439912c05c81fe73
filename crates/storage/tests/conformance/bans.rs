//! Leaving, being removed and being banned: what goes with a membership, and what stays.

use parlor_protocol::{
    event::Event,
    ids::{RoleId, UserId},
    members::Departure,
    page::PageSize,
    permissions::{Grant, Override, Permission, Permissions},
};
use parlor_storage::{
    Error,
    bans::BanError,
    channels::NewOverride,
    invites::AcceptError,
    members::{ChangeError, MemberChange, Parted},
    roles::NewRole,
};

use crate::{
    database::on_both,
    world::{START, World},
};

impl World {
    async fn owners_grant(&self, permission: Permission) -> Grant {
        let members = self.storage.members();
        let access = members.in_space(self.owner, self.space, START).await;
        access.unwrap().unwrap().may(permission).unwrap()
    }

    async fn inviting_role(&self) -> RoleId {
        let new = NewRole {
            id: RoleId::from_raw(self.id()),
            name: "role".to_owned(),
            color: None,
            permissions: Permissions::of(&[Permission::CreateInvite]),
            created_at: START,
            per_space_max: 50,
        };
        let grant = self.owners_grant(Permission::ManageRoles).await;
        self.storage
            .roles()
            .create(grant, new)
            .await
            .unwrap()
            .value
            .id
    }

    async fn hold_roles(&self, user: UserId, roles: Vec<RoleId>) -> Result<usize, ChangeError> {
        let grant = self.owners_grant(Permission::ManageRoles).await;
        let change = MemberChange {
            roles: Some((grant, roles)),
            ..MemberChange::default()
        };
        let members = self.storage.members();
        let updated = members.update((self.space, user), change, START).await?;
        Ok(updated.events.len())
    }
}

/// What was told of a departure, and to whom.
fn ends(events: &[Event], parted: Option<&Parted>) -> Departure {
    let [told, own] = events else {
        panic!("two events: {events:?}");
    };
    let Event::MemberLeft {
        reason, user_id, ..
    } = told
    else {
        panic!("not a departure: {told:?}");
    };
    let parted = parted.expect("somebody left");
    assert_eq!(parted.event, *told);
    let position = Some(((*user_id).into(), parted.told_at));
    assert!(matches!(own, Event::SpaceLeft { .. }) && own.position() == position);
    assert_eq!(parted.channels.len(), 2);
    *reason
}

on_both! {
    /// With a membership go its roles, what channels changed for it and the invites it made; a
    /// time-out stays. Repeated, nothing happens; the owner stays.
    async fn a_membership_ends_with_all_that_hung_on_it(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let members = world.storage.members();
        let role = world.inviting_role().await;
        assert_eq!(world.hold_roles(bo, vec![role, role]).await, Ok(1));
        assert_eq!(world.hold_roles(bo, vec![role]).await, Ok(0));
        for wrong in [world.space.into(), RoleId::from_raw(7)] {
            assert_eq!(world.hold_roles(bo, vec![wrong]).await, Err(ChangeError::NoRole));
        }
        assert_eq!(members.get(world.space, bo).await.unwrap().unwrap().role_ids, [role]);
        let access = members.in_space(bo, world.space, START).await.unwrap().unwrap();
        let grant = access.may(Permission::CreateInvite).unwrap();
        let invite = world.new_invite(None);
        let code = invite.code.clone();
        world.storage.invites().create(grant, invite).await.unwrap();
        let set = NewOverride {
            target: bo.raw(),
            change: Some(Override::default()),
            per_channel_max: 9,
            now: START,
        };
        let grant = world.grant(world.owner, Permission::ManageRoles).await;
        let channels = world.storage.channels();
        let _events = channels.set_override(grant, set).await.unwrap();
        let grant = world.owners_grant(Permission::TimeoutMembers).await;
        let until = START.plus_millis(500);
        let silence = MemberChange { timeout: Some((grant, Some(until))), ..MemberChange::default() };
        let _events = members.update((world.space, bo), silence, START).await.unwrap();

        let kick = world.owners_grant(Permission::KickMembers).await;
        let kicked = members.kick(kick, bo, START).await.unwrap();
        assert_eq!(ends(&kicked.events, kicked.value.as_ref()), Departure::Kicked);
        let kick = world.owners_grant(Permission::KickMembers).await;
        let again = members.kick(kick, bo, START).await.unwrap();
        assert!(again.value.is_none() && again.events.is_empty());
        assert!(members.leave(world.space, bo, START).await.unwrap().value.is_none());
        let owner = members.leave(world.space, world.owner, START).await;
        assert_eq!(owner.unwrap_err(), ChangeError::Owner);
        assert_eq!(world.hold_roles(bo, vec![]).await, Err(ChangeError::Gone));
        assert!(members.in_channel(bo, world.general, START).await.unwrap().is_none());
        assert!(channels.override_of(world.general, bo.raw()).await.unwrap().is_none());
        assert!(world.storage.invites().get(&code, START).await.unwrap().is_none());

        let back = world.invite(None).await;
        let _events = world.storage.invites().accept(&back, bo, START).await.unwrap().unwrap();
        let member = members.get(world.space, bo).await.unwrap().unwrap();
        assert!(member.role_ids.is_empty());
        assert_eq!(member.timeout_until, Some(until));
        assert_eq!(world.hold_roles(bo, vec![role]).await, Ok(1));
        assert!(world.storage.invites().get(&code, START).await.unwrap().is_none());
        let left = members.leave(world.space, bo, until).await.unwrap();
        assert_eq!(ends(&left.events, left.value.as_ref()), Departure::Left);
        let _events = world.storage.invites().accept(&back, bo, until).await.unwrap().unwrap();
        let member = members.get(world.space, bo).await.unwrap().unwrap();
        assert_eq!(member.timeout_until, None, "that was over");
        world.end().await;
    }

    /// A replay tells who left and why; of a space he left it tells somebody only that.
    async fn departures_are_replayed(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let kick = world.owners_grant(Permission::KickMembers).await;
        let members = world.storage.members();
        let _events = members.kick(kick, bo, START).await.unwrap();
        let told = world.replay(world.space).await;
        assert!(matches!(told.last(), Some(Event::MemberLeft { user_id, reason, .. })
            if *user_id == bo && *reason == Departure::Kicked));
        let own = world.replay(bo).await;
        assert!(matches!(own[..], [Event::SpaceLeft { .. }, Event::SpaceLeft { .. }]), "{own:?}");
        let code = world.invite(None).await;
        let _events = world.storage.invites().accept(&code, bo, START).await.unwrap().unwrap();
        let own = world.replay(bo).await;
        assert!(matches!(
            own[..],
            [Event::SpaceJoined { .. }, Event::SpaceLeft { .. }, Event::SpaceJoined { .. }]
        ));
        world.end().await;
    }

    /// A ban ends the membership, keeps its reason, and lets nobody in until it is lifted, without
    /// counting a use.
    async fn a_ban_keeps_out(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let (bans, invites) = (world.storage.bans(), world.storage.invites());
        let grant = world.owners_grant(Permission::BanMembers).await;
        let code = world.invite(Some(1)).await;
        let banned = bans.put(grant, (bo, Some("spam".to_owned())), START).await.unwrap();
        assert_eq!(ends(&banned.events, banned.value.as_ref()), Departure::Banned);
        assert!(bans.stands(world.space, bo).await.unwrap());
        let grant = world.owners_grant(Permission::BanMembers).await;
        let ban = bans.get(grant, bo).await.unwrap().unwrap();
        assert_eq!((ban.user_id, ban.reason.as_deref()), (bo, Some("spam")));
        assert_eq!(bans.page(grant, None, PageSize::default()).await.unwrap().items, [ban]);
        let after = bans.page(grant, Some(bo), PageSize::default()).await.unwrap();
        assert!(after.items.is_empty() && !after.has_more);
        let refused = invites.accept(&code, bo, START).await;
        assert_eq!(refused.unwrap_err(), AcceptError::Banned);
        assert_eq!(invites.get(&code, START).await.unwrap().unwrap().0.uses, 0);
        assert!(invites.accept("none", bo, START).await.unwrap().is_none());
        let again = bans.put(grant, (bo, None), START).await.unwrap();
        assert!(again.value.is_none() && again.events.is_empty());
        assert_eq!(bans.get(grant, bo).await.unwrap().unwrap().reason, None);
        for wrong in [world.owner, UserId::from_raw(7)] {
            let refused = bans.put(grant, (wrong, None), START).await.unwrap_err();
            let why = if wrong == world.owner { BanError::Owner } else { BanError::Nobody };
            assert_eq!(refused, why);
        }
        for _ in 0..2 {
            bans.remove(grant, bo, START).await.unwrap();
        }
        assert!(!bans.stands(world.space, bo).await.unwrap());
        assert!(invites.accept(&code, bo, START).await.unwrap().is_some());
        world.end().await;
    }

    /// A grant for something else, or for another space, is no grant for this.
    async fn each_deed_asks_for_its_grant(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let wrong = world.owners_grant(Permission::ManageChannels).await;
        let members = world.storage.members();
        let kicked = members.kick(wrong, bo, START).await;
        assert_eq!(kicked.unwrap_err(), ChangeError::Storage(Error::WrongGrant));
        let banned = world.storage.bans().put(wrong, (bo, None), START).await;
        assert_eq!(banned.unwrap_err(), BanError::Storage(Error::WrongGrant));
        assert_eq!(world.storage.bans().remove(wrong, bo, START).await, Err(Error::WrongGrant));
        assert!(world.storage.bans().get(wrong, bo).await.is_err());
        for change in [
            MemberChange { nickname: Some((Some(wrong), None)), ..MemberChange::default() },
            MemberChange { roles: Some((wrong, Vec::new())), ..MemberChange::default() },
            MemberChange { timeout: Some((wrong, None)), ..MemberChange::default() },
        ] {
            let refused = members.update((world.space, bo), change, START).await;
            assert_eq!(refused.unwrap_err(), ChangeError::Storage(Error::WrongGrant));
        }
        let roles = Some((world.owners_grant(Permission::ManageRoles).await, Vec::new()));
        let change = MemberChange { roles, ..MemberChange::default() };
        let elsewhere = (parlor_protocol::ids::SpaceId::from_raw(7), bo);
        let refused = members.update(elsewhere, change, START).await;
        assert_eq!(refused.unwrap_err(), ChangeError::Storage(Error::WrongGrant));
        world.end().await;
    }
}
