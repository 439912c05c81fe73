//! Signed-in devices and their tokens.

use std::sync::Arc;

use parlor_auth::{
    keys::KeyRing,
    refresh_token::{self, Digest, RefreshToken},
};
use parlor_protocol::{
    ids::{SessionId, UserId},
    time::Timestamp,
};
use parlor_storage::{
    Storage,
    sessions::{Rotation, Visit},
};

use crate::{
    database::on_both,
    world::{START, World},
};

/// Bo, signed in on one device, with the real rules of auth.
struct Device {
    storage: Storage,
    keys: Arc<KeyRing>,
    user: UserId,
    session: SessionId,
    token: RefreshToken,
}

impl Device {
    async fn sign_in(world: &World, user: UserId) -> Self {
        let token = refresh_token::start(&mut rand::rng());
        let mut session = world.session(0);
        session.token = token.digest();
        let id = session.id;
        world.storage.sessions().start(user, session).await.unwrap();
        Self {
            storage: world.storage.clone(),
            keys: Arc::new(KeyRing::generate(&mut rand::rng())),
            user,
            session: id,
            token,
        }
    }

    /// The same device, talking to another server.
    fn on(&self, storage: &Storage) -> Self {
        Self {
            storage: storage.clone(),
            keys: Arc::clone(&self.keys),
            token: self.token.clone(),
            ..*self
        }
    }

    /// Presents a token at this time.
    async fn refresh(&self, token: &RefreshToken, now: Timestamp) -> Option<Rotation> {
        let (keys, presented) = (Arc::clone(&self.keys), token.clone());
        let nonce = rand::random();
        let visit = Visit {
            now,
            ip: "2001:db8::1".to_owned(),
            user_agent: "Safari".to_owned(),
        };
        let sessions = self.storage.sessions();
        let decide =
            move |stored: &_| refresh_token::rotate(stored, &presented, keys.pepper(), now, nonce);
        sessions
            .rotate(token.digest(), visit, decide)
            .await
            .unwrap()
    }

    /// The token that came out of presenting another.
    async fn successor(&self, of: &RefreshToken, now: Timestamp) -> RefreshToken {
        match self.refresh(of, now).await {
            Some(Rotation::Repeated { nonce, .. }) => {
                refresh_token::successor(of, &nonce, self.keys.pepper())
            }
            other => panic!("{other:?}"),
        }
    }
}

const SECOND_MS: i64 = 1000;

on_both! {
    /// A token is spent once; again within the grace it gives the same successor; the successor
    /// lives on; and the list of devices says where it was used last.
    async fn a_token_rotates(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let device = Device::sign_in(&world, bo).await;
        let first = device.token.clone();
        let rotated = device.refresh(&first, START).await;
        let (user, session) = (device.user, device.session);
        assert_eq!(rotated, Some(Rotation::Rotated { user, session }));
        let second = device.successor(&first, START).await;
        let later = START.plus_millis(20 * SECOND_MS);
        assert!(matches!(device.refresh(&second, later).await, Some(Rotation::Rotated { .. })));
        let sessions = device.storage.sessions();
        let listed = sessions.of(bo, START).await.unwrap();
        assert_eq!((listed.len(), listed[0].last_used_at), (1, later));
        assert_eq!((listed[0].ip.as_str(), listed[0].user_agent.as_str()), ("2001:db8::1", "Safari"));
        assert_eq!(sessions.find(second.digest()).await.unwrap(), Some((bo, session)));
        let unknown = Digest::from_bytes([9; 32]);
        assert_eq!(sessions.find(unknown).await.unwrap(), None);
        world.end().await;
    }

    /// A database from a backup has another epoch at its next start, and nobody is signed in by what
    /// it held: no session and no token of any age.
    async fn a_restored_database_begins_anew(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let device = Device::sign_in(&world, bo).await;
        let before = world.storage.epoch().to_owned();
        assert_eq!(world.storage.restored(START).await.unwrap(), 1);
        assert_eq!(device.refresh(&device.token, START).await, Some(Rotation::Invalid));
        let state = device.storage.sessions().get(device.session).await.unwrap();
        assert!(state.unwrap().revoked);
        let restarted = world.database.open().await;
        assert_ne!(restarted.epoch(), before);
        assert_eq!(restarted.restored(START).await.unwrap(), 0, "nobody is left");
        restarted.close().await;
        world.end().await;
    }

    /// Twenty uses of one token at once, on two servers, make one successor, and each use learns the
    /// same one.
    async fn twenty_uses_at_once_make_one_successor(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let here = Arc::new(Device::sign_in(&world, bo).await);
        let other = world.database.open().await;
        let there = Arc::new(here.on(&other));
        let uses: Vec<_> = (0..20)
            .map(|n| {
                let device = Arc::clone(if n % 2 == 0 { &here } else { &there });
                tokio::spawn(async move { device.refresh(&device.token, START).await.unwrap() })
            })
            .collect();
        let (mut rotated, mut nonces) = (0, Vec::new());
        for used in uses {
            match used.await.unwrap() {
                Rotation::Rotated { .. } => rotated += 1,
                Rotation::Repeated { nonce, .. } => nonces.push(nonce),
                other => panic!("{other:?}"),
            }
        }
        nonces.dedup();
        assert_eq!((rotated, nonces.len()), (1, 1));
        other.close().await;
        world.end().await;
    }

    /// Whoever uses a token again after its successor was used, and after the grace, ends the
    /// session: in the same transaction the successor is worth nothing.
    async fn reuse_ends_the_session(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let device = Device::sign_in(&world, bo).await;
        let first = device.token.clone();
        device.refresh(&first, START).await;
        let second = device.successor(&first, START).await;
        device.refresh(&second, START).await;
        let late = START.plus_millis(11 * SECOND_MS);
        let session = device.session;
        assert_eq!(device.refresh(&first, late).await, Some(Rotation::Reused { session }));
        assert_eq!(device.refresh(&second, late).await, Some(Rotation::Invalid));
        let sessions = device.storage.sessions();
        assert!(sessions.get(session).await.unwrap().unwrap().revoked);
        assert_eq!(sessions.revoked_since(late).await.unwrap(), [(session, false)]);
        assert!(sessions.revoked_since(late.plus_millis(1)).await.unwrap().is_empty());
        assert!(sessions.of(bo, late).await.unwrap().is_empty());
        world.end().await;
    }

    /// A lost reply is made good however late, as long as its successor was never used; sweeping
    /// in between changes nothing about that, and nothing about who is caught.
    async fn sweeping_keeps_what_can_still_be_asked_for(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let device = Device::sign_in(&world, bo).await;
        let first = device.token.clone();
        device.refresh(&first, START).await;
        let hour = START.plus_millis(3600 * SECOND_MS);
        let sessions = device.storage.sessions();
        sessions.sweep(hour).await.unwrap();
        let second = device.successor(&first, hour).await;
        device.refresh(&second, hour).await;
        let later = hour.plus_millis(11 * SECOND_MS);
        sessions.sweep(later).await.unwrap();
        let session = device.session;
        assert_eq!(device.refresh(&first, later).await, Some(Rotation::Reused { session }));
        world.end().await;
    }

    /// What can never be used again goes: expired tokens, and sessions a day after their end. What
    /// lives stays.
    async fn sweeping_removes_what_is_over(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let sessions = world.storage.sessions();
        let (short, long) = (world.session(1), world.session(2));
        let (short_id, long_id) = (short.id, long.id);
        let mut short = short;
        short.token_expires_at = START.plus_millis(SECOND_MS);
        sessions.start(bo, short).await.unwrap();
        sessions.start(bo, long).await.unwrap();
        let soon = START.plus_millis(SECOND_MS);
        sessions.sweep(soon).await.unwrap();
        assert_eq!(sessions.find(Digest::from_bytes([1; 32])).await.unwrap(), None);
        assert!(sessions.get(short_id).await.unwrap().is_some());
        sessions.sweep(soon.plus_millis(86_400_000)).await.unwrap();
        assert_eq!(sessions.get(short_id).await.unwrap(), None);
        assert!(sessions.get(long_id).await.unwrap().is_some());
        assert!(sessions.find(Digest::from_bytes([2; 32])).await.unwrap().is_some());
        world.end().await;
    }

    /// More sessions than allowed end the one that was not used for longest.
    async fn the_least_used_session_gives_way(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let sessions = world.storage.sessions();
        let mut ids = Vec::new();
        for n in 0..3_u8 {
            let mut session = world.session(n);
            session.created_at = START.plus_millis(i64::from(n));
            session.sessions_max = 3;
            ids.push(session.id);
            assert!(sessions.start(bo, session).await.unwrap().is_empty());
        }
        let mut one_more = world.session(9);
        // A clock that stepped back does not make the new one the oldest.
        one_more.created_at = START.plus_millis(-5);
        one_more.sessions_max = 3;
        assert_eq!(sessions.start(bo, one_more).await.unwrap(), [ids[0]]);
        assert_eq!(sessions.of(bo, START).await.unwrap().len(), 3);
        world.end().await;
    }

    /// A session is ended by its owner, by a list, or with all others, and by nobody else.
    async fn sessions_are_ended(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let sessions = world.storage.sessions();
        let mut ids = Vec::new();
        for n in 0..4 {
            let session = world.session(n);
            ids.push(session.id);
            sessions.start(bo, session).await.unwrap();
        }
        assert!(!sessions.revoke_own(world.owner, ids[0], START).await.unwrap());
        assert!(!sessions.get(ids[0]).await.unwrap().unwrap().revoked);
        assert!(sessions.revoke_own(bo, ids[0], START).await.unwrap());
        assert!(sessions.revoke_own(bo, ids[0], START).await.unwrap());
        sessions.revoke(vec![ids[1]], START).await.unwrap();
        let rest = sessions.revoke_all(bo, Some(ids[3]), START).await.unwrap();
        assert_eq!(rest, [ids[2]]);
        let live = sessions.of(bo, START).await.unwrap();
        assert_eq!(live.iter().map(|row| row.id).collect::<Vec<_>>(), [ids[3]]);
        let state = sessions.get(ids[3]).await.unwrap().unwrap();
        assert_eq!((state.user, state.revoked), (bo, false));
        assert_eq!(sessions.get(SessionId::from_raw(1)).await.unwrap(), None);
        world.end().await;
    }
}
