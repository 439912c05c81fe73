//! Coming in by invite.

use serde_json::{Value, json};

use crate::app::Person;

fn registration(username: &str, invite: &str) -> Value {
    json!({"username": username, "password": Person::PASSWORD, "invite": invite})
}

on_both_engines! {
    /// A stranger sees where an invite leads and who invites, and nothing more; then joins.
    async fn an_invite_lets_people_in(app: TestApp) {
        let ada = app.owner().await;
        let space = ada.space().await;
        let path = format!("/api/v1/spaces/{space}/invites");
        let invite = ada.post(&path, json!({"maxUses": 2, "maxAgeSeconds": 3600})).await.expect(201);
        let code = invite["code"].as_str().unwrap();
        assert!(code.len() >= 22, "128 bits: {code}");
        assert_eq!((&invite["spaceId"], &invite["uses"]), (&json!(space), &json!(0)));

        let preview = app.get(&format!("/api/v1/invites/{code}")).await.expect(200);
        let keys = preview.as_object().unwrap().keys().collect::<Vec<_>>();
        assert_eq!(keys, ["code", "expiresAt", "inviter", "space"]);
        assert_eq!(preview["inviter"], json!({"displayName": "ada"}));

        let bo = Person::register(&app, registration("bo", code)).await;
        let members = bo.get(&format!("/api/v1/spaces/{space}/members")).await.expect(200);
        let names = members["items"].as_array().unwrap().iter();
        assert_eq!(names.map(|member| member["user"]["username"].as_str().unwrap()).collect::<Vec<_>>(), ["ada", "bo"]);
        assert_eq!(ada.get(&path).await.expect(200)["items"][0]["uses"], 1);

        // A member who follows the link again uses nothing up.
        let accept = format!("/api/v1/invites/{code}/accept");
        assert_eq!(bo.post(&accept, json!({})).await.expect(200)["id"], space);
        assert_eq!(ada.get(&path).await.expect(200)["items"][0]["uses"], 1);

        Person::register(&app, registration("cy", code)).await;
        app.get(&format!("/api/v1/invites/{code}")).await.refused(404, "NOT_FOUND");
        app.post("/api/v1/auth/register", registration("dee", code)).await.refused(403, "REGISTRATION_CLOSED");
    }

    /// Without a good invite nobody gets an account, and the name stays free.
    async fn registration_needs_a_good_invite(app: TestApp) {
        let ada = app.owner().await;
        for invite in ["", "x", "AAAAAAAAAAAAAAAAAAAAAA", "' OR 1=1 --"] {
            let body = registration("bo", invite);
            app.post("/api/v1/auth/register", body).await.refused(403, "REGISTRATION_CLOSED");
        }
        let body = json!({"username": "bo", "password": Person::PASSWORD});
        app.post("/api/v1/auth/register", body).await.refused(403, "REGISTRATION_CLOSED");
        app.join(&ada, "bo").await;
    }

    /// The last use has exactly one taker.
    async fn a_single_use_lets_one_in(app: TestApp) {
        let ada = app.owner().await;
        let path = format!("/api/v1/spaces/{}/invites", ada.space().await);
        let invite = ada.post(&path, json!({"maxUses": 1})).await.expect(201);
        let code = invite["code"].as_str().unwrap().to_owned();
        let racers = (0..6).map(|number| {
            let body = registration(&format!("racer{number}"), &code);
            let base = app.base();
            tokio::spawn(async move {
                crate::app::http::Request::post("/api/v1/auth/register", body).send(&base).await
            })
        });
        let mut created = 0;
        for racer in racers.collect::<Vec<_>>() {
            match racer.await.unwrap().status.as_u16() {
                201 => created += 1,
                status => assert_eq!(status, 403),
            }
        }
        assert_eq!(created, 1);
    }

    /// The same for people with accounts: of twenty at once, one comes in.
    async fn a_single_use_takes_one_along(app: TestApp) {
        let ada = app.owner().await;
        let mut people = Vec::new();
        for number in 0..20 {
            people.push(app.join(&ada, &format!("racer{number}")).await);
        }
        let space = ada.post("/api/v1/spaces", json!({"name": "Small"})).await.expect(201);
        let space = space["id"].as_str().unwrap();
        let invite = ada.post(&format!("/api/v1/spaces/{space}/invites"), json!({"maxUses": 1})).await;
        let code = invite.expect(201)["code"].as_str().unwrap().to_owned();
        let racers = people.into_iter().map(|person| {
            let accept = format!("/api/v1/invites/{code}/accept");
            tokio::spawn(async move { person.post(&accept, json!({})).await })
        });
        let mut accepted = 0;
        for racer in racers.collect::<Vec<_>>() {
            let answer = racer.await.unwrap();
            if answer.status == 200 {
                accepted += 1;
            } else {
                answer.refused(404, "NOT_FOUND");
            }
        }
        assert_eq!(accepted, 1);
        let members = ada.get(&format!("/api/v1/spaces/{space}/members")).await.expect(200);
        assert_eq!(members["items"].as_array().unwrap().len(), 2);
    }

    /// An invite is worth what its maker's right to invite is worth, at that moment.
    async fn an_invite_dies_with_its_makers_right(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let space = ada.space().await;
        ada.give(&bo, &["VIEW_CHANNEL", "CREATE_INVITE"]).await;
        let link = format!("/api/v1/invites/{}", bo.invite().await);
        cy.delete(&cy.seat(&space)).await.expect(204);
        let dead = async || {
            app.get(&link).await.refused(404, "NOT_FOUND");
            cy.post(&format!("{link}/accept"), json!({})).await.refused(404, "NOT_FOUND");
            let invites = ada.get(&format!("/api/v1/spaces/{space}/invites")).await.expect(200);
            assert!(!invites.to_string().contains(&link[16..]), "{invites}");
        };
        app.get(&link).await.expect(200);
        ada.patch(&bo.seat(&space), json!({"roleIds": []})).await.expect(200);
        dead().await;
        ada.give(&bo, &["VIEW_CHANNEL", "CREATE_INVITE"]).await;
        app.get(&link).await.expect(200);
        bo.delete(&bo.seat(&space)).await.expect(204);
        dead().await;
    }

    /// The maker and the owner revoke, may repeat it, and nobody else does; limits are told.
    async fn invites_are_made_and_revoked_by_right(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let path = format!("/api/v1/spaces/{}/invites", ada.space().await);
        bo.post(&path, json!({})).await.refused(403, "FORBIDDEN");
        for bad in [
            json!({"maxUses": 0}), json!({"maxUses": 10_001}), json!({"maxUses": "x"}),
            json!({"maxAgeSeconds": 59}), json!({"maxAgeSeconds": 31_536_001}),
        ] {
            ada.post(&path, bad).await.refused(422, "VALIDATION");
        }
        let code = ada.invite().await;
        let link = format!("/api/v1/invites/{code}");
        bo.delete(&link).await.refused(403, "FORBIDDEN");
        assert_eq!(bo.get(&path).await.expect(200)["items"], json!([]));
        app.get(&link).await.expect(200);
        ada.delete(&link).await.expect(204);
        ada.delete(&link).await.expect(204);
        app.get(&link).await.refused(404, "NOT_FOUND");
        ada.delete("/api/v1/invites/nothing").await.refused(404, "NOT_FOUND");
        ada.post("/api/v1/spaces/1/invites", json!({})).await.refused(404, "NOT_FOUND");
    }
}
