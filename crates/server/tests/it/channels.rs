//! Spaces and channels as a newcomer finds them, and what nobody finds.

use serde_json::{Value, json};

use crate::app::http::Request;

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
}
