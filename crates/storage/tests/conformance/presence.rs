//! What is stored about those who are there.

use parlor_protocol::{
    ids::UserId,
    presence::{Mood, StatusText},
    users::UpdateMe,
};

use parlor_storage::presence::Standing;

use crate::{
    database::on_both,
    world::{START, World},
};

on_both! {
    /// Everybody's places, and what they are up to until when; who has no account has none.
    async fn people_have_places_and_a_line(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let nobody = UserId::from_raw(1);
        let expires_at = Some(START.plus_millis(5));
        let change = UpdateMe {
            status_text: Some(Some("lunch".to_owned())),
            status_expires_at: expires_at,
            ..UpdateMe::default()
        };
        let accounts = world.storage.accounts();
        let me = accounts.update(bo, change, START).await.unwrap().value;
        assert_eq!((me.status_text.as_deref(), me.status_expires_at), (Some("lunch"), expires_at));
        assert!(me.clone().at(START.plus_millis(4)).status_text.is_some());
        let expired = me.at(START.plus_millis(5));
        assert_eq!((expired.status_text, expired.status_expires_at), (None, None));

        let presences = world.storage.presences();
        let found = presences.of(&[world.owner, bo, nobody]).await.unwrap();
        assert_eq!(found.len(), 3);
        assert_eq!(found[&bo].circles, [world.space.into()]);
        assert_eq!(found[&world.owner].circles, found[&bo].circles);
        let text = "lunch".to_owned();
        assert_eq!(found[&bo].status, Some(StatusText { text, expires_at }));
        assert_eq!(found[&world.owner].status, None);
        assert_eq!(found[&nobody], Standing::default());

        // Another line stays, unless it says otherwise; another name leaves the line.
        let other = UpdateMe {
            status_text: Some(Some("tea".to_owned())),
            ..UpdateMe::default()
        };
        let _events = accounts.update(bo, other, START).await.unwrap();
        let name = UpdateMe {
            display_name: Some(Some("B".to_owned())),
            ..UpdateMe::default()
        };
        let me = accounts.update(bo, name, START).await.unwrap().value;
        assert_eq!((me.status_text.as_deref(), me.status_expires_at), (Some("tea"), None));
        world.end().await;
    }

    /// What somebody chose is kept until they choose something else, or leave.
    async fn a_choice_is_kept(database) {
        let (world, bo) = World::with(database, "Bo").await;
        let presences = world.storage.presences();
        let kept = async || presences.of(&[bo]).await.unwrap()[&bo].mood;
        assert_eq!(kept().await, Mood::Online);
        for (mood, is_new) in [
            (Mood::Online, false), (Mood::Invisible, true), (Mood::Invisible, false), (Mood::Dnd, true),
        ] {
            assert_eq!(presences.choose(bo, mood).await.unwrap().value, is_new);
            assert_eq!(kept().await, mood);
        }
        let accounts = world.storage.accounts();
        assert_eq!(accounts.me(bo).await.unwrap().unwrap().chosen_status, Mood::Dnd);
        let _events = accounts.leave((bo, false), START).await.unwrap();
        assert_eq!(kept().await, Mood::Online);
        world.end().await;
    }
}
