//! People and how they come in.

use parlor_auth::password::PasswordHash;
use parlor_protocol::{
    event::Event,
    ids::{SpaceId, UserId},
    users::UpdateMe,
};
use parlor_storage::accounts::{Entry, NewPassword, RegisterError, UpdateError};

use crate::{
    database::on_both,
    world::{START, World},
};

on_both! {
    /// The first account makes its space, with two channels, and is its owner and a member; each
    /// stream has its log from position 1.
    async fn set_up_makes_the_first_space(database) {
        let world = World::empty(database).await;
        let accounts = world.storage.accounts();
        assert!(!accounts.has_owner().await.unwrap());
        assert_eq!(world.storage.spaces().first().await.unwrap(), None);
        let setup = accounts.register(world.setup("Ada")).await.unwrap();
        assert!(accounts.has_owner().await.unwrap());

        assert_eq!(world.storage.spaces().first().await.unwrap(), Some(world.space));
        let space = world.storage.spaces().get(world.space).await.unwrap().unwrap();
        assert_eq!((space.name.as_str(), space.owner_id), ("Home", world.owner));
        assert_eq!(world.storage.spaces().of(world.owner).await.unwrap(), [space]);
        let channels = world.storage.channels().of(world.space).await.unwrap();
        let names: Vec<_> = channels.iter().map(|channel| channel.name.as_str()).collect();
        assert_eq!(names, ["general", "Lounge"]);
        let general = world.storage.channels().get(world.general).await.unwrap();
        assert_eq!(general.as_ref(), channels.first());
        let roles = world.storage.roles().of(world.space).await.unwrap();
        assert_eq!((roles.len(), roles[0].id), (1, world.space.into()));

        let (of_space, own) = setup.events.split_at(3);
        assert!(matches!(of_space[2], Event::MemberJoined { seq: 3, .. }));
        assert!(matches!(own, [Event::SpaceJoined { seq: 1, .. }]));
        assert!(accounts.me(world.owner).await.unwrap().unwrap().owner);
        world.end().await;
    }

    /// There is one first account: nobody comes before it, and nobody is first after it.
    async fn set_up_comes_first_and_once(database) {
        let world = World::empty(database).await;
        let accounts = world.storage.accounts();
        for entry in [Entry::Open, Entry::Invite { code: "any".to_owned() }] {
            let early = accounts.register(world.account("Bo", entry)).await;
            assert_eq!(early, Err(RegisterError::SetupRequired));
        }
        let _events = accounts.register(world.setup("Ada")).await.unwrap();
        let mut late = world.setup("Bo");
        late.id = UserId::from_raw(world.id());
        assert_eq!(accounts.register(late).await, Err(RegisterError::SetupDone));
        world.end().await;
    }

    /// Of twenty that set up at once, with spaces and names of their own, exactly one is first.
    async fn twenty_set_ups_make_one_owner(database) {
        let world = World::empty(database).await;
        let tries: Vec<_> = (0..20)
            .map(|n| {
                let mut account = world.setup(&format!("user{n}"));
                account.id = UserId::from_raw(world.id());
                if let Entry::Setup { space, general, .. } = &mut account.entry {
                    *space = SpaceId::from_raw(world.id());
                    *general = parlor_protocol::ids::ChannelId::from_raw(world.id());
                }
                let storage = world.storage.clone();
                tokio::spawn(async move { storage.accounts().register(account).await })
            })
            .collect();
        let mut owners = 0;
        for attempt in tries {
            match attempt.await.unwrap() {
                Ok(_) => owners += 1,
                Err(refusal) => assert_eq!(refusal, RegisterError::SetupDone),
            }
        }
        assert_eq!(owners, 1);
        assert_eq!(world.storage.accounts().list(None, 100).await.unwrap().len(), 1);
        world.end().await;
    }

    /// Names and addresses are unique without regard to case, are kept as typed, and either finds
    /// the credentials in any case.
    async fn names_are_unique_without_regard_to_case(database) {
        let world = World::founded(database).await;
        let accounts = world.storage.accounts();
        let mut bo = world.account("Bo", Entry::Open);
        bo.email = Some("Bo@Example.org".to_owned());
        let id = bo.id;
        let _events = accounts.register(bo).await.unwrap();

        let same_name = accounts.register(world.account("bO", Entry::Open)).await;
        assert_eq!(same_name, Err(RegisterError::UsernameTaken));
        let mut cy = world.account("cy", Entry::Open);
        cy.email = Some("bo@EXAMPLE.org".to_owned());
        assert_eq!(accounts.register(cy).await, Err(RegisterError::EmailTaken));

        for name in ["bo", "BO", "BO@example.ORG"] {
            let found = accounts.credentials(name).await.unwrap().unwrap();
            assert_eq!((found.user, found.username.as_str()), (id, "Bo"));
            assert_eq!(found.hash.as_str(), "hash of Bo");
        }
        for nobody in ["", "b", "bo@example.or", "bo\0"] {
            assert!(accounts.credentials(nobody).await.unwrap().is_none());
        }
        world.end().await;
    }

    /// Of ten that register one name at once, in ten ways of writing it, one gets it, and each of
    /// the others is told why not.
    async fn one_of_many_gets_the_name(database) {
        let world = World::founded(database).await;
        let tries: Vec<_> = (0..10)
            .map(|n| {
                let name: String = "everybody"
                    .char_indices()
                    .map(|(at, c)| if at == n { c.to_ascii_uppercase() } else { c })
                    .collect();
                let account = world.account(&name, Entry::Open);
                let storage = world.storage.clone();
                tokio::spawn(async move { storage.accounts().register(account).await })
            })
            .collect();
        let mut refused = 0;
        for attempt in tries {
            if let Err(refusal) = attempt.await.unwrap() {
                assert_eq!(refusal, RegisterError::UsernameTaken);
                refused += 1;
            }
        }
        assert_eq!(refused, 9);
        world.end().await;
    }

    /// What is refused leaves nothing behind: no account, no use of the invite, no position in the
    /// space's stream.
    async fn a_refused_registration_leaves_nothing(database) {
        let world = World::founded(database).await;
        let code = world.invite(Some(1)).await;
        let before = world.replay(world.space).await.len();
        let account = world.account("ADA", Entry::Invite { code: code.clone() });
        let (id, accounts) = (account.id, world.storage.accounts());
        assert_eq!(accounts.register(account).await, Err(RegisterError::UsernameTaken));
        assert!(accounts.user(id).await.unwrap().is_none());
        assert_eq!(world.replay(world.space).await.len(), before);
        let mut bo = world.account("Bo", Entry::Invite { code });
        bo.session = Some(world.session(1));
        let joined = accounts.register(bo).await.unwrap();
        assert_eq!(joined.events.len(), 2);
        world.end().await;
    }

    /// An account without any use for its invite says so before it says whose name is taken.
    async fn a_bad_invite_tells_nothing_about_names(database) {
        let world = World::founded(database).await;
        for code in ["none", "no\0ne"] {
            let account = world.account("Ada", Entry::Invite { code: code.to_owned() });
            let refusal = world.storage.accounts().register(account).await;
            assert_eq!(refusal, Err(RegisterError::InviteSpent));
        }
        world.end().await;
    }

    /// A person is seen by themself and by those they share a space with, and by nobody else.
    async fn people_are_seen_by_those_they_share_a_space_with(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let accounts = world.storage.accounts();
        let stranger = UserId::from_raw(world.id());
        let seen = accounts.visible(world.owner, bo).await.unwrap().unwrap();
        assert_eq!(seen, accounts.user(bo).await.unwrap().unwrap());
        assert_eq!(accounts.visible(bo, bo).await.unwrap(), Some(seen));
        assert_eq!(accounts.visible(stranger, bo).await.unwrap(), None);
        assert_eq!(accounts.visible(bo, stranger).await.unwrap(), None);
        assert_eq!(accounts.by_id(bo).await.unwrap().unwrap().username, "Bo");
        world.end().await;
    }

    /// A change touches only what it names; a new display name is told in every space, the rest is
    /// nobody's business.
    async fn an_account_changes_what_is_named(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let accounts = world.storage.accounts();
        let named = UpdateMe {
            display_name: Some(Some("Bosse".to_owned())),
            ..UpdateMe::default()
        };
        let changed = accounts.update(bo, named.clone(), START).await.unwrap();
        assert_eq!(changed.value.user.display_name, "Bosse");
        assert!(accounts.update(bo, named, START).await.unwrap().events.is_empty());
        let [Event::MemberUpdated { member, stream, .. }] = &changed.events[..] else {
            panic!("{:?}", changed.events);
        };
        assert_eq!((member.user_id, *stream), (bo, world.space.into()));

        let private = UpdateMe {
            email: Some(Some("bo@example.org".to_owned())),
            status_text: Some(Some("out".to_owned())),
            ..UpdateMe::default()
        };
        let changed = accounts.update(bo, private, START).await.unwrap();
        assert!(changed.events.is_empty());
        assert_eq!(changed.value.user.display_name, "Bosse");
        let cleared = UpdateMe {
            display_name: Some(None),
            status_text: Some(None),
            ..UpdateMe::default()
        };
        let me = accounts.update(bo, cleared, START).await.unwrap().value;
        assert_eq!(Some(&me), accounts.me(bo).await.unwrap().as_ref());
        assert_eq!((me.user.display_name.as_str(), me.status_text), ("Bo", None));
        assert_eq!(me.email.as_deref(), Some("bo@example.org"));
        world.end().await;
    }

    /// Nobody takes another's address, and nobody who is not there changes.
    async fn a_change_is_refused(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let accounts = world.storage.accounts();
        let email = |address: &str| UpdateMe {
            email: Some(Some(address.to_owned())),
            ..UpdateMe::default()
        };
        let _events = accounts.update(bo, email("a@b.org"), START).await.unwrap();
        let taken = accounts.update(world.owner, email("A@B.org"), START).await;
        assert_eq!(taken, Err(UpdateError::EmailTaken));
        let own = accounts.update(bo, email("A@b.org"), START).await.unwrap();
        assert_eq!(own.value.email.as_deref(), Some("A@b.org"));
        let nobody = UserId::from_raw(world.id());
        let gone = accounts.update(nobody, email("c@d.org"), START).await;
        assert_eq!(gone, Err(UpdateError::Gone));
        world.end().await;
    }

    /// A password changes only where the old one is still the one it was checked against, and ends
    /// every other session with it.
    async fn a_new_password_ends_the_other_sessions(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let (accounts, sessions) = (world.storage.accounts(), world.storage.sessions());
        let (here, there) = (world.session(1), world.session(2));
        let (keep, other) = (here.id, there.id);
        sessions.start(bo, here).await.unwrap();
        sessions.start(bo, there).await.unwrap();
        let change = |old: Option<&str>, new: &str| NewPassword {
            user: bo,
            new: PasswordHash::from_stored(new.to_owned()),
            old: old.map(|old| PasswordHash::from_stored(old.to_owned())),
            keep: Some(keep),
        };
        let wrong = accounts.set_password(change(Some("other"), "new"), START).await;
        assert_eq!(wrong.unwrap(), None);
        let right = accounts.set_password(change(Some("hash of Bo"), "new"), START).await;
        assert_eq!(right.unwrap(), Some(vec![other]));
        assert!(sessions.get(other).await.unwrap().unwrap().revoked);
        assert!(!sessions.get(keep).await.unwrap().unwrap().revoked);
        let reset = accounts.set_password(change(None, "newer"), START).await;
        assert_eq!(reset.unwrap(), Some(vec![]));

        let hash = |text: &str| PasswordHash::from_stored(text.to_owned());
        accounts.rehash(bo, &hash("new"), hash("late")).await.unwrap();
        let stored = || async { accounts.by_id(bo).await.unwrap().unwrap().hash.as_str().to_owned() };
        assert_eq!(stored().await, "newer");
        accounts.rehash(bo, &hash("newer"), hash("better")).await.unwrap();
        assert_eq!(stored().await, "better");
        world.end().await;
    }

    /// The list of accounts goes on where it stopped.
    async fn accounts_are_listed_in_pages(database) {
        let (world, _) = World::with(database, "Bo").await;
        world.join("Cy").await;
        let accounts = world.storage.accounts();
        let first = accounts.list(None, 2).await.unwrap();
        let rest = accounts.list(Some(first[1].id), 2).await.unwrap();
        let names: Vec<_> = first.iter().chain(&rest).map(|row| row.username.as_str()).collect();
        assert_eq!(names, ["Ada", "Bo", "Cy"]);
        assert!(first[0].owner && !first[1].owner);
        world.end().await;
    }
}
