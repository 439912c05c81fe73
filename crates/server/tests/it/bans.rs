//! Bans: who is out, why, and until when.

use serde_json::{Value, json};

use crate::app::{Options, TestApp};

on_both_engines! {
    /// A ban ends the membership at once and no invite leads past it, until it is lifted.
    async fn who_is_banned_stays_out(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let (space, general) = (ada.space().await, ada.general().await);
        let mut bos = bo.following(&[&space, &general, &bo.id]).await;
        let mut cys = cy.following(&[&space]).await;
        let bans = format!("/api/v1/spaces/{space}/bans");
        let ban = format!("{bans}/{}", bo.id);
        assert_eq!(ada.put(&ban, json!({"reason": "spam"})).await.status, 204);
        ada.say(&general, "without bo").await;
        let from = bos.seen.len();
        bos.settle().await;
        let heard = &bos.seen[from..];
        let of = |kind: &str| heard.iter().filter(|frame| frame["type"] == kind).collect::<Vec<_>>();
        assert!(of("NEW_MESSAGE").is_empty(), "{heard:#?}");
        assert_eq!(of("MEMBER_LEFT")[0]["reason"], "banned");
        assert_eq!((of("SYNC_RESET").len(), of("SPACE_LEFT").len()), (2, 1));
        assert_eq!(cys.expect("MEMBER_LEFT").await["reason"], "banned");
        bo.get(&format!("/api/v1/channels/{general}/messages")).await.refused(404, "NOT_FOUND");

        let shown = ada.get(&ban).await.expect(200);
        assert_eq!((&shown["userId"], &shown["reason"]), (&json!(bo.id), &json!("spam")));
        assert_eq!(shown["user"]["username"], "bo");
        assert_eq!(ada.get(&bans).await.expect(200), json!({"items": [shown], "hasMore": false}));
        let invite = ada.invite().await;
        let accept = format!("/api/v1/invites/{invite}/accept");
        bo.post(&accept, json!({})).await.refused(403, "FORBIDDEN");
        bo.post("/api/v1/invites/nothing/accept", json!({})).await.refused(404, "NOT_FOUND");
        let invites = ada.get(&format!("/api/v1/spaces/{space}/invites")).await.expect(200);
        assert_eq!(invites["items"][0]["uses"], 0, "nobody was let in");

        // Repeated, it says why anew.
        assert_eq!(ada.put(&ban, json!({})).await.status, 204);
        let again = ada.get(&ban).await.expect(200);
        assert_eq!((&again["reason"], &again["createdAt"]), (&Value::Null, &shown["createdAt"]));
        for _ in 0..2 {
            assert_eq!(ada.delete(&ban).await.status, 204);
        }
        ada.get(&ban).await.refused(404, "NOT_FOUND");
        bo.post(&accept, json!({})).await.expect(200);
        assert_eq!(bo.space().await, space);
    }

    /// Bans are for who may ban: to see, to set and to lift. Who left can be banned all the same, who
    /// is unknown here is nobody.
    async fn bans_are_for_those_who_ban(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let space = ada.space().await;
        let bans = format!("/api/v1/spaces/{space}/bans");
        let (of_bo, of_cy) = (format!("{bans}/{}", bo.id), format!("{bans}/{}", cy.id));
        bo.get(&bans).await.refused(403, "FORBIDDEN");
        bo.get(&of_cy).await.refused(403, "FORBIDDEN");
        bo.put(&of_cy, json!({})).await.refused(403, "FORBIDDEN");
        bo.delete(&of_cy).await.refused(403, "FORBIDDEN");
        for bad in [json!({"reason": "x".repeat(513)}), json!({"reason": 7}), json!({"reason": "a\0"})] {
            ada.put(&of_cy, bad).await.refused(422, "VALIDATION");
        }
        ada.put(&format!("{bans}/{}", ada.id), json!({})).await.refused(403, "FORBIDDEN");
        ada.put(&format!("{bans}/7"), json!({})).await.refused(404, "NOT_FOUND");
        cy.delete(&cy.seat(&space)).await.expect(204);
        ada.put(&of_cy, json!({"reason": "x".repeat(512)})).await.expect(204);
        ada.put(&of_bo, json!({})).await.expect(204);
        let first = ada.get(&format!("{bans}?limit=1")).await.expect(200);
        assert_eq!((&first["items"][0]["userId"], &first["hasMore"]), (&json!(bo.id), &json!(true)));
        let next = ada.get(&format!("{bans}?limit=1&after={}", bo.id)).await.expect(200);
        assert_eq!((&next["items"][0]["userId"], &next["hasMore"]), (&json!(cy.id), &json!(false)));
        ada.get(&format!("{bans}?limit=0")).await.refused(422, "VALIDATION");
        bo.get(&bans).await.refused(404, "NOT_FOUND");
        // In the space of another, who was never there and is unknown is as good as nobody.
        let body = json!({"username": "stranger", "password": "heliotrope-umbrella-41"});
        let other = ada.post("/api/v1/spaces", json!({"name": "Other"})).await.expect(201);
        let other = other["id"].as_str().unwrap();
        let code = ada.post(&format!("/api/v1/spaces/{other}/invites"), json!({})).await.expect(201);
        let body = json!({"invite": code["code"], "username": body["username"], "password": body["password"]});
        let stranger = crate::app::Person::register(&app, body).await;
        let di = app.join(&ada, "di").await;
        ada.give(&di, &["VIEW_CHANNEL", "BAN_MEMBERS"]).await;
        let nobody = di.put(&format!("{bans}/7"), json!({})).await.refused(404, "NOT_FOUND");
        let hidden = di.put(&format!("{bans}/{}", stranger.id), json!({})).await;
        assert_eq!(hidden.refused(404, "NOT_FOUND")["detail"], nobody["detail"]);
        ada.put(&format!("{bans}/{}", stranger.id), json!({})).await.expect(204);
    }
}

/// The limit is a setting.
#[tokio::test(flavor = "multi_thread")]
async fn the_longest_reason_is_a_setting() {
    let options = Options::default().env("PARLOR_LIMITS__BAN_REASON_CHARS_MAX", 3);
    let app = TestApp::start_with(crate::app::Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    let ban = format!("/api/v1/spaces/{}/bans/{}", ada.space().await, bo.id);
    ada.put(&ban, json!({"reason": "long"}))
        .await
        .refused(422, "VALIDATION");
    ada.put(&ban, json!({"reason": "too"})).await.expect(204);
}
