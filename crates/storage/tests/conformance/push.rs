//! Browsers that are told what calls their person, and what there is to tell.

use parlor_auth::push::Subscriber;
use parlor_protocol::{
    ids::{MessageId, SessionId, UserId},
    messages::Mentions,
    notifications::{NotificationKind, NotificationLevel, SetNotifications},
    permissions::Permission,
    presence::Mood,
    time::Timestamp,
};
use parlor_storage::{
    push::{Asked, Due, NewSubscription, Outcome, PutError, Subscribed},
    reads::Mark,
};

use crate::{
    database::on_both,
    world::{START, World},
};

/// The browser of RFC 8291, section 5.
const POINT: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

const ONE: &str = "https://push.example/one";
const TWO: &str = "https://push.example/two";

/// Longer than a session is good for that nobody uses.
const MONTH_MS: i64 = 31 * 86_400_000;

const TOLD: Option<Subscribed> = Some(Subscribed {
    hides_text: false,
    failing: false,
});

fn subscriber() -> Subscriber {
    Subscriber::from_text(POINT, AUTH).unwrap()
}

impl World {
    /// A signed-in device; the token tells it from others.
    async fn device(&self, user: UserId, token: u8) -> SessionId {
        let session = self.session(token);
        let id = session.id;
        self.storage.sessions().start(user, session).await.unwrap();
        id
    }

    async fn subscribe(
        &self,
        (user, session): (UserId, SessionId),
        endpoint: &str,
    ) -> Result<(), PutError> {
        let new = NewSubscription {
            user,
            session,
            endpoint: endpoint.to_owned(),
            subscriber: subscriber(),
            hides_text: false,
            now: START,
            per_user_max: 2,
        };
        self.storage.push().put(new).await
    }

    async fn told(&self, session: SessionId) -> Option<Subscribed> {
        self.storage.push().of(session).await.unwrap()
    }

    /// Calls somebody in `general`.
    async fn ring(&self, user: UserId, text: &str) -> MessageId {
        let text = format!("{text} <@{user}>");
        let mut message = self.message(&text);
        message.mentions = Mentions::read(&text, true);
        let grant = self.grant(self.owner, Permission::SendMessages).await;
        let said = self.storage.messages().insert(grant, message).await;
        said.unwrap().value.message.id
    }

    /// What there is to tell a device of these messages at this time.
    async fn due_at(
        &self,
        session: SessionId,
        messages: &[MessageId],
        now: Timestamp,
    ) -> Option<Due> {
        let calls = messages.iter();
        let asked = Asked {
            session,
            channel: self.general,
            calls: calls.map(|id| (*id, NotificationKind::Mention)).collect(),
            now,
        };
        self.storage.push().due(&asked).await.unwrap()
    }

    async fn is_due(&self, session: SessionId, message: MessageId) -> bool {
        self.due_at(session, &[message], START).await.is_some()
    }

    async fn want_in_general(&self, user: UserId, level: NotificationLevel) {
        let grant = self.grant(user, Permission::ViewChannel).await;
        let set = SetNotifications {
            level,
            muted_until: None,
        };
        self.storage.notifications().set(grant, set).await.unwrap();
    }
}

on_both! {
    /// A device has one address, an address one person; there are so many devices as may be, and
    /// nobody subscribes a device that is not theirs or not signed in.
    async fn a_browser_has_one_person(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let first = world.device(bo, 1).await;
        assert_eq!(world.told(first).await, None);
        world.subscribe((bo, first), ONE).await.unwrap();
        world.subscribe((bo, first), ONE).await.unwrap();
        assert_eq!(world.told(first).await, TOLD);

        let second = world.device(bo, 2).await;
        world.subscribe((bo, second), ONE).await.unwrap();
        assert_eq!((world.told(first).await, world.told(second).await), (None, TOLD));
        world.subscribe((bo, first), TWO).await.unwrap();
        let third = world.device(bo, 3).await;
        let more = world.subscribe((bo, third), "https://push.example/three").await;
        assert_eq!(more.unwrap_err(), PutError::TooMany);
        // At an address of theirs there is room: the other device gives way.
        world.subscribe((bo, third), TWO).await.unwrap();
        assert_eq!((world.told(first).await, world.told(third).await), (None, TOLD));

        let mut devices = world.storage.push().devices(&[bo, world.owner]).await.unwrap();
        devices.sort_unstable();
        let mut both = [(bo, second), (bo, third)];
        both.sort_unstable();
        assert_eq!(devices, both);
        assert!(world.storage.push().devices(&[world.owner]).await.unwrap().is_empty());

        let strangers = world.subscribe((world.owner, third), ONE).await;
        assert_eq!(strangers.unwrap_err(), PutError::Ended);
        let nobodys = SessionId::from_raw(world.id());
        assert_eq!(world.subscribe((bo, nobodys), ONE).await.unwrap_err(), PutError::Ended);
        world.storage.push().remove(third).await.unwrap();
        world.storage.push().remove(third).await.unwrap();
        assert_eq!(world.told(third).await, None);
        world.storage.sessions().revoke(vec![second], START).await.unwrap();
        assert_eq!(world.told(second).await, None);
        assert_eq!(world.subscribe((bo, second), ONE).await.unwrap_err(), PutError::Ended);
        world.end().await;
    }

    /// What became of a message is noted at the address it went to, and at no other.
    async fn an_address_fails_recovers_and_goes(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let session = world.device(bo, 1).await;
        world.subscribe((bo, session), ONE).await.unwrap();
        let message = world.ring(bo, "hello").await;
        let due = world.due_at(session, &[message], START).await.unwrap();
        assert_eq!(due.endpoint.expose(), ONE);
        assert_eq!(format!("{:?} {:?}", due.endpoint, due.subscriber), "[secret] [secret]");
        let pushes = world.storage.push();
        let failing = Some(Subscribed { hides_text: false, failing: true });
        for (outcome, told) in [
            (Outcome::Failed, failing),
            (Outcome::Taken, TOLD),
            (Outcome::Failed, failing),
        ] {
            pushes.settle((session, due.endpoint.clone()), outcome, START).await.unwrap();
            assert_eq!(world.told(session).await, told, "{outcome:?}");
        }
        // Another address has not failed yet, and what is said of the old one is not about it.
        world.subscribe((bo, session), TWO).await.unwrap();
        for outcome in [Outcome::Failed, Outcome::Gone] {
            pushes.settle((session, due.endpoint.clone()), outcome, START).await.unwrap();
            assert_eq!(world.told(session).await, TOLD, "{outcome:?}");
        }
        let due = world.due_at(session, &[message], START).await.unwrap();
        pushes.settle((session, due.endpoint), Outcome::Gone, START).await.unwrap();
        assert_eq!(world.told(session).await, None);
        world.end().await;
    }

    /// Told is the newest of what still calls, how many do, and what everybody it names is called.
    async fn the_newest_is_told(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let session = world.device(bo, 1).await;
        world.subscribe((bo, session), ONE).await.unwrap();
        let first = world.ring(bo, "first").await;
        let second = world.ring(bo, "second").await;
        let due = world.due_at(session, &[first, second], START).await.unwrap();
        assert_eq!((due.message.id, due.count, due.kind), (second, 2, NotificationKind::Mention));
        assert_eq!(due.names, [(format!("<@{bo}>"), "Bo".to_owned())]);
        assert_eq!(due.channel_name.as_deref(), Some("general"));
        assert!(due.subscriber == subscriber() && !due.hides_text);
        world.delete(world.owner, second).await;
        let due = world.due_at(session, &[first, second], START).await.unwrap();
        assert_eq!((due.message.id, due.count), (first, 1));
        world.end().await;
    }

    /// Nobody is told in vain: not of what they read or do not want or may not see, not while they
    /// are not to be disturbed, and not on a device that is signed in no more.
    async fn nobody_is_told_in_vain(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let session = world.device(bo, 1).await;
        let first = world.ring(bo, "first").await;
        assert!(!world.is_due(session, first).await, "nothing is subscribed");
        world.subscribe((bo, session), ONE).await.unwrap();
        assert!(world.is_due(session, first).await);

        for (level, is_due) in [(NotificationLevel::Nothing, false), (NotificationLevel::Mentions, true)] {
            world.want_in_general(bo, level).await;
            assert_eq!(world.is_due(session, first).await, is_due, "{level:?}");
        }
        for (mood, is_due) in [(Mood::Dnd, false), (Mood::Invisible, true), (Mood::Online, true)] {
            let _events = world.storage.presences().choose(bo, mood).await.unwrap();
            assert_eq!(world.is_due(session, first).await, is_due, "{mood:?}");
        }
        let grant = world.grant(bo, Permission::ViewChannel).await;
        world.storage.reads().mark(grant, Mark::Forward(1)).await.unwrap();
        assert!(!world.is_due(session, first).await, "it is read");
        let second = world.ring(bo, "second").await;
        assert!(world.is_due(session, second).await);

        let later = START.plus_millis(MONTH_MS);
        assert!(world.due_at(session, &[second], later).await.is_none(), "its token expired");
        let left = world.storage.members().leave(world.space, bo, START).await.unwrap();
        assert!(left.value.is_some());
        assert!(!world.is_due(session, second).await, "they left");
        world.end().await;
    }

    /// Those with a device are asked whether a call to everybody, or to a role, is for them.
    async fn whom_everybody_calls(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let cy = world.join("Cy").await;
        let mut message = world.message("all of you");
        message.mentions.everyone = true;
        let grant = world.grant(world.owner, Permission::SendMessages).await;
        let said = world.storage.messages().insert(grant, message).await.unwrap();
        let message = said.value.message;
        let pushes = world.storage.push();
        assert!(pushes.called(&message, START).await.unwrap().is_empty());
        for (token, user) in [(1, bo), (2, cy), (3, world.owner)] {
            let session = world.device(user, token).await;
            let endpoint = format!("https://push.example/{token}");
            world.subscribe((user, session), &endpoint).await.unwrap();
        }
        let mut called = pushes.called(&message, START).await.unwrap();
        called.sort_unstable();
        assert_eq!(called, [bo, cy], "all but its author");
        world.want_in_general(cy, NotificationLevel::Nothing).await;
        assert_eq!(pushes.called(&message, START).await.unwrap(), [bo]);
        let mut nobody = message;
        nobody.mentions.everyone = false;
        assert!(pushes.called(&nobody, START).await.unwrap().is_empty());
        world.end().await;
    }
}
