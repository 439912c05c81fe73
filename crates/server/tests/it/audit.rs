//! The audit logs: every deed that needs a right over others is in one, once, for who may read it.

use serde_json::{Value, json};

use crate::app::Person;

async fn log(person: &Person, space: &str) -> Vec<Value> {
    let path = format!("/api/v1/spaces/{space}/audit-log?limit=100");
    let page = person.get(&path).await.expect(200);
    assert_eq!(page["hasMore"], false);
    let mut entries = page["items"].as_array().unwrap().clone();
    entries.reverse();
    entries
}

fn id(thing: &Value) -> &str {
    thing["id"].as_str().unwrap()
}

on_both_engines! {
    /// Entries are found by who did it, what it was and when, page after page; the first page says
    /// who ever did anything.
    async fn entries_are_found(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let space = ada.space().await;
        ada.give(&bo, &["VIEW_CHANNEL", "MANAGE_SPACE", "VIEW_AUDIT_LOG"]).await;
        for name in ["One", "Two"] {
            bo.patch(&format!("/api/v1/spaces/{space}"), json!({"name": name})).await.expect(200);
        }
        ada.patch(&cy.seat(&space), json!({"nickname": "Cyd"})).await.expect(200);
        let path = format!("/api/v1/spaces/{space}/audit-log");
        let all = bo.get(&path).await.expect(200);
        let actors: Vec<_> = all["actors"].as_array().unwrap().iter().map(id).collect();
        assert_eq!(actors, [&ada.id, &bo.id]);
        let found = async |query: &str| -> Vec<String> {
            let page = bo.get(&format!("{path}?{query}")).await.expect(200);
            page["items"].as_array().unwrap().iter().map(|entry| id(entry).to_owned()).collect()
        };
        let every: Vec<_> = found("").await;
        let (newest, renamed) = (&every[0], every[1..3].to_vec());
        assert_eq!(found(&format!("actor={}", bo.id)).await, renamed);
        assert_eq!(found("action=space_updated").await, renamed);
        assert_eq!(found("action=space_updated&limit=1").await, renamed[..1]);
        let next = format!("action=space_updated&limit=1&before={}", renamed[0]);
        assert_eq!(found(&next).await, renamed[1..]);
        assert_eq!(found("action=member_renamed").await, std::slice::from_ref(newest));
        assert_eq!(found(&format!("action=member_renamed&actor={}", bo.id)).await, [] as [String; 0]);
        assert_eq!(found(&format!("actor={}", cy.id)).await, [] as [String; 0]);
        let at = all["items"][0]["createdAt"].as_str().unwrap();
        assert!(found(&format!("since={at}")).await.contains(newest));
        assert!(!found(&format!("until={at}")).await.contains(newest));
        assert_eq!(found("until=2020-01-01T00:00:00Z").await, [] as [String; 0]);
        let later = bo.get(&format!("{path}?before={newest}")).await.expect(200);
        assert_eq!(later["actors"], json!([]));
        for bad in ["actor=x", "action=nothing", "since=yesterday", "until=7"] {
            bo.get(&format!("{path}?{bad}")).await.refused(422, "VALIDATION");
        }
    }

    /// So are those of the instance; what was done at the machine is the operator's.
    async fn entries_of_the_instance_are_found(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let user = format!("/api/v1/admin/users/{}", bo.id);
        ada.patch(&user, json!({"admin": true})).await.expect(200);
        bo.patch("/api/v1/admin/settings", json!({"name": "Hall"})).await.expect(200);
        let found = async |query: &str| -> Vec<String> {
            let page = ada.get(&format!("/api/v1/admin/audit-log?{query}")).await.expect(200);
            let entries = page["items"].as_array().unwrap().iter();
            entries.map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(found("").await, ["settings_changed", "admin_named"]);
        assert_eq!(found(&format!("actor={}", bo.id)).await, ["settings_changed"]);
        assert_eq!(found("action=admin_named").await, ["admin_named"]);
        assert_eq!(found("actor=operator").await, [] as [String; 0]);
        assert_eq!(found("since=2020-01-01T00:00:00Z&limit=1").await, ["settings_changed"]);
        assert_eq!(found("until=2020-01-01T00:00:00Z").await, [] as [String; 0]);
        let page = ada.get("/api/v1/admin/audit-log").await.expect(200);
        let actors: Vec<_> = page["actors"].as_array().unwrap().iter().map(id).collect();
        assert_eq!(actors, [&ada.id, &bo.id]);
        ada.get("/api/v1/admin/audit-log?actor=root").await.refused(422, "VALIDATION");
    }

    /// One entry a deed, in order, with who, what, to whom and in which words; nothing for what was
    /// refused, what changed nothing and what people do to what is theirs.
    async fn every_deed_is_written_down(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let (space, general) = (ada.space().await, ada.general().await);
        let base = format!("/api/v1/spaces/{space}");
        assert_eq!(log(&ada, &space).await, [] as [Value; 0]);

        ada.patch(&base, json!({"name": "Hall"})).await.expect(200);
        let channel = ada.channel(json!({"name": "new"})).await;
        let path = format!("/api/v1/channels/{channel}");
        ada.patch(&path, json!({"topic": "t"})).await.expect(200);
        ada.change(&channel, &bo.id, json!({"deny": ["SEND_MESSAGES"]})).await.expect(204);
        let target = format!("{path}/overrides/{}", bo.id);
        for _ in 0..2 {
            ada.delete(&target).await.expect(204);
        }
        ada.delete(&path).await.expect(204);
        let body = json!({"name": "Mods", "permissions": ["CREATE_INVITE", "VIEW_CHANNEL"]});
        let role = ada.post(&format!("{base}/roles"), body).await.expect(201);
        let path = format!("/api/v1/roles/{}", id(&role));
        ada.patch(&path, json!({"color": "#102030"})).await.expect(200);
        for _ in 0..2 {
            ada.patch(&bo.seat(&space), json!({"roleIds": [id(&role)]})).await.expect(200);
        }
        let invite = bo.invite().await;
        ada.delete(&format!("/api/v1/invites/{invite}")).await.expect(204);
        ada.delete(&path).await.expect(204);
        ada.patch(&bo.seat(&space), json!({"nickname": "Bobo"})).await.expect(200);
        let in_a_day = in_a_day();
        ada.patch(&bo.seat(&space), json!({"timeoutUntil": in_a_day})).await.expect(200);
        ada.patch(&bo.seat(&space), json!({"timeoutUntil": null})).await.expect(200);
        let said = bo.say(&general, "spam").await;
        let pin = format!("/api/v1/messages/{}/pin", id(&said));
        for _ in 0..2 {
            ada.put(&pin, json!({})).await.expect(204);
        }
        for _ in 0..2 {
            ada.delete(&pin).await.expect(204);
        }
        for _ in 0..2 {
            ada.delete(&format!("/api/v1/messages/{}/embeds", id(&said))).await.expect(204);
        }
        ada.delete(&format!("/api/v1/messages/{}", id(&said))).await.expect(204);
        ada.delete(&bo.seat(&space)).await.expect(204);
        let ban = format!("{base}/bans/{}", bo.id);
        ada.put(&ban, json!({"reason": "spam"})).await.expect(204);
        for _ in 0..2 {
            ada.delete(&ban).await.expect(204);
        }

        // What is one's own, and what is refused, is nobody's business.
        cy.patch(&cy.seat(&space), json!({"nickname": "Cyd"})).await.expect(200);
        let own = cy.say(&general, "oh").await;
        cy.delete(&format!("/api/v1/messages/{}", id(&own))).await.expect(204);
        let own = ada.say(&general, "oh").await;
        let pin = format!("/api/v1/messages/{}/pin", id(&own));
        ada.put(&pin, json!({})).await.expect(204);
        ada.delete(&pin).await.expect(204);
        ada.delete(&format!("/api/v1/messages/{}/embeds", id(&own))).await.expect(204);
        ada.delete(&format!("/api/v1/messages/{}", id(&own))).await.expect(204);
        let mine = ada.invite().await;
        ada.delete(&format!("/api/v1/invites/{mine}")).await.expect(204);
        cy.patch(&base, json!({"name": "x"})).await.refused(403, "FORBIDDEN");
        ada.patch(&base, json!({"name": ""})).await.refused(422, "VALIDATION");
        cy.delete(&cy.seat(&space)).await.expect(204);

        let (role, said) = (id(&role), id(&said));
        let expected = [
            ("space_updated", json!(space), json!({"name": "Hall"})),
            ("channel_created", json!(channel), json!({"name": "new", "kind": "text"})),
            ("channel_updated", json!(channel), json!({"topic": "t"})),
            ("override_put", json!(channel), json!({"targetId": bo.id, "allow": [], "deny": ["SEND_MESSAGES"]})),
            ("override_removed", json!(channel), json!({"targetId": bo.id})),
            ("channel_deleted", json!(channel), json!({"name": "new"})),
            ("role_created", json!(role), json!({"name": "Mods", "permissions": ["VIEW_CHANNEL", "CREATE_INVITE"]})),
            ("role_updated", json!(role), json!({"color": "#102030"})),
            ("member_roles_changed", json!(bo.id), json!({"roleIds": [role]})),
            ("invite_revoked", Value::Null, json!({"inviterId": bo.id})),
            ("role_deleted", json!(role), json!({"name": "Mods"})),
            ("member_renamed", json!(bo.id), json!({"nickname": "Bobo"})),
            ("member_timed_out", json!(bo.id), json!({"timeoutUntil": in_a_day})),
            ("member_timed_out", json!(bo.id), json!({})),
            ("message_pinned", json!(said), json!({"channelId": general, "authorId": bo.id})),
            ("message_unpinned", json!(said), json!({"channelId": general, "authorId": bo.id})),
            ("embeds_removed", json!(said), json!({"channelId": general, "authorId": bo.id})),
            ("message_deleted", json!(said), json!({"channelId": general, "authorId": bo.id})),
            ("member_kicked", json!(bo.id), json!({})),
            ("member_banned", json!(bo.id), json!({"reason": "spam"})),
            ("member_unbanned", json!(bo.id), json!({})),
        ];
        let entries = log(&ada, &space).await;
        let told = entries.iter().map(|entry| {
            assert_eq!(entry["actor"]["username"], "ada");
            assert!(entry["createdAt"].is_string());
            (entry["action"].as_str().unwrap(), entry["targetId"].clone(), entry["detail"].clone())
        });
        assert_eq!(told.collect::<Vec<_>>(), expected);
        let text = Value::Array(entries).to_string();
        assert!(!text.contains(&invite), "a code is a secret");
        // Whom they speak of is told by name, although nobody here shares a space with them now.
        let page = ada.get(&format!("{base}/audit-log?limit=1")).await.expect(200);
        let users = page["users"].as_array().unwrap().iter().map(|user| &user["username"]);
        assert_eq!(users.collect::<Vec<_>>(), ["bo"]);
        assert_eq!(page["hasMore"], true);
    }

    /// What is done in running the instance stands in a log of its own, with who did what to whom;
    /// nothing of what was refused or changed nothing. Only who runs the instance reads it.
    async fn the_instance_has_a_log(app: TestApp) {
        const LOG: &str = "/api/v1/admin/audit-log";
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let of = |user: &Person, rest: &str| format!("/api/v1/admin/users/{}{rest}", user.id);
        assert_eq!(ada.get(LOG).await.expect(200), json!({"items": [], "hasMore": false, "actors": []}));
        bo.get(LOG).await.refused(403, "FORBIDDEN");
        for change in [json!({"admin": true}), json!({"admin": true}), json!({})] {
            ada.patch(&of(&bo, ""), change).await.expect(200);
        }
        bo.post(&of(&ada, "/logout-all"), json!({})).await.refused(403, "FORBIDDEN");
        bo.post(&of(&cy, "/logout-all"), json!({})).await.expect(204);
        bo.post(&of(&cy, "/reset-link"), json!({})).await.expect(201);
        for change in [json!({"disabled": true}), json!({"disabled": false})] {
            bo.patch(&of(&cy, ""), change).await.expect(200);
        }
        ada.patch(&of(&bo, ""), json!({"admin": false})).await.expect(200);
        for change in [json!({"name": "Hall"}), json!({"name": null}), json!({})] {
            ada.patch("/api/v1/admin/settings", change).await.expect(200);
        }
        let reset = app.command(&["user", "reset-password", "cy"]).output().unwrap();
        assert!(reset.status.success(), "{reset:?}");

        let log = ada.get(LOG).await.expect(200);
        let told = log["items"].as_array().unwrap().iter().rev().map(|entry| {
            assert!(entry["createdAt"].is_string());
            let (actor, target) = (&entry["actor"]["username"], &entry["target"]["username"]);
            (actor.clone(), entry["action"].as_str().unwrap(), target.clone(), entry["detail"].clone())
        });
        let (ada_did, bo_did) = (json!("ada"), json!("bo"));
        assert_eq!(told.collect::<Vec<_>>(), [
            (ada_did.clone(), "admin_named", json!("bo"), json!({})),
            (bo_did.clone(), "sessions_ended", json!("cy"), json!({"sessions": 1})),
            (bo_did.clone(), "reset_link_made", json!("cy"), json!({})),
            (bo_did.clone(), "account_disabled", json!("cy"), json!({})),
            (bo_did, "account_enabled", json!("cy"), json!({})),
            (ada_did.clone(), "admin_dismissed", json!("bo"), json!({})),
            (ada_did.clone(), "settings_changed", Value::Null, json!({"instance.name": "Hall"})),
            (ada_did, "settings_changed", Value::Null, json!({"instance.name": null})),
            (Value::Null, "password_reset", json!("cy"), json!({"sessions": 0})),
        ]);
        let page = ada.get(&format!("{LOG}?limit=2&before={}", id(&log["items"][1]))).await.expect(200);
        assert_eq!(page["items"].as_array().unwrap()[..], log["items"].as_array().unwrap()[2..4]);
        assert_eq!(page["hasMore"], true);
        for bad in ["limit=0", "limit=101", "before=x"] {
            ada.get(&format!("{LOG}?{bad}")).await.refused(422, "VALIDATION");
        }
    }

    /// It is read with the permission for it, page by page; to everybody else it is closed, or not
    /// there; and it goes with its space.
    async fn the_log_is_for_who_may_read_it(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let space = ada.space().await;
        let path = format!("/api/v1/spaces/{space}/audit-log");
        bo.get(&path).await.refused(403, "FORBIDDEN");
        ada.give(&bo, &["VIEW_CHANNEL", "VIEW_AUDIT_LOG"]).await;
        ada.patch(&format!("/api/v1/spaces/{space}"), json!({"name": "Hall"})).await.expect(200);
        cy.delete(&cy.seat(&space)).await.expect(204);
        cy.get(&path).await.refused(404, "NOT_FOUND");
        bo.get("/api/v1/spaces/7/audit-log").await.refused(404, "NOT_FOUND");
        let all = log(&bo, &space).await;
        assert_eq!(all.len(), 3);
        let mut seen = Vec::new();
        let mut before = String::new();
        loop {
            let page = bo.get(&format!("{path}?limit=2{before}")).await.expect(200);
            seen.extend(page["items"].as_array().unwrap().iter().cloned());
            before = format!("&before={}", id(seen.last().unwrap()));
            if page["hasMore"] == false {
                break;
            }
        }
        seen.reverse();
        assert_eq!(seen, all);
        for bad in ["limit=0", "limit=101", "before=x", "limit=x"] {
            bo.get(&format!("{path}?{bad}")).await.refused(422, "VALIDATION");
        }
        // Another space has a log of its own.
        let other = ada.post("/api/v1/spaces", json!({"name": "Other"})).await.expect(201);
        let other = id(&other);
        ada.patch(&format!("/api/v1/spaces/{other}"), json!({"name": "x"})).await.expect(200);
        assert_eq!(log(&ada, other).await.len(), 1);
        assert_eq!(log(&ada, &space).await.len(), 3);
        ada.delete(&format!("/api/v1/spaces/{other}")).await.expect(204);
        ada.get(&format!("/api/v1/spaces/{other}/audit-log")).await.refused(404, "NOT_FOUND");
    }
}

pub fn in_a_day() -> Value {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let millis = i64::try_from(now.as_millis()).unwrap() + 86_400_000;
    let time = parlor_protocol::time::Timestamp::from_millis(millis);
    serde_json::to_value(time).unwrap()
}
