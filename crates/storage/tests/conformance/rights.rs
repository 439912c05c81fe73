//! What was allowed before a right was taken or changed, and is written after, is not written.

use parlor_protocol::{
    channels::UpdateChannel,
    ids::{ChannelId, RoleId, UserId},
    notifications::{NotificationLevel, SetNotifications},
    permissions::{Access, Grant, Override, Permission, Permissions},
    spaces::{UpdateRole, UpdateSpace},
    streams::Seq,
};
use parlor_storage::{
    Error,
    channels::NewOverride,
    dms::NewDm,
    members::MemberChange,
    messages::{Edit, InsertError},
    reads::Mark,
    roles::NewRole,
};

use crate::{
    database::on_both,
    world::{START, World, new_reaction},
};

const SEND: Permission = Permission::SendMessages;

impl World {
    async fn access(&self, user: UserId) -> Access {
        let members = self.storage.members();
        let access = members.in_space(user, self.space, START).await.unwrap();
        access.expect("a member")
    }

    async fn may(&self, permission: Permission) -> Grant {
        self.access(self.owner).await.may(permission).unwrap()
    }

    async fn may_in_general(&self, permission: Permission) -> Grant {
        self.grant(self.owner, permission).await
    }

    async fn new_role_of(&self, permissions: &[Permission]) -> RoleId {
        let new = NewRole {
            id: RoleId::from_raw(self.id()),
            name: "role".to_owned(),
            color: None,
            permissions: Permissions::of(permissions),
            created_at: START,
            per_space_max: 50,
        };
        let grant = self.may(Permission::ManageRoles).await;
        let made = self.storage.roles().create(grant, new).await;
        made.unwrap().value.id
    }

    async fn seq(&self, channel: ChannelId) -> Seq {
        let tips = self.storage.streams().tips(&[channel.into()]).await;
        *tips.unwrap().values().next().expect("a channel")
    }

    /// One change of rights in the space; those that do not take anything from Bo change others.
    async fn change_rights(&self, way: &str, (bo, cy, role): (UserId, UserId, RoleId)) {
        let storage = &self.storage;
        let (members, roles) = (storage.members(), storage.roles());
        let place = (self.space, bo);
        match way {
            "kick" => {
                let grant = self.may(Permission::KickMembers).await;
                drop(members.kick(grant, cy, START).await.unwrap());
            }
            "ban" => {
                let grant = self.may(Permission::BanMembers).await;
                drop(storage.bans().put(grant, (cy, None), START).await.unwrap());
            }
            "leave" => drop(members.leave(self.space, cy, START).await.unwrap()),
            "timeout" => {
                let grant = self.may(Permission::TimeoutMembers).await;
                let timeout = Some((grant, Some(START.plus_millis(1))));
                let change = MemberChange {
                    timeout,
                    ..MemberChange::default()
                };
                drop(members.update(place, change, START).await.unwrap());
            }
            "roles" => {
                let grant = self.may(Permission::ManageRoles).await;
                let roles = Some((grant, vec![role]));
                let change = MemberChange {
                    roles,
                    ..MemberChange::default()
                };
                drop(members.update(place, change, START).await.unwrap());
            }
            "role" => {
                let changes = UpdateRole {
                    permissions: Some(Permissions::of(&[SEND])),
                    ..UpdateRole::default()
                };
                let grant = self.may(Permission::ManageRoles).await;
                drop(roles.update(grant, (role, changes), START).await.unwrap());
            }
            "role deleted" => {
                let grant = self.may(Permission::ManageRoles).await;
                drop(roles.delete(grant, role, START).await.unwrap());
            }
            "override" => {
                let change = NewOverride {
                    target: bo.raw(),
                    change: Some(Override::default()),
                    per_channel_max: 9,
                    now: START,
                };
                let grant = self.may_in_general(Permission::ManageRoles).await;
                drop(
                    storage
                        .channels()
                        .set_override(grant, change)
                        .await
                        .unwrap(),
                );
            }
            "private" => {
                let changes = UpdateChannel {
                    private: Some(true),
                    ..UpdateChannel::default()
                };
                let grant = self.may_in_general(Permission::ManageChannels).await;
                drop(
                    storage
                        .channels()
                        .update(grant, changes, START)
                        .await
                        .unwrap(),
                );
            }
            "owner" => {
                let changes = UpdateSpace {
                    owner_id: Some(cy),
                    ..UpdateSpace::default()
                };
                let grant = self.may(Permission::ManageSpace).await;
                drop(
                    storage
                        .spaces()
                        .update(grant, (changes, 9), START)
                        .await
                        .unwrap(),
                );
            }
            "account" => drop(storage.accounts().leave((cy, false), START).await.unwrap()),
            other => unreachable!("{other}"),
        }
    }
}

on_both! {
    /// Every change of rights in a space makes old what was allowed before, and nothing else does:
    /// what stands is written, what is old is not, not even in part, and what is judged anew is.
    async fn a_change_of_rights_makes_grants_old(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let messages = world.storage.messages();
        for way in [
            "kick", "ban", "leave", "timeout", "roles", "role", "role deleted", "override", "account",
            "private", "owner",
        ] {
            let victim = world.join(way).await;
            let role = world.new_role_of(&[]).await;
            let grant = world.may_in_general(SEND).await;
            // None of these is about rights.
            world.new_role_of(&[SEND]).await;
            world.join(&format!("friend of {way}")).await;
            world.say(world.owner, "hello").await;
            let sent = messages.insert(grant, world.message("before")).await;
            assert!(sent.unwrap().value.fresh, "{way}");

            world.change_rights(way, (bo, victim, role)).await;
            let before = world.seq(world.general).await;
            let refused = messages.insert(grant, world.message("after")).await;
            assert_eq!(refused.unwrap_err(), InsertError::Storage(Error::Outdated), "{way}");
            assert_eq!(world.seq(world.general).await, before, "{way}");
            world.say(world.owner, "judged anew").await;
        }
        world.end().await;
    }

    /// Many sends that are written together: those of who was removed are not among them, those of
    /// the others, who judged anew, are.
    async fn a_batch_leaves_out_what_is_old(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let old = world.grant(bo, SEND).await;
        let kick = world.may(Permission::KickMembers).await;
        let kicked = world.storage.members().kick(kick, bo, START).await;
        assert!(kicked.unwrap().value.is_some());
        let today = world.grant(world.owner, SEND).await;
        let before = world.seq(world.general).await;
        let sends = (0..20).map(|n| {
            let (storage, message) = (world.storage.clone(), world.message("hi"));
            let grant = if n % 3 == 0 { old } else { today };
            tokio::spawn(async move { storage.messages().insert(grant, message).await })
        });
        let sends: Vec<_> = sends.collect();
        for (n, send) in sends.into_iter().enumerate() {
            let sent = send.await.unwrap();
            assert_eq!(sent.is_ok(), n % 3 != 0, "{sent:?}");
        }
        assert_eq!(world.seq(world.general).await, before + 13);
        world.end().await;
    }

    /// Of many who judge at the same time and each change a right, one is first, and the others are
    /// to judge anew: no change rests on what an earlier one took.
    async fn changes_of_rights_stand_on_each_other(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let cy = world.join("Cy").await;
        let kick = world.may(Permission::KickMembers).await;
        let kicks = [bo, cy].map(|user| {
            let storage = world.storage.clone();
            tokio::spawn(async move { storage.members().kick(kick, user, START).await })
        });
        let mut done = 0;
        for kicked in kicks {
            done += u32::from(kicked.await.unwrap().is_ok());
        }
        assert_eq!(done, 1);
        world.end().await;
    }

    /// What another server changed counts as well.
    async fn another_server_changes_rights(database) {
        let parlor_storage::Location::Postgres { .. } = &database.location else {
            return database.remove().await;
        };
        let (world, bo) = World::with(database, "Bo").await;
        let other = world.database.open().await;
        let grant = world.grant(bo, SEND).await;
        let kick = world.may(Permission::KickMembers).await;
        let _events = other.members().kick(kick, bo, START).await.unwrap();
        let refused = world.storage.messages().insert(grant, world.message("late")).await;
        assert_eq!(refused.unwrap_err(), InsertError::Storage(Error::Outdated));
        other.close().await;
        world.end().await;
    }

    /// A conversation has rights of its own: who left a group writes nothing into it any more.
    async fn leaving_a_group_is_a_change_of_rights(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let cy = world.join("Cy").await;
        let new = NewDm {
            id: ChannelId::from_raw(world.id()),
            opener: world.owner,
            others: vec![bo, cy],
            created_at: START,
            per_user_max: 9,
        };
        let group = world.storage.dms().open(new).await.unwrap().value.channel.id;
        let members = world.storage.members();
        let judge = async |user| {
            let seen = members.in_channel(user, group, START).await.unwrap();
            seen.expect("they are in it").0
        };
        let bos = judge(bo).await;
        let in_space = world.grant(bo, SEND).await;
        let leave = bos.may(Permission::ViewChannel).unwrap();
        let _events = world.storage.dms().leave(leave, START).await.unwrap();
        let messages = world.storage.messages();
        let refused = messages.insert(bos.may(SEND).unwrap(), world.message("late")).await;
        assert_eq!(refused.unwrap_err(), InsertError::Storage(Error::Outdated));
        let sent = messages.insert(judge(cy).await.may(SEND).unwrap(), world.message("hi")).await;
        assert!(sent.is_ok());
        let elsewhere = messages.insert(in_space, world.message("hi")).await;
        assert!(elsewhere.is_ok(), "the space has rights of its own");
        world.end().await;
    }

    /// Every write that asks for a grant asks for one that holds.
    async fn every_write_asks_for_a_grant_that_holds(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let cy = world.join("Cy").await;
        let role = world.new_role_of(&[]).await;
        let message = world.say(world.owner, "hello").await.id;
        let code = world.invite(None).await;
        let (all, here) = (world.access(world.owner).await, world.may_in_general(SEND).await);
        let access = world.storage.members().in_channel(world.owner, world.general, START).await;
        let (access, _) = access.unwrap().unwrap();
        let may = |permission| all.may(permission).unwrap();
        let may_here = |permission| access.may(permission).unwrap();
        world.change_rights("kick", (bo, cy, role)).await;

        let storage = &world.storage;
        let mut answers: Vec<(&str, Option<String>)> = Vec::new();
        macro_rules! refused {
            ($what:literal, $write:expr) => {
                answers.push(($what, $write.await.err().map(|error| error.to_string())));
            };
        }
        let edit = Edit {
            content: "other".to_owned(),
            mentions: parlor_protocol::messages::Mentions::default(),
            links: Vec::new(),
            now: START,
        };
        let messages = storage.messages();
        refused!("send", messages.insert(here, world.message("late")));
        refused!("edit", messages.edit(here, message, edit));
        refused!("delete", messages.delete(here, message, START));
        let react = may_here(Permission::AddReactions);
        refused!("react", storage.reactions().add(react, new_reaction(message, "👍")));
        let view = may_here(Permission::ViewChannel);
        refused!("unreact", storage.reactions().remove(view, message, "👍", START));
        let manage = may_here(Permission::ManageMessages);
        refused!("pin", storage.pins().pin(manage, message, 9, START));
        refused!("unpin", storage.pins().unpin(manage, message, START));
        refused!("previews away", storage.embeds().remove(manage, message, START));
        let read = parlor_storage::embeds::Read {
            message,
            channel: world.general,
            content: "hello".to_owned(),
        };
        let embed = may_here(Permission::EmbedLinks);
        refused!("previews", storage.embeds().put(embed, read, (Vec::new(), Vec::new()), START));
        refused!("read", storage.reads().mark(view, Mark::Forward(1)));
        refused!("read all", storage.reads().mark_all(&[view]));
        let wanted = SetNotifications { level: NotificationLevel::All, muted_until: None };
        refused!("notifications", storage.notifications().set(view, wanted));
        let members = storage.members();
        let change = |change: MemberChange| members.update((world.space, bo), change, START);
        let rename = (Some(may(Permission::ManageSpace)), None);
        refused!("rename", change(MemberChange { nickname: Some(rename), ..MemberChange::default() }));
        let roles = Some((may(Permission::ManageRoles), vec![role]));
        refused!("give", change(MemberChange { roles, ..MemberChange::default() }));
        let timeout = Some((may(Permission::TimeoutMembers), None));
        refused!("silence", change(MemberChange { timeout, ..MemberChange::default() }));
        refused!("kick", storage.members().kick(may(Permission::KickMembers), bo, START));
        let ban = may(Permission::BanMembers);
        refused!("ban", storage.bans().put(ban, (bo, None), START));
        refused!("unban", storage.bans().remove(ban, bo, START));
        refused!("invite", storage.invites().create(may(Permission::CreateInvite), world.new_invite(None)));
        refused!("revoke", storage.invites().revoke(&code, Some(may(Permission::ManageSpace)), START));
        let manage = may(Permission::ManageRoles);
        let new = NewRole {
            id: RoleId::from_raw(world.id()),
            name: "role".to_owned(),
            color: None,
            permissions: Permissions::NONE,
            created_at: START,
            per_space_max: 50,
        };
        refused!("role", storage.roles().create(manage, new));
        refused!("role changed", storage.roles().update(manage, (role, UpdateRole::default()), START));
        refused!("role deleted", storage.roles().delete(manage, role, START));
        let channels = storage.channels();
        let new = parlor_storage::channels::NewChannel {
            id: ChannelId::from_raw(world.id()),
            kind: parlor_protocol::channels::ChannelKind::Text,
            name: "new".to_owned(),
            topic: String::new(),
            parent_id: None,
            position: None,
            private: None,
            member_ids: Vec::new(),
            slow_mode_seconds: 0,
            user_limit: None,
            bitrate: None,
            created_at: START,
            per_space_max: 9,
        };
        refused!("channel", channels.create(may(Permission::ManageChannels), new));
        let manage = may_here(Permission::ManageChannels);
        refused!("channel changed", channels.update(manage, UpdateChannel::default(), START));
        let change = NewOverride { target: bo.raw(), change: None, per_channel_max: 9, now: START };
        refused!("override", channels.set_override(may_here(Permission::ManageRoles), change));
        refused!("channel deleted", channels.delete(manage, START));
        let manage = may(Permission::ManageSpace);
        refused!("space changed", storage.spaces().update(manage, (UpdateSpace::default(), 9), START));
        refused!("icon", storage.spaces().set_icon(manage, (world.space, None), START));
        refused!("space deleted", storage.spaces().delete(manage, START));
        for (what, error) in answers {
            assert_eq!(error, Some(Error::Outdated.to_string()), "{what}");
        }
        world.end().await;
    }
}
