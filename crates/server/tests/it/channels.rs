//! Spaces and channels as a newcomer finds them, what nobody finds, and making, changing and deleting
//! channels.

use serde_json::{Value, json};

use crate::app::{Engine, Options, TestApp, http::Request};

on_both_engines! {
    /// Set-up makes one space with a text channel `general` and a voice channel `Lounge`; `/sync`
    /// tells all of it at once.
    async fn the_first_space_is_ready_for_use(app: TestApp) {
        let ada = app.owner().await;
        let sync = ada.get("/api/v1/sync").await.expect(200);
        assert_eq!((&sync["me"]["username"], &sync["me"]["owner"]), (&json!("ada"), &json!(true)));
        let space = &sync["spaces"][0];
        let channels = space["channels"].as_array().unwrap().iter();
        let channels = channels.map(|channel| (&channel["kind"], &channel["name"])).collect::<Vec<_>>();
        assert_eq!(channels, [(&json!("text"), &json!("general")), (&json!("voice"), &json!("Lounge"))]);
        assert_eq!(space["space"]["ownerId"], ada.id);
        assert_eq!(space["me"]["userId"], ada.id);
        assert_eq!(space["roles"][0]["id"], space["space"]["id"]);
        assert_eq!(space["roles"][0]["position"], 0);
        let streams = sync["streams"].as_object().unwrap();
        for id in [&space["space"]["id"], &space["channels"][0]["id"], &sync["me"]["id"]] {
            assert!(streams.contains_key(id.as_str().unwrap()), "{id} in {streams:?}");
        }

        let id = space["space"]["id"].as_str().unwrap();
        assert_eq!(ada.get(&format!("/api/v1/spaces/{id}")).await.expect(200), space["space"]);
        let listed = ada.get(&format!("/api/v1/spaces/{id}/channels")).await.expect(200);
        assert_eq!(listed["items"], space["channels"]);
        let roles = ada.get(&format!("/api/v1/spaces/{id}/roles")).await.expect(200);
        assert_eq!(roles["items"], space["roles"]);
        let general = space["channels"][0]["id"].as_str().unwrap();
        assert_eq!(ada.get(&format!("/api/v1/channels/{general}")).await.expect(200), space["channels"][0]);
    }

    /// Every path that needs a session refuses nobody, a forger and somebody with a refresh token
    /// in its place, and answers 404 with one body for every id that is not there.
    async fn nobody_and_nothing(app: TestApp) {
        let ada = app.owner().await;
        let paths = [
            "spaces/{}", "spaces/{}/channels", "spaces/{}/roles", "spaces/{}/members",
            "spaces/{}/invites", "channels/{}", "channels/{}/messages", "messages/{}",
            "messages/{}/reactions/%F0%9F%91%8D", "users/{}",
        ];
        let without = |problem: Value| {
            let mut problem = problem;
            problem.as_object_mut().unwrap().remove("requestId");
            problem
        };
        let mut bodies = Vec::new();
        for path in paths {
            for id in ["1", "9223372036854775807", "x", "-1", "0", "%00", "9223372036854775808"] {
                let path = format!("/api/v1/{}", path.replace("{}", id));
                app.get(&path).await.refused(401, "UNAUTHENTICATED");
                for token in ["x", "a.b.c", ada.refresh_token.as_str()] {
                    let forged = Request::get(&path).bearer(token);
                    forged.send(&app.base()).await.refused(401, "UNAUTHENTICATED");
                }
                bodies.push(without(ada.get(&path).await.refused(404, "NOT_FOUND")));
            }
        }
        bodies.dedup();
        assert_eq!(bodies.len(), 1, "{bodies:?}");
    }

    /// Channels and categories are made, changed and deleted; the space is told.
    async fn a_channel_lives_and_dies(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let space = ada.space().await;
        let path = format!("/api/v1/spaces/{space}/channels");
        let category = ada.channel(json!({"name": "Games", "kind": "category"})).await;
        let body = json!({
            "name": "chess", "topic": "e4", "parentId": category, "slowModeSeconds": 5, "position": 7,
        });
        let chess = ada.post(&path, body).await.expect(201);
        assert_eq!(
            (&chess["kind"], &chess["parentId"], &chess["position"], &chess["slowModeSeconds"]),
            (&json!("text"), &json!(category), &json!(7), &json!(5))
        );
        assert_eq!((&chess["topic"], &chess["private"]), (&json!("e4"), &json!(false)));
        let seq = bo.get(&format!("/api/v1/spaces/{space}")).await.expect(200)["lastSeq"].clone();
        let mut socket = bo.socket().await;
        socket.send(json!({"type": "resume", "streams": {(space.as_str()): seq}})).await;
        socket.expect("SYNCED").await;

        let one = format!("/api/v1/channels/{}", chess["id"].as_str().unwrap());
        let wanted = json!({"name": "go", "topic": "", "position": 0, "slowModeSeconds": 0});
        let changed = ada.patch(&one, wanted).await.expect(200);
        assert_eq!((&changed["name"], &changed["topic"]), (&json!("go"), &json!("")));
        assert_eq!((&changed["position"], &changed["parentId"]), (&json!(0), &json!(category)));
        assert_eq!(socket.expect("CHANNEL_UPDATED").await["channel"], changed);
        assert_eq!(bo.get(&one).await.expect(200), changed);

        bo.say(chess["id"].as_str().unwrap(), "hi").await;
        assert_eq!(ada.delete(&format!("/api/v1/channels/{category}")).await.status, 204);
        let lifted = socket.expect("CHANNEL_UPDATED").await;
        assert_eq!((&lifted["channel"]["id"], &lifted["channel"]["parentId"]), (&chess["id"], &Value::Null));
        assert_eq!(socket.expect("CHANNEL_DELETED").await["channelId"], category);
        assert_eq!(ada.delete(&one).await.status, 204);
        assert_eq!(socket.expect("CHANNEL_DELETED").await["channelId"], chess["id"]);
        ada.delete(&one).await.refused(404, "NOT_FOUND");
        bo.get(&one).await.refused(404, "NOT_FOUND");
        bo.get(&format!("{one}/messages")).await.refused(404, "NOT_FOUND");
    }

    /// What is wrong with a channel is said, and nothing is made or changed.
    async fn bad_channels_are_refused(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (space, general) = (ada.space().await, ada.general().await);
        let path = format!("/api/v1/spaces/{space}/channels");
        let category = ada.channel(json!({"name": "c", "kind": "category"})).await;
        let before = ada.sees().await;
        for bad in [
            json!({}), json!({"name": ""}), json!({"name": "x".repeat(65)}), json!({"name": "a\u{200b}"}),
            json!({"name": "x", "kind": "dm"}), json!({"name": "x", "kind": "forum"}),
            json!({"name": "x", "topic": "x".repeat(1025)}), json!({"name": "x", "parentId": general}),
            json!({"name": "x", "parentId": "1"}), json!({"name": "x", "position": -1}),
            json!({"name": "x", "kind": "category", "parentId": category}),
            json!({"name": "x", "slowModeSeconds": 21601}), json!({"name": "x", "private": "yes"}),
            json!({"name": "x", "private": true, "memberIds": ["1"]}),
            json!({"name": "x", "private": true, "memberIds": vec![bo.id.clone(); 199]}),
        ] {
            ada.post(&path, bad).await.refused(422, "VALIDATION");
        }
        let one = format!("/api/v1/channels/{general}");
        for bad in [
            json!({"name": ""}), json!({"topic": "x".repeat(1025)}), json!({"parentId": general}),
            json!({"slowModeSeconds": -1}), json!({"name": null, "position": "x"}),
        ] {
            ada.patch(&one, bad).await.refused(422, "VALIDATION");
        }
        ada.patch(&format!("/api/v1/channels/{category}"), json!({"parentId": category}))
            .await
            .refused(422, "VALIDATION");
        bo.post(&path, json!({"name": "x"})).await.refused(403, "FORBIDDEN");
        bo.patch(&one, json!({"name": "x"})).await.refused(403, "FORBIDDEN");
        bo.delete(&one).await.refused(403, "FORBIDDEN");
        assert_eq!(ada.sees().await, before);

        // A category that is hidden and one that is not there are the same.
        ada.give(&bo, &["MANAGE_CHANNELS"]).await;
        let hidden = ada.channel(json!({"name": "h", "kind": "category", "private": true})).await;
        let mut said = Vec::new();
        for parent in [hidden.as_str(), "1"] {
            let made = bo.post(&path, json!({"name": "x", "parentId": parent})).await.refused(422, "VALIDATION");
            let moved = bo.patch(&one, json!({"parentId": parent})).await.refused(422, "VALIDATION");
            said.push([made["fields"].clone(), moved["fields"].clone()]);
        }
        assert_eq!(said[0], said[1]);
    }

    /// A channel gives and takes; nobody gives what he lacks; what is named must be there.
    async fn a_channel_gives_and_takes(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (space, general) = (ada.space().await, ada.general().await);
        let deny = json!({"deny": ["SEND_MESSAGES"]});
        let messages = format!("/api/v1/channels/{general}/messages");
        ada.change(&general, &space, deny.clone()).await.expect(204);
        bo.post(&messages, json!({"content": "x"})).await.refused(403, "FORBIDDEN");
        ada.change(&general, &bo.id, json!({"allow": ["SEND_MESSAGES", "MANAGE_ROLES"]}))
            .await
            .expect(204);
        bo.say(&general, "x").await;
        bo.change(&general, &space, json!({})).await.expect(204);
        let more = json!({"allow": ["ADMINISTRATOR"]});
        bo.change(&general, &bo.id, more).await.refused(403, "FORBIDDEN");
        for missing in ["1", "9223372036854775807", general.as_str()] {
            ada.change(&general, missing, deny.clone()).await.refused(404, "NOT_FOUND");
        }
        let both = json!({"allow": ["SPEAK"], "deny": ["SPEAK"]});
        ada.change(&general, &space, both).await.refused(422, "VALIDATION");
        ada.change(&general, &space, json!({"allow": ["FLY"]})).await.refused(422, "VALIDATION");
    }

    /// Who may change what a channel gives and takes reads it: roles first, people in full.
    async fn what_a_channel_gives_and_takes_is_read(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let (space, general) = (ada.space().await, ada.general().await);
        let path = format!("/api/v1/channels/{general}/overrides");
        assert_eq!(ada.get(&path).await.expect(200), json!({"items": []}));
        let gives = json!({"allow": ["MANAGE_ROLES"], "deny": ["SPEAK"]});
        ada.change(&general, &bo.id, gives).await.expect(204);
        ada.change(&general, &space, json!({"deny": ["ATTACH_FILES"]})).await.expect(204);
        let read = bo.get(&path).await.expect(200);
        let items = read["items"].as_array().unwrap();
        assert_eq!(items.len(), 2, "{read}");
        assert_eq!(
            items[0],
            json!({"targetId": space, "user": null, "allow": [], "deny": ["ATTACH_FILES"]})
        );
        assert_eq!((&items[1]["targetId"], &items[1]["user"]["username"]), (&json!(bo.id), &json!("bo")));
        assert_eq!((&items[1]["allow"], &items[1]["deny"]), (&json!(["MANAGE_ROLES"]), &json!(["SPEAK"])));
        cy.get(&path).await.refused(403, "FORBIDDEN");
        ada.change(&general, &space, json!({"deny": ["VIEW_CHANNEL"]})).await.expect(204);
        cy.get(&path).await.refused(404, "NOT_FOUND");
    }

    /// A channel in a private category is as private, unless somebody says otherwise.
    async fn a_channel_begins_like_its_category(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let body = json!({"name": "c", "kind": "category", "private": true});
        let category = ada.channel(body).await;
        let hidden = ada.channel(json!({"name": "x", "parentId": category})).await;
        let open = ada.channel(json!({"name": "y", "parentId": category, "private": false})).await;
        let seen = bo.sees().await;
        assert!(!seen.contains(&hidden) && !seen.contains(&category) && seen.contains(&open));
    }
}

/// The channel over the limit is refused, and so is the override.
#[tokio::test(flavor = "multi_thread")]
async fn there_are_so_many_channels_and_overrides() {
    let options = Options::default()
        .env("PARLOR_LIMITS__CHANNELS_PER_SPACE_MAX", 4)
        .env("PARLOR_LIMITS__OVERRIDES_PER_CHANNEL_MAX", 2);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
    let path = format!("/api/v1/spaces/{}/channels", ada.space().await);
    for kind in ["text", "category"] {
        ada.post(&path, json!({"name": "x", "kind": kind}))
            .await
            .expect(201);
    }
    ada.post(&path, json!({"name": "x"}))
        .await
        .refused(422, "VALIDATION");
    let general = ada.general().await;
    for target in [&ada.space().await, &bo.id, &bo.id] {
        ada.change(&general, target, json!({})).await.expect(204);
    }
    ada.change(&general, &cy.id, json!({}))
        .await
        .refused(422, "VALIDATION");
}
