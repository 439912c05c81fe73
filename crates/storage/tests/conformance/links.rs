//! Who runs the instance, whom they let in, and one-time links.

use parlor_auth::{password::PasswordHash, refresh_token::Digest};
use parlor_protocol::{admin::UpdateUser, ids::UserId, page::PageSize, users::UpdateMe};
use parlor_storage::{
    accounts::{NewPassword, Rank, StandingError, UpdateError},
    links::NewLink,
};

use crate::{
    database::on_both,
    world::{START, World},
};

const DISABLE: UpdateUser = UpdateUser {
    disabled: Some(true),
    admin: None,
};
const NAME: UpdateUser = UpdateUser {
    disabled: None,
    admin: Some(true),
};

fn link(user: UserId, token: u8) -> NewLink {
    NewLink {
        token: Digest::from_bytes([token; 32]),
        user,
        created_at: START,
        expires_at: START.plus_millis(1_000),
    }
}

fn digest(token: u8) -> Digest {
    Digest::from_bytes([token; 32])
}

fn hash() -> PasswordHash {
    PasswordHash::from_stored("another".to_owned())
}

on_both! {
    /// One does something to an account only from above it, and only the owner names admins.
    async fn only_from_above(database) {
        let (world, bo) = World::with(database, "bo").await;
        let (cy, accounts) = (world.join("cy").await, world.storage.accounts());
        let set = async |by, user, change| accounts.set_standing(by, (user, change), START).await.map(|(seen, _)| seen);
        assert_eq!(set(bo, cy, DISABLE).await, Err(StandingError::NotAllowed));
        assert_eq!(set(world.owner, world.owner, DISABLE).await, Err(StandingError::TooHigh));
        assert_eq!(set(world.owner, UserId::from_raw(1), DISABLE).await, Err(StandingError::Gone));
        assert!(set(world.owner, bo, NAME).await.unwrap().admin);
        assert_eq!(accounts.rank(bo).await.unwrap(), Some(Rank::Admin));
        assert_eq!(set(bo, cy, NAME).await, Err(StandingError::NotAllowed));
        assert_eq!(set(bo, world.owner, DISABLE).await, Err(StandingError::TooHigh));
        assert_eq!(set(bo, bo, DISABLE).await, Err(StandingError::TooHigh));
        assert!(set(bo, cy, DISABLE).await.unwrap().disabled);
        assert!(accounts.by_id(cy).await.unwrap().unwrap().disabled);
        // Who is disabled runs nothing any more.
        assert!(set(world.owner, bo, DISABLE).await.unwrap().admin);
        assert_eq!(accounts.rank(bo).await.unwrap(), None);
        assert_eq!(set(bo, cy, DISABLE).await, Err(StandingError::NotAllowed));
        world.end().await;
    }

    /// A page holds as many as asked for, of those who are asked for.
    async fn everybody_in_pages(database) {
        let world = World::founded(database).await;
        for name in ["bo", "cy", "di"] {
            world.join(name).await;
        }
        let accounts = world.storage.accounts();
        let two = PageSize::new(2).unwrap();
        let first = accounts.directory((None, two), None, START).await.unwrap();
        assert!(first.has_more && first.items.len() == 2);
        let after = Some(first.items[1].user.id);
        let second = accounts.directory((after, two), None, START).await.unwrap();
        assert!(!second.has_more && second.items[1].user.username == "di");
        let found = accounts.directory((None, two), Some("CY"), START).await.unwrap();
        assert_eq!((found.items.len(), found.items[0].user.username.as_str()), (1, "cy"));
        world.end().await;
    }

    /// A link is good once and until it expires; the next one, another password and being disabled
    /// each make it worthless.
    async fn a_link_is_good_once(database) {
        let (world, bo) = World::with(database, "bo").await;
        let (links, accounts) = (world.storage.links(), world.storage.accounts());
        assert_eq!(links.make_reset(bo, link(world.owner, 1)).await, Err(StandingError::NotAllowed));
        links.make_reset(world.owner, link(bo, 1)).await.unwrap();
        assert_eq!(links.leads_to(digest(1), START).await.unwrap().unwrap().user, bo);
        let late = START.plus_millis(1_000);
        assert!(links.leads_to(digest(1), late).await.unwrap().is_none());
        assert_eq!(links.reset(digest(1), hash(), late).await.unwrap(), None);
        assert!(links.reset(digest(1), hash(), START).await.unwrap().is_some());
        assert_eq!(accounts.by_id(bo).await.unwrap().unwrap().hash.as_str(), "another");
        assert_eq!(links.reset(digest(1), hash(), START).await.unwrap(), None);

        links.make_reset(world.owner, link(bo, 2)).await.unwrap();
        links.make_reset(world.owner, link(bo, 3)).await.unwrap();
        assert!(links.leads_to(digest(2), START).await.unwrap().is_none());
        let change = NewPassword { user: bo, new: hash(), old: None, keep: None };
        assert!(accounts.set_password(change, START).await.unwrap().is_some());
        assert!(links.leads_to(digest(3), START).await.unwrap().is_none());

        links.make_reset(world.owner, link(bo, 4)).await.unwrap();
        let _ended = accounts.set_standing(world.owner, (bo, DISABLE), START).await.unwrap();
        assert!(links.leads_to(digest(4), START).await.unwrap().is_none());

        links.make_reset(world.owner, link(bo, 5)).await.unwrap();
        links.sweep(START).await.unwrap();
        assert!(links.leads_to(digest(5), START).await.unwrap().is_some());
        links.sweep(late).await.unwrap();
        assert!(links.leads_to(digest(5), START).await.unwrap().is_none());
        world.end().await;
    }

    /// A link by mail goes to who has the address, as they wrote it, and to nobody who may not come in.
    async fn a_link_by_mail(database) {
        let (world, bo) = World::with(database, "bo").await;
        let (links, accounts) = (world.storage.links(), world.storage.accounts());
        let change = UpdateMe { email: Some(Some("Bo@Example.org".to_owned())), ..UpdateMe::default() };
        let _events = accounts.update(bo, change.clone(), START).await.unwrap();
        let made = links.make_mailed("bO@example.ORG", |user| link(user, 1)).await.unwrap();
        assert_eq!(made.as_deref(), Some("Bo@Example.org"));
        for nobody in ["cy@example.org", "", "bo", "bo@example.org\0"] {
            assert_eq!(links.make_mailed(nobody, |user| link(user, 9)).await.unwrap(), None);
        }
        assert!(links.leads_to(digest(1), START).await.unwrap().is_some());
        let _events = accounts.update(bo, change, START).await.unwrap();
        assert!(links.leads_to(digest(1), START).await.unwrap().is_none(), "another address");
        let _ended = accounts.set_standing(world.owner, (bo, DISABLE), START).await.unwrap();
        assert_eq!(links.make_mailed("bo@example.org", |user| link(user, 2)).await.unwrap(), None);
        world.end().await;
    }

    /// An address is the account's when its link is spent, once, in time, and if nobody else has it.
    async fn an_address_is_proven(database) {
        let (world, bo) = World::with(database, "bo").await;
        let cy = world.join("cy").await;
        let (links, accounts) = (world.storage.links(), world.storage.accounts());
        let email = |text: &str| text.to_owned();
        links.make_email(link(bo, 1), email("old@example.org")).await.unwrap();
        links.make_email(link(bo, 2), email("Bo@example.org")).await.unwrap();
        assert!(links.leads_to(digest(2), START).await.unwrap().is_none(), "it changes no password");
        assert_eq!(links.reset(digest(2), hash(), START).await.unwrap(), None);
        assert_eq!(links.confirm(digest(1), START).await.unwrap(), None);
        assert_eq!(links.confirm(digest(2), START.plus_millis(1_000)).await.unwrap(), None);
        assert_eq!(accounts.me(bo).await.unwrap().unwrap().email, None);
        assert_eq!(links.confirm(digest(2), START).await.unwrap(), Some((bo, None)));
        assert_eq!(links.confirm(digest(2), START).await.unwrap(), None);
        assert_eq!(accounts.me(bo).await.unwrap().unwrap().email.as_deref(), Some("Bo@example.org"));

        let taken = links.make_email(link(cy, 3), email("BO@example.org")).await;
        assert_eq!(taken, Err(UpdateError::EmailTaken));
        links.make_email(link(cy, 4), email("new@example.org")).await.unwrap();
        links.make_email(link(bo, 5), email("NEW@example.org")).await.unwrap();
        let before = Some(email("Bo@example.org"));
        assert_eq!(links.confirm(digest(5), START).await.unwrap(), Some((bo, before)));
        assert_eq!(links.confirm(digest(4), START).await, Err(UpdateError::EmailTaken));
        world.end().await;
    }

    /// Of twenty who spend one link at once, one does.
    async fn one_of_many_spends_a_link(database) {
        let (world, bo) = World::with(database, "bo").await;
        world.storage.links().make_reset(world.owner, link(bo, 1)).await.unwrap();
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let storage = world.storage.clone();
                tokio::spawn(async move { storage.links().reset(digest(1), hash(), START).await })
            })
            .collect();
        let mut spent = 0;
        for attempt in tries {
            spent += usize::from(attempt.await.unwrap().unwrap().is_some());
        }
        assert_eq!(spent, 1);
        world.end().await;
    }

    /// Settings are kept until they are taken back.
    async fn settings_are_kept(database) {
        let world = World::founded(database).await;
        let settings = world.storage.settings();
        assert!(settings.all().await.unwrap().is_empty());
        let set = |value: Option<&str>| vec![("a", value.map(str::to_owned)), ("b", None)];
        settings.set(world.owner, set(Some("1")), START).await.unwrap();
        settings.set(world.owner, set(Some("2")), START).await.unwrap();
        let all = settings.all().await.unwrap();
        assert_eq!(all.into_iter().collect::<Vec<_>>(), [("a".to_owned(), "2".to_owned())]);
        settings.set(world.owner, set(None), START).await.unwrap();
        assert!(settings.all().await.unwrap().is_empty());
        world.end().await;
    }
}
