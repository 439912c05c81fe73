//! Spaces, channels and roles as they come, change and go, and who is told of it.

use parlor_protocol::{
    audience::{Audience, Told},
    channels::{ChannelKind, UpdateChannel},
    event::Event,
    ids::{ChannelId, RoleId, SessionId, SpaceId, UserId},
    permissions::{Grant, Override, Permission, Permissions},
    spaces::{UpdateRole, UpdateSpace},
};
use parlor_storage::{
    Error, Location,
    channels::{CreateError, NewChannel, NewOverride, UpdateError},
    roles::{self, NewRole},
    spaces::{self, MakeError, NewSpace},
};

use sqlx::{Connection as _, PgConnection};

use crate::{
    database::{Database, On, on_both},
    world::{START, World},
};

const VIEW: Permissions = Permissions::of(&[Permission::ViewChannel]);

impl World {
    async fn owner_may(&self, permission: Permission) -> Grant {
        let members = self.storage.members();
        let access = members
            .in_space(self.owner, self.space, START)
            .await
            .unwrap();
        access
            .expect("the owner is a member")
            .may(permission)
            .unwrap()
    }

    async fn owner_may_in(&self, channel: ChannelId, permission: Permission) -> Grant {
        let members = self.storage.members();
        let seen = members
            .in_channel(self.owner, channel, START)
            .await
            .unwrap();
        seen.expect("the owner sees it").0.may(permission).unwrap()
    }

    fn new_channel(&self, private: Option<bool>) -> NewChannel {
        NewChannel {
            id: ChannelId::from_raw(self.id()),
            kind: ChannelKind::Text,
            name: "new".to_owned(),
            topic: "topic".to_owned(),
            parent_id: None,
            position: None,
            private,
            member_ids: Vec::new(),
            slow_mode_seconds: 0,
            user_limit: None,
            bitrate: None,
            created_at: START,
            per_space_max: 4,
        }
    }

    fn new_role(&self, permissions: Permissions) -> NewRole {
        NewRole {
            id: RoleId::from_raw(self.id()),
            name: "role".to_owned(),
            color: None,
            permissions,
            created_at: START,
            per_space_max: 2,
        }
    }

    pub(crate) fn new_override(target: i64, change: Option<Override>) -> NewOverride {
        NewOverride {
            target,
            change,
            per_channel_max: 3,
            now: START,
        }
    }
}

fn told(events: &[(Event, Audience)], readers: &[UserId]) -> Vec<Vec<Told>> {
    let tell = |(_, audience): &(Event, Audience)| {
        let told = readers.iter().map(|reader| audience.tells(*reader));
        told.collect()
    };
    events.iter().map(tell).collect()
}

/// Nobody waits while it is read who is told of a channel: here that takes as long as another server
/// keeps the members to itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_writer_does_not_read_who_is_told() {
    let Some(database) = Database::new(On::Postgres).await else {
        return;
    };
    let world = World::founded(database).await;
    let Location::Postgres { url } = &world.database.location else {
        unreachable!("it was asked for PostgreSQL");
    };
    let grant = world
        .owner_may_in(world.general, Permission::ManageChannels)
        .await;
    let mut holding = PgConnection::connect(url).await.unwrap();
    let hold = "BEGIN; LOCK TABLE members IN ACCESS EXCLUSIVE MODE";
    sqlx::raw_sql(hold).execute(&mut holding).await.unwrap();
    let storage = world.storage.clone();
    let hide = UpdateChannel {
        private: Some(true),
        ..UpdateChannel::default()
    };
    let hiding = tokio::spawn(async move { storage.channels().update(grant, hide, START).await });
    let channels = world.storage.channels();
    while !channels.get(world.general).await.unwrap().unwrap().private {
        tokio::task::yield_now().await;
    }
    // Any other write.
    let device = SessionId::from_raw(world.id());
    world.storage.push().remove(device).await.unwrap();
    assert!(!hiding.is_finished());
    sqlx::raw_sql("COMMIT").execute(&mut holding).await.unwrap();
    let hidden = hiding.await.unwrap().unwrap();
    assert_eq!(told(&hidden.events, &[world.owner]), [[Told::All]]);
    holding.close().await.unwrap();
    world.end().await;
}

on_both! {
    /// Of a private channel its seers are told; who loses sight of it is told that it is gone, and a
    /// replay tells each what they may know, also after its end.
    async fn a_hidden_channel_is_told_to_those_who_see_it(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let cy = world.join("Cy").await;
        let everybody = [world.owner, bo, cy];
        let channels = world.storage.channels();
        let grant = world.owner_may(Permission::ManageChannels).await;
        let new = NewChannel {
            member_ids: vec![bo],
            ..world.new_channel(Some(true))
        };
        let made = channels.create(grant, new).await.unwrap();
        let secret = made.value.id;
        assert!(made.value.private);
        assert_eq!(made.value.position, 2);
        assert_eq!(told(&made.events, &everybody), [[Told::All, Told::All, Told::Nothing]]);

        let grant = world.owner_may_in(secret, Permission::ManageRoles).await;
        let hide = Override { deny: VIEW, ..Override::default() };
        let hidden = channels.set_override(grant, World::new_override(bo.raw(), Some(hide))).await;
        let hidden = hidden.unwrap();
        let set = async |change| {
            let grant = world.owner_may_in(secret, Permission::ManageRoles).await;
            let set = channels.set_override(grant, World::new_override(bo.raw(), change)).await;
            set.unwrap()
        };
        assert_eq!(told(&hidden.events, &everybody), [[Told::All, Told::Gone, Told::Nothing]]);
        assert_eq!(channels.override_of(secret, bo.raw()).await.unwrap(), Some(hide));
        let open = set(None).await;
        assert_eq!(told(&open.events, &everybody), [[Told::All, Told::Nothing, Told::Nothing]]);
        assert!(set(None).await.events.is_empty());
        let show = Override { allow: VIEW, ..Override::default() };
        let shown = set(Some(show)).await;
        assert_eq!(told(&shown.events, &everybody), [[Told::All, Told::All, Told::Nothing]]);
        assert!(set(Some(show)).await.events.is_empty());

        let grant = world.owner_may_in(secret, Permission::ManageChannels).await;
        let gone = channels.delete(grant, START).await.unwrap();
        assert_eq!(told(&gone.events, &everybody), [[Told::All, Told::All, Told::Nothing]]);
        assert_eq!(channels.delete(grant, START).await.unwrap_err(), Error::Outdated);
        assert!(channels.get(secret).await.unwrap().is_none());
        let (streams, stream) = (world.storage.streams(), world.space.into());
        for (reader, knows) in [(bo, true), (cy, false)] {
            let page = streams.page_for(reader, stream, 0, 100).await.unwrap().unwrap();
            let about = page.events.iter().filter_map(Event::about_channel);
            assert_eq!(about.filter(|(_, channel)| *channel == secret).count(), 5 * usize::from(knows));
            let positions = page.events.iter().map(|event| event.position().unwrap().1);
            assert!(positions.eq(1..=page.last_seq));
        }
        let (all, last_seq) = streams.page_for_all(stream, 0, 100).await.unwrap().unwrap();
        assert_eq!(all.len() as u64, last_seq);
        for (event, audience) in &all {
            let hidden = event.about_channel().is_some_and(|(_, channel)| channel == secret);
            assert_eq!(audience.tells(bo), Told::All);
            assert_eq!(audience.tells(cy), if hidden { Told::Nothing } else { Told::All });
        }

        // When the log has forgotten it, so have the rules.
        streams.prune(START.plus_millis(1), 0).await.unwrap();
        assert!(channels.override_of(secret, bo.raw()).await.unwrap().is_none());
        world.end().await;
    }

    /// A channel stands where it is put; a deleted one takes its messages with it.
    async fn channels_come_change_and_go(database) {
        let world = World::founded(database).await;
        let channels = world.storage.channels();
        let grant = world.owner_may(Permission::ManageChannels).await;
        let category = NewChannel { kind: ChannelKind::Category, ..world.new_channel(None) };
        let category = channels.create(grant, category).await.unwrap().value;
        let under = NewChannel { parent_id: Some(category.id), ..world.new_channel(None) };
        let under = channels.create(grant, under).await.unwrap().value;
        assert_eq!((under.parent_id, under.position), (Some(category.id), 3));
        let full = channels.create(grant, world.new_channel(None)).await;
        assert_eq!(full.unwrap_err(), CreateError::TooMany);
        let roomy = |new: NewChannel| NewChannel { per_space_max: 9, ..new };
        let wrong = roomy(NewChannel { parent_id: Some(under.id), ..world.new_channel(None) });
        assert_eq!(channels.create(grant, wrong).await.unwrap_err(), CreateError::NoCategory);
        let strangers = vec![UserId::from_raw(7)];
        let wrong = roomy(NewChannel { member_ids: strangers, ..world.new_channel(Some(true)) });
        assert_eq!(channels.create(grant, wrong).await.unwrap_err(), CreateError::NotMembers);

        let grant = world.owner_may_in(world.general, Permission::ManageChannels).await;
        let wanted = UpdateChannel {
            name: Some("hall".to_owned()),
            topic: Some("talk".to_owned()),
            parent_id: Some(Some(category.id)),
            position: Some(9),
            private: Some(true),
            slow_mode_seconds: Some(5),
            ..UpdateChannel::default()
        };
        let changed = channels.update(grant, wanted.clone(), START).await.unwrap().value;
        assert_eq!((changed.name.as_str(), changed.topic.as_str()), ("hall", "talk"));
        assert_eq!((changed.parent_id, changed.position), (Some(category.id), 9));
        assert_eq!((changed.private, changed.slow_mode_seconds), (true, 5));
        let grant = world.owner_may_in(world.general, Permission::ManageChannels).await;
        let before = world.replay(world.space).await.len();
        for nothing in [wanted, UpdateChannel::default()] {
            let same = channels.update(grant, nothing, START).await.unwrap();
            assert_eq!((same.value, same.events), (changed.clone(), Vec::new()));
        }
        assert_eq!(world.replay(world.space).await.len(), before);
        let nowhere = UpdateChannel { parent_id: Some(Some(under.id)), ..UpdateChannel::default() };
        let refused = channels.update(grant, nowhere, START).await;
        assert_eq!(refused.unwrap_err(), UpdateError::NoCategory);

        let message = world.say(world.owner, "hello").await;
        let lifted = world.owner_may_in(category.id, Permission::ManageChannels).await;
        assert_eq!(channels.delete(lifted, START).await.unwrap().events.len(), 3);
        let left = channels.get(under.id).await.unwrap().unwrap();
        assert_eq!(left.parent_id, None);
        let grant = world.owner_may_in(world.general, Permission::ManageChannels).await;
        let _events = channels.delete(grant, START).await.unwrap();
        assert!(world.storage.messages().place(message.id).await.unwrap().is_none());
        assert!(world.storage.streams().tips(&[world.general.into()]).await.unwrap().is_empty());
        let refused = channels.update(grant, UpdateChannel::default(), START).await;
        assert_eq!(refused.unwrap_err(), UpdateError::Storage(Error::Outdated));
        world.end().await;
    }

    /// An override is for a role of the space or a member, and there are so many of them.
    async fn overrides_have_targets_and_an_end(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let channels = world.storage.channels();
        let set = async |target| {
            let grant = world.owner_may_in(world.general, Permission::ManageRoles).await;
            let new = World::new_override(target, Some(Override::default()));
            channels.set_override(grant, new).await
        };
        assert_eq!(set(7).await.unwrap_err(), UpdateError::NoTarget);
        for target in [world.space.raw(), bo.raw(), world.owner.raw(), bo.raw()] {
            let _events = set(target).await.unwrap();
        }
        let cy = world.join("Cy").await;
        assert_eq!(set(cy.raw()).await.unwrap_err(), UpdateError::TooManyOverrides);
        let wrong = world.owner_may_in(world.general, Permission::SendMessages).await;
        let refused = channels.set_override(wrong, World::new_override(bo.raw(), None)).await;
        assert_eq!(refused.unwrap_err(), UpdateError::Storage(Error::WrongGrant));
        world.end().await;
    }

    /// A role comes at position 1 and moves the others up; it moves, changes and goes, and what it
    /// gave goes with it.
    async fn roles_come_change_and_go(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let all = world.storage.roles();
        let grant = world.owner_may(Permission::ManageRoles).await;
        let first = all.create(grant, world.new_role(VIEW)).await.unwrap().value;
        let second = all.create(grant, world.new_role(VIEW)).await.unwrap();
        assert_eq!(second.events.len(), 2);
        let full = all.create(grant, world.new_role(VIEW)).await;
        assert_eq!(full.unwrap_err(), roles::CreateError::TooMany);
        let order = async || {
            let roles = all.of(world.space).await.unwrap();
            roles.iter().map(|role| (role.id, role.position)).collect::<Vec<_>>()
        };
        let (everyone, second) = (RoleId::from(world.space), second.value.id);
        assert_eq!(order().await, [(everyone, 0), (second, 1), (first.id, 2)]);
        let wanted = UpdateRole {
            name: Some("high".to_owned()),
            color: Some(Some("#102030".to_owned())),
            position: Some(99),
            permissions: Some(Permissions::NONE),
        };
        let changed = all.update(grant, (second, wanted), START).await.unwrap().unwrap();
        let may = async || world.owner_may(Permission::ManageRoles).await;
        assert_eq!((changed.value.name.as_str(), changed.value.position), ("high", 2));
        assert_eq!(changed.value.color.as_deref(), Some("#102030"));
        assert_eq!(changed.events.len(), 2);
        assert_eq!(order().await, [(everyone, 0), (first.id, 1), (second, 2)]);

        let channels = world.storage.channels();
        let in_general = world.owner_may_in(world.general, Permission::ManageRoles).await;
        let show = Some(Override { allow: VIEW, ..Override::default() });
        let set = channels.set_override(in_general, World::new_override(first.id.raw(), show)).await;
        let _events = set.unwrap();
        world.database.tamper(&format!(
            "INSERT INTO member_roles (space_id, user_id, role_id) VALUES ({}, {bo}, {})",
            world.space, first.id
        )).await;
        assert_eq!(all.delete(may().await, first.id, START).await.unwrap().events.len(), 2);
        assert_eq!(order().await, [(everyone, 0), (second, 1)]);
        let grant = may().await;
        assert!(all.delete(grant, first.id, START).await.unwrap().events.is_empty());
        assert!(all.delete(grant, everyone, START).await.unwrap().events.is_empty());
        assert!(all.get(first.id).await.unwrap().is_none());
        assert!(all.get(everyone).await.unwrap().is_some());
        assert!(channels.override_of(world.general, first.id.raw()).await.unwrap().is_none());
        let member = world.storage.members().get(world.space, bo).await.unwrap().unwrap();
        assert!(member.role_ids.is_empty());
        let gone = all.update(grant, (first.id, UpdateRole::default()), START).await.unwrap();
        assert!(gone.is_none());
        let replay = world.replay(world.space).await;
        let ends = replay.iter().filter(|event| matches!(event, Event::RoleDeleted { .. }));
        assert_eq!(ends.count(), 4, "made, moved twice, deleted");
        world.end().await;
    }

    /// A space is made with its channels and its owner, changed, and deleted with all that was in it.
    async fn spaces_come_change_and_go(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let spaces = world.storage.spaces();
        let new = NewSpace {
            id: SpaceId::from_raw(world.id()),
            name: "Chess".to_owned(),
            description: "Two sides".to_owned(),
            owner: bo,
            general: ChannelId::from_raw(world.id()),
            lounge: ChannelId::from_raw(world.id()),
            created_at: START,
        };
        let made = spaces.make(new.clone(), 1).await.unwrap();
        assert_eq!((made.value.id, made.value.owner_id), (new.id, bo));
        assert_eq!(made.value.description, "Two sides");
        assert_eq!(made.events.len(), 4);
        assert_eq!(spaces.make(new, 1).await.unwrap_err(), MakeError::TooMany);

        let grant = world.owner_may(Permission::ManageSpace).await;
        let wanted = UpdateSpace { name: Some("Hall".to_owned()), ..UpdateSpace::default() };
        let changed = spaces.update(grant, (wanted, 9), START).await.unwrap();
        assert_eq!((changed.value.name.as_str(), changed.events.len()), ("Hall", 1));
        let named = UpdateSpace { name: Some("Hall".to_owned()), ..UpdateSpace::default() };
        let kept = UpdateSpace { owner_id: Some(world.owner), ..UpdateSpace::default() };
        for nothing in [named, kept, UpdateSpace::default()] {
            let same = spaces.update(grant, (nothing, 9), START).await.unwrap();
            assert_eq!((same.value, same.events), (changed.value.clone(), Vec::new()));
        }
        let message = world.say(bo, "hello").await;
        let gone = spaces.delete(grant, START).await.unwrap();
        assert_eq!(gone.value.len(), 2);
        assert_eq!(gone.events.len(), 3);
        assert_eq!(spaces.delete(grant, START).await.unwrap_err(), Error::Outdated);
        let refused = spaces.update(grant, (UpdateSpace::default(), 9), START).await;
        assert_eq!(refused.unwrap_err(), spaces::UpdateError::Storage(Error::Outdated));
        assert!(spaces.get(world.space).await.unwrap().is_none());
        assert!(world.storage.messages().place(message.id).await.unwrap().is_none());
        assert_eq!(spaces.of(bo).await.unwrap().len(), 1);
        let last = world.replay(bo).await.pop().unwrap();
        assert!(matches!(last, Event::SpaceLeft { space_id, .. } if space_id == world.space));
        world.end().await;
    }

    /// Whoever has given a space away does not give it again, whatever he may do in it still.
    async fn a_space_is_given_once(database) {
        let (world, bo) = World::with(database, "Bo").await;
        world.database.tamper(&format!(
            "UPDATE roles SET permissions = {} WHERE id = {}", Permissions::ALL.bits(), world.space
        )).await;
        let spaces = world.storage.spaces();
        let grant = world.owner_may(Permission::ManageSpace).await;
        let to = |heir| (UpdateSpace { owner_id: Some(heir), ..UpdateSpace::default() }, 9);
        let given = spaces.update(grant, to(bo), START).await.unwrap();
        assert_eq!((given.value.owner_id, given.events.len()), (bo, 1));
        let refused = spaces.update(grant, to(bo), START).await;
        assert_eq!(refused.unwrap_err(), spaces::UpdateError::Storage(Error::Outdated));
        for heir in [world.owner, bo] {
            let grant = world.owner_may(Permission::ManageSpace).await;
            let refused = spaces.update(grant, to(heir), START).await;
            assert_eq!(refused.unwrap_err(), spaces::UpdateError::NotOwner);
        }
        world.end().await;
    }
}
