//! People: oneself and others.

use serde_json::{Value, json};

use crate::app::Person;

const ME: &str = "/api/v1/users/me";

on_both_engines! {
    /// One changes what one names; what is absent stays, `null` clears, and others see of it what
    /// is theirs to see.
    async fn an_account_is_changed(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let me = bo.get(ME).await.expect(200);
        assert_eq!((&me["username"], &me["displayName"], &me["owner"]), (&json!("bo"), &json!("bo"), &json!(false)));
        let me = bo.patch(ME, json!({"displayName": "Bo 🌻", "email": "bo@example.org", "statusText": "away"})).await.expect(200);
        assert_eq!((&me["displayName"], &me["email"]), (&json!("Bo 🌻"), &json!("bo@example.org")));
        let me = bo.patch(ME, json!({"statusText": null, "unknown": 1})).await.expect(200);
        assert_eq!((&me["statusText"], &me["email"]), (&Value::Null, &json!("bo@example.org")));

        let seen = ada.get(&format!("/api/v1/users/{}", bo.id)).await.expect(200);
        assert_eq!(seen["displayName"], "Bo 🌻");
        for hidden in ["email", "statusText", "owner"] {
            assert!(seen.get(hidden).is_none(), "{hidden}");
        }
        let me = bo.patch(ME, json!({"displayName": null})).await.expect(200);
        assert_eq!(me["displayName"], "bo");
        Person::login(&app, "bo@example.org", Person::PASSWORD).await;
    }

    /// What is not as it must be changes nothing.
    async fn a_bad_change_is_refused(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        ada.patch(ME, json!({"email": "ada@example.org"})).await.expect(200);
        let before = bo.get(ME).await.expect(200);
        for (field, value) in [
            ("displayName", json!("")), ("displayName", json!("x".repeat(65))), ("displayName", json!("a\0b")),
            ("displayName", json!(5)), ("email", json!("nobody")), ("email", json!("a@b\0")),
            ("statusText", json!("x".repeat(129))), ("statusText", json!("a\nb")),
        ] {
            let problem = bo.patch(ME, json!({"displayName": "New", field: value})).await.refused(422, "VALIDATION");
            assert!(problem["fields"][field].is_string(), "{problem}");
        }
        let taken = json!({"displayName": "New", "email": "ADA@example.org"});
        bo.patch(ME, taken).await.refused(409, "CONFLICT");
        assert_eq!(bo.get(ME).await.expect(200), before);
    }

    /// Who shares no space with one does not exist for one.
    async fn strangers_do_not_exist(app: TestApp) {
        let ada = app.owner().await;
        let missing = ada.get("/api/v1/users/1").await;
        assert_eq!(missing.status, 404);
        missing.refused(404, "NOT_FOUND");
        ada.get("/api/v1/users/nonsense").await.refused(404, "NOT_FOUND");
        ada.get(&format!("/api/v1/users/{}", ada.id)).await.expect(200);
        app.get(&format!("/api/v1/users/{}", ada.id)).await.refused(401, "UNAUTHENTICATED");
    }
}
