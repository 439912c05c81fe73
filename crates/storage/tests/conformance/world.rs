//! A small world to test in: an owner, a space, a channel, and whoever else comes.

use std::sync::{
    Mutex,
    atomic::{AtomicI64, Ordering},
};

use parlor_auth::{password::PasswordHash, refresh_token::Digest};
use parlor_protocol::{
    ids::{ChannelId, MessageId, NodeId, SessionId, Snowflakes, SpaceId, UserId},
    messages::{Mentions, Message},
    permissions::{Grant, Permission},
    time::Timestamp,
};
use parlor_storage::{
    Storage,
    accounts::{Entry, NewAccount},
    invites::NewInvite,
    messages::NewMessage,
    reactions::NewReaction,
    sessions::NewSession,
};

use crate::database::Database;

/// When everything happens, unless a test says otherwise.
pub(crate) const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);

pub(crate) struct World {
    pub(crate) storage: Storage,
    pub(crate) database: Database,
    pub(crate) space: SpaceId,
    pub(crate) general: ChannelId,
    pub(crate) owner: UserId,
    ids: Mutex<Snowflakes>,
    codes: AtomicI64,
}

pub(crate) fn new_reaction(message: MessageId, emoji: &str) -> NewReaction {
    NewReaction {
        message,
        emoji: emoji.to_owned(),
        created_at: START,
        distinct_max: 20,
    }
}

impl World {
    /// Nobody is there yet.
    pub(crate) async fn empty(database: Database) -> Self {
        let mut ids = Snowflakes::new(NodeId::new(1).unwrap());
        Self {
            storage: database.open().await,
            database,
            space: SpaceId::from_raw(ids.next(START)),
            general: ChannelId::from_raw(ids.next(START)),
            owner: UserId::from_raw(ids.next(START)),
            ids: Mutex::new(ids),
            codes: AtomicI64::new(0),
        }
    }

    /// Ada has set it up.
    pub(crate) async fn founded(database: Database) -> Self {
        let world = Self::empty(database).await;
        let setup = world.setup("Ada");
        let _events = world.storage.accounts().register(setup).await.unwrap();
        world
    }

    /// The same, and `name` has joined.
    pub(crate) async fn with(database: Database, name: &str) -> (Self, UserId) {
        let world = Self::founded(database).await;
        let user = world.join(name).await;
        (world, user)
    }

    pub(crate) async fn end(self) {
        self.storage.close().await;
        self.database.remove().await;
    }

    pub(crate) fn id(&self) -> i64 {
        self.ids.lock().unwrap().next(START)
    }

    /// The first account, with this world's ids.
    pub(crate) fn setup(&self, username: &str) -> NewAccount {
        NewAccount {
            id: self.owner,
            ..self.account(
                username,
                Entry::Setup {
                    space: self.space,
                    space_name: "Home".to_owned(),
                    general: self.general,
                    lounge: ChannelId::from_raw(self.id()),
                },
            )
        }
    }

    pub(crate) fn account(&self, username: &str, entry: Entry) -> NewAccount {
        NewAccount {
            id: UserId::from_raw(self.id()),
            username: username.to_owned(),
            email: None,
            display_name: username.to_owned(),
            password: PasswordHash::from_stored(format!("hash of {username}")),
            created_at: START,
            entry,
            session: None,
        }
    }

    pub(crate) async fn join(&self, username: &str) -> UserId {
        let account = self.account(username, Entry::Open);
        let user = account.id;
        let _events = self.storage.accounts().register(account).await.unwrap();
        user
    }

    /// A session whose token has this digest, for 30 days.
    pub(crate) fn session(&self, token: u8) -> NewSession {
        const DAY_MS: i64 = 86_400_000;
        NewSession {
            id: SessionId::from_raw(self.id()),
            token: Digest::from_bytes([token; 32]),
            token_expires_at: START.plus_millis(30 * DAY_MS),
            ends_at: START.plus_millis(180 * DAY_MS),
            created_at: START,
            ip: "192.0.2.1".to_owned(),
            user_agent: "Firefox".to_owned(),
            sessions_max: 60,
        }
    }

    /// A grant in the world's channel.
    pub(crate) async fn grant(&self, user: UserId, permission: Permission) -> Grant {
        let members = self.storage.members();
        let (access, _) = members
            .in_channel(user, self.general, START)
            .await
            .unwrap()
            .expect("a member sees the channel");
        access.may(permission).expect("a member may")
    }

    pub(crate) fn message(&self, content: &str) -> NewMessage {
        NewMessage {
            id: MessageId::from_raw(self.id()),
            content: content.to_owned(),
            mentions: Mentions::default(),
            nonce: None,
            reply_to_id: None,
            attachments: Vec::new(),
            created_at: START,
        }
    }

    pub(crate) async fn say(&self, user: UserId, content: &str) -> Message {
        let grant = self.grant(user, Permission::SendMessages).await;
        let message = self.message(content);
        let inserted = self.storage.messages().insert(grant, message).await;
        inserted.unwrap().value.message
    }

    pub(crate) async fn delete(&self, user: UserId, message: MessageId) {
        let grant = self.grant(user, Permission::SendMessages).await;
        let deleted = self.storage.messages().delete(grant, message, START).await;
        let _events = deleted.unwrap().expect("the message was there");
    }

    pub(crate) async fn react(&self, user: UserId, message: MessageId, emoji: &str) {
        let grant = self.grant(user, Permission::AddReactions).await;
        let reaction = new_reaction(message, emoji);
        let added = self.storage.reactions().add(grant, reaction).await;
        assert!(added.unwrap().value.fresh);
    }

    pub(crate) async fn unreact(&self, user: UserId, message: MessageId, emoji: &str) {
        let grant = self.grant(user, Permission::ViewChannel).await;
        let reactions = self.storage.reactions();
        let removed = reactions.remove(grant, message, emoji, START).await;
        let _events = removed.unwrap().expect("the message was there");
    }

    pub(crate) fn new_invite(&self, max_uses: Option<u32>) -> NewInvite {
        NewInvite {
            code: format!("code-{}", self.codes.fetch_add(1, Ordering::Relaxed)),
            max_uses,
            expires_at: Some(START.plus_millis(1000)),
            created_at: START,
            per_space_max: 100,
        }
    }

    /// An invite by the owner; its code.
    pub(crate) async fn invite(&self, max_uses: Option<u32>) -> String {
        let grant = self.invite_grant().await;
        let invite = self.new_invite(max_uses);
        let made = self.storage.invites().create(grant, invite).await;
        made.unwrap().code
    }

    pub(crate) async fn invite_grant(&self) -> Grant {
        let members = self.storage.members();
        let access = members
            .in_space(self.owner, self.space, START)
            .await
            .unwrap();
        let access = access.expect("the owner is a member");
        access.may(Permission::CreateInvite).unwrap()
    }

    /// Every event of a stream, read in pages of two, and checked to be without holes.
    pub(crate) async fn replay(
        &self,
        stream: impl Into<parlor_protocol::ids::StreamId>,
    ) -> Vec<parlor_protocol::event::Event> {
        let (stream, mut events) = (stream.into(), Vec::new());
        loop {
            let page = self
                .storage
                .streams()
                .page(stream, events.len() as u64, 2)
                .await
                .unwrap()
                .expect("the stream is there");
            for event in page.events {
                events.push(event);
                assert_eq!(
                    events.last().unwrap().position(),
                    Some((stream, events.len() as u64))
                );
            }
            if !page.more {
                assert_eq!(page.last_seq, events.len() as u64);
                return events;
            }
        }
    }
}
