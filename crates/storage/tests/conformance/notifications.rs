//! What calls people.

use parlor_protocol::{
    event::Event,
    ids::{ChannelId, MessageId, RoleId, UserId},
    messages::{Mentions, Message},
    notifications::{
        Notification, NotificationKind, NotificationLevel, NotificationSetting, SetNotifications,
    },
    page::PageSize,
    permissions::Permission,
    time::Timestamp,
};

use crate::{
    database::on_both,
    world::{START, World},
};

const fn wants(level: NotificationLevel) -> SetNotifications {
    SetNotifications {
        level,
        muted_until: None,
    }
}

const fn muted(until: Timestamp) -> SetNotifications {
    SetNotifications {
        level: NotificationLevel::All,
        muted_until: Some(until),
    }
}

impl World {
    /// Writes a message by the owner; gives it, and whom it notified of what.
    async fn calls(
        &self,
        users: &[UserId],
        reply_to: Option<MessageId>,
    ) -> (Message, Vec<(UserId, NotificationKind)>) {
        let grant = self.grant(self.owner, Permission::SendMessages).await;
        let mut message = self.message("you there!");
        message.mentions.user_ids = users.to_vec();
        message.reply_to_id = reply_to;
        let written = self
            .storage
            .messages()
            .insert(grant, message)
            .await
            .unwrap();
        let notified = written.events.iter().filter_map(|event| match event {
            Event::Notification {
                stream: Some(stream),
                kind,
                message_id,
                excerpt,
                ..
            } => {
                assert_eq!(
                    (*message_id, excerpt.as_str()),
                    (written.value.message.id, "you there!")
                );
                Some((UserId::from_raw(stream.raw()), *kind))
            }
            _ => None,
        });
        let notified = notified.collect();
        (written.value.message, notified)
    }

    async fn inbox(&self, user: UserId) -> Vec<Notification> {
        let notifications = self.storage.notifications();
        let page = notifications.page(user, None, PageSize::default()).await;
        page.unwrap().items
    }

    /// What a member wants in the channel, or in the space.
    async fn want(&self, user: UserId, in_channel: bool, set: SetNotifications) {
        let members = self.storage.members();
        let access = if in_channel {
            members
                .in_channel(user, self.general, START)
                .await
                .unwrap()
                .map(|(access, _)| access)
        } else {
            members.in_space(user, self.space, START).await.unwrap()
        };
        let grant = access.unwrap().may(Permission::ViewChannel).unwrap();
        let setting = self.storage.notifications().set(grant, set).await.unwrap();
        let id = if in_channel {
            self.general.into()
        } else {
            self.space.into()
        };
        let SetNotifications { level, muted_until } = set;
        assert_eq!(
            setting,
            NotificationSetting {
                id,
                level,
                muted_until
            }
        );
        let sync = self.storage.sync().of(user).await.unwrap().unwrap();
        assert!(sync.notification_settings.contains(&setting));
    }
}

on_both! {
    /// Who is mentioned is notified, whose message is answered too, each once, by the mention where
    /// there is one; nobody notifies themself, and who does not exist or see it is not notified.
    async fn mentions_and_replies_notify(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let cy = world.join("Cy").await;
        let of_bo = world.say(bo, "hello").await.id;
        let of_ada = world.say(world.owner, "hello").await.id;
        let (mention, reply) = (NotificationKind::Mention, NotificationKind::Reply);
        let stranger = UserId::from_raw(7);
        let (_, notified) = world.calls(&[cy, stranger, world.owner, cy], Some(of_bo)).await;
        let mut expected = vec![(bo, reply), (cy, mention)];
        expected.sort_unstable();
        assert_eq!(notified, expected);
        assert_eq!(world.calls(&[bo], Some(of_bo)).await.1, [(bo, mention)]);
        assert_eq!(world.calls(&[], Some(of_ada)).await.1, []);
        world.database.tamper("UPDATE roles SET permissions = 0").await;
        assert_eq!(world.calls(&[bo], Some(of_bo)).await.1, []);
        world.end().await;
    }

    /// A notification stands in the person's own stream and is replayed from there with today's text,
    /// and the inbox has it, the newest first, page by page. A message that is gone leaves neither.
    async fn notifications_are_kept(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let (first, _) = world.calls(&[bo], None).await;
        let (second, _) = world.calls(&[bo], None).await;
        let (third, _) = world.calls(&[bo], None).await;
        let ids = |inbox: &[Notification]| inbox.iter().map(|each| each.message_id).collect::<Vec<_>>();
        let inbox = world.inbox(bo).await;
        assert_eq!(ids(&inbox), [third.id, second.id, first.id]);
        assert_eq!((inbox[2].channel_id, inbox[2].message_seq), (world.general, first.seq));
        assert_eq!((inbox[2].kind, inbox[2].author.id), (NotificationKind::Mention, world.owner));
        let notifications = world.storage.notifications();
        let size = PageSize::new(2).unwrap();
        let page = notifications.page(bo, None, size).await.unwrap();
        assert_eq!((ids(&page.items), page.has_more), (vec![third.id, second.id], true));
        let page = notifications.page(bo, Some(page.items[1].seq), size).await.unwrap();
        assert_eq!((ids(&page.items), page.has_more), (vec![first.id], false));
        assert_eq!(world.inbox(world.owner).await, []);

        world.delete(world.owner, second.id).await;
        assert_eq!(ids(&world.inbox(bo).await), [third.id, first.id]);
        let own = world.replay(bo).await;
        assert!(matches!(
            &own[..],
            [
                Event::SpaceJoined { .. },
                Event::Notification { seq: Some(2), .. },
                Event::Noop { .. },
                Event::Notification { seq: Some(4), .. },
            ]
        ), "{own:?}");
        // Whoever sees the channel no longer is told nothing of it.
        world.database.tamper("UPDATE roles SET permissions = 0").await;
        assert_eq!(world.inbox(bo).await, []);
        let own = world.replay(bo).await;
        assert!(own[1..].iter().all(|event| matches!(event, Event::Noop { .. })), "{own:?}");
        world.end().await;
    }

    /// The word for a channel holds before the one for its space; what is muted notifies nobody until
    /// it is over; unread and mentions are counted all the same.
    async fn people_are_called_by_what_they_want(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let (all, nothing) = (NotificationLevel::All, NotificationLevel::Nothing);
        let (past, future) = (START, START.plus_millis(1));
        for (in_space, in_channel, notifies) in [
            (wants(nothing), None, false),
            (wants(nothing), Some(wants(all)), true),
            (wants(NotificationLevel::Mentions), Some(wants(nothing)), false),
            (wants(NotificationLevel::Mentions), Some(wants(NotificationLevel::Mentions)), true),
            (wants(all), Some(muted(future)), false),
            (wants(all), Some(muted(past)), true),
            (muted(future), Some(wants(all)), false),
        ] {
            world.want(bo, false, in_space).await;
            if let Some(set) = in_channel {
                world.want(bo, true, set).await;
            }
            let (message, notified) = world.calls(&[bo], None).await;
            assert_eq!(!notified.is_empty(), notifies, "{in_space:?} {in_channel:?}");
            let here = [bo, world.owner];
            let everybody = Message {
                mentions: Mentions { everyone: true, ..Mentions::default() },
                ..message
            };
            let called = world.storage.notifications().called(&everybody, &here, START).await;
            assert_eq!(called.unwrap(), if notifies { vec![bo] } else { Vec::new() });
        }
        let states = world.storage.reads().of(bo, &[world.general]).await.unwrap();
        assert_eq!((states[0].unread, states[0].mentions), (7, 7));
        world.end().await;
    }

    /// Who holds a role that a message calls has it counted and is told where they are here, and
    /// nothing is written for them; a role of another space calls nobody.
    async fn roles_are_called(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let cy = world.join("Cy").await;
        let role = RoleId::from_raw(world.id());
        let (space, holder) = (world.space.raw(), bo.raw());
        world.database.tamper(&format!(
            "INSERT INTO roles (id, space_id, name, position, permissions) VALUES ({role}, {space}, 'Cooks', 1, 0); \
             INSERT INTO member_roles (space_id, user_id, role_id) VALUES ({space}, {holder}, {role})",
        )).await;
        let grant = world.grant(world.owner, Permission::SendMessages).await;
        for (called, counts) in [(role, 1), (RoleId::from_raw(7), 1), (world.space.into(), 1)] {
            let mut message = world.message("lunch!");
            message.mentions.role_ids = vec![called];
            let written = world.storage.messages().insert(grant, message).await.unwrap();
            assert!(matches!(written.events[..], [Event::NewMessage { .. }]));
            for (user, counts) in [(bo, counts), (cy, 0)] {
                let states = world.storage.reads().of(user, &[world.general]).await.unwrap();
                assert_eq!(states[0].mentions, counts);
            }
            let here = [bo, cy, world.owner];
            let notifications = world.storage.notifications();
            let told = notifications.called(&written.value.message, &here, START).await.unwrap();
            assert_eq!(told, if called == role { vec![bo] } else { Vec::new() });
        }
        world.end().await;
    }

    /// What is written in a direct conversation notifies the others in it, unless they want mentions
    /// alone.
    async fn conversations_notify(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let channel = ChannelId::from_raw(world.id());
        let [ada_id, bo_id] = [world.owner, bo].map(UserId::raw);
        world.database.tamper(&format!(
            "INSERT INTO streams (id, last_seq) VALUES ({channel}, 0); \
             INSERT INTO channels (id, space_id, kind, name, position, created_at) \
             VALUES ({channel}, NULL, 'dm', '', 0, 0); \
             INSERT INTO channel_members (channel_id, user_id) VALUES ({channel}, {ada_id}), ({channel}, {bo_id})",
        )).await;
        let access = async |user: UserId| {
            let seen = world.storage.members().in_channel(user, channel, START).await;
            seen.unwrap().expect("they talk to each other").0
        };
        let grant = access(world.owner).await.may(Permission::SendMessages).unwrap();
        for (level, kinds) in [
            (NotificationLevel::All, vec![NotificationKind::Dm]),
            (NotificationLevel::Mentions, Vec::new()),
        ] {
            let view = access(bo).await.may(Permission::ViewChannel).unwrap();
            world.storage.notifications().set(view, wants(level)).await.unwrap();
            let message = world.message("just us");
            let written = world.storage.messages().insert(grant, message).await.unwrap();
            let notified = written.events.iter().filter_map(|event| match event {
                Event::Notification { stream, kind, .. } => Some((*stream, *kind)),
                _ => None,
            });
            let expected = kinds.into_iter().map(|kind| (Some(bo.into()), kind));
            assert_eq!(notified.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        }
        assert_eq!(world.inbox(bo).await.len(), 1);
        world.end().await;
    }

    /// Fifty people are notified by one message, and whom it answers beside them.
    async fn a_message_notifies_fifty(database) {
        let world = World::founded(database).await;
        let mut people = Vec::new();
        for n in 0..51 {
            people.push(world.join(&format!("user{n}")).await);
        }
        let of_last = world.say(people[50], "hello").await.id;
        let (_, notified) = world.calls(&people[..50], Some(of_last)).await;
        assert_eq!(notified.len(), 51);
        world.end().await;
    }
}
