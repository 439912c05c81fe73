//! Rights: who comes in, who is heard, and how quickly it ends.

use serde_json::{Value, json};

use super::{Pair, ids};
use crate::app::{Caller, Socket};

/// Opens a voice socket with an access token, and gives the refusal and the close code.
async fn refused(person: &crate::app::Person, channel: &str) -> (Value, Option<u16>) {
    let query = format!("token={}", person.access_token);
    let mut socket = Socket::call(&person.base, channel, &query).await;
    let closed = socket.expect_close().await;
    (socket.seen[0].clone(), closed)
}

on_both_engines! {
    /// Who may not connect does not come in; what is hidden, missing or has no calls is told alike.
    async fn nobody_comes_in_without_a_right(app: TestApp) {
        let pair = Pair::of(app).await;
        let general = pair.ada.general().await;
        for channel in [general.as_str(), "1", "x"] {
            let (error, closed) = refused(&pair.bo, channel).await;
            assert_eq!((&error["type"], &error["code"]), (&json!("error"), &json!("NOT_FOUND")));
            assert_eq!(closed, Some(4404), "{channel}");
        }
        let mut nobody = Socket::call(&pair.app.base(), &pair.lounge, "").await;
        assert_eq!(nobody.expect_close().await, Some(4401));
        assert_eq!(nobody.seen[0]["code"], "UNAUTHENTICATED");

        let everyone = pair.ada.space().await;
        let deny = json!({"deny": ["CONNECT"]});
        assert_eq!(pair.ada.change(&pair.lounge, &everyone, deny).await.status, 204);
        let (error, closed) = refused(&pair.bo, &pair.lounge).await;
        assert_eq!((&error["code"], closed), (&json!("FORBIDDEN"), Some(4403)));
        let _owner = Caller::sit(&pair.ada, &pair.lounge).await;

        let hide = json!({"private": true});
        pair.ada.patch(&format!("/api/v1/channels/{}", pair.lounge), hide).await.expect(200);
        let (hidden, closed) = refused(&pair.bo, &pair.lounge).await;
        let (missing, _) = refused(&pair.bo, "1").await;
        assert_eq!((hidden, closed), (missing, Some(4404)));
    }

    /// When the call that removes somebody is answered, they are out, and deaf; the others are told.
    async fn who_is_kicked_is_out_at_once(app: TestApp) {
        let pair = Pair::of(app).await;
        let (mut ada, mut bo) = pair.talk().await;
        let space = pair.ada.space().await;
        assert_eq!(pair.ada.delete(&pair.bo.seat(&space)).await.status, 204);
        assert_eq!(ids(&pair.list(&pair.ada).await["items"]), [pair.ada.id.as_str()]);
        let left = bo.socket.expect("leave").await;
        assert_eq!((&left["userId"], &left["reason"]), (&json!(pair.bo.id), &json!("kicked")));
        assert_eq!(bo.socket.expect_close().await, Some(4403));
        assert_eq!(ada.socket.expect("leave").await["reason"], "kicked");
        bo.does_not_hear(&ada).await;
        ada.does_not_hear(&bo).await;
    }

    /// A role, a rule of the channel and a time-out are felt at once, in both ways.
    async fn rights_are_judged_anew(app: TestApp) {
        let pair = Pair::of(app).await;
        let (mut ada, mut bo) = pair.talk().await;
        let everyone = pair.ada.space().await;
        let deny = json!({"deny": ["SPEAK"]});
        assert_eq!(pair.ada.change(&pair.lounge, &everyone, deny).await.status, 204);
        assert_eq!(ada.socket.expect("voice_state").await["state"]["suppressed"], true);
        ada.does_not_hear(&bo).await;
        bo.hears(&ada).await;
        assert_eq!(pair.ada.change(&pair.lounge, &everyone, json!({})).await.status, 204);
        assert_eq!(ada.socket.expect("voice_state").await["state"]["suppressed"], false);
        ada.hears(&bo).await;

        let until = parlor::clock::now().plus_millis(3_600_000);
        let silence = json!({"timeoutUntil": until});
        pair.ada.patch(&pair.bo.seat(&everyone), silence).await.expect(200);
        assert_eq!(bo.socket.expect_close().await, Some(4403));
    }

    /// What a moderator decides takes effect at once and outlives the call; it takes a right and a
    /// higher rank.
    async fn moderators_decide(app: TestApp) {
        let pair = Pair::of(app).await;
        let (mut ada, mut bo) = pair.talk().await;
        for action in ["mute", "unmute", "deafen", "undeafen", "disconnect", "move"] {
            let told = bo.moderate(&pair.ada, action, json!({"channelId": "1"})).await;
            assert_eq!(told, "FORBIDDEN", "{action}");
        }
        assert_eq!(ada.moderate(&pair.bo, "mute", json!({})).await, "ack");
        ada.does_not_hear(&bo).await;
        bo.hears(&ada).await;
        assert_eq!(ada.moderate(&pair.bo, "deafen", json!({})).await, "ack");
        bo.does_not_hear(&ada).await;
        bo.socket.send(json!({"type": "leave"})).await;
        assert_eq!(bo.socket.expect_close().await, Some(1000));

        let mut bo = Caller::join(&pair.bo, &pair.lounge).await;
        let list = pair.list(&pair.bo).await;
        let state = &list["items"][1]["state"];
        assert_eq!((&state["serverMuted"], &state["serverDeafened"]), (&json!(true), &json!(true)));
        bo.phone.speak(true);
        bo.does_not_hear(&ada).await;
        ada.does_not_hear(&bo).await;
        assert_eq!(ada.moderate(&pair.bo, "unmute", json!({})).await, "ack");
        assert_eq!(ada.moderate(&pair.bo, "undeafen", json!({})).await, "ack");
        ada.hears(&bo).await;
        bo.hears(&ada).await;

        // Whoever stands as high cannot be touched, also with the right to it.
        pair.ada.give(&pair.bo, &["MUTE_MEMBERS", "MOVE_MEMBERS"]).await;
        assert_eq!(bo.moderate(&pair.ada, "mute", json!({})).await, "FORBIDDEN");
        let gone = pair.app.join(&pair.ada, "gone").await;
        assert_eq!(ada.moderate(&gone, "mute", json!({})).await, "NOT_FOUND");
        assert_eq!(ada.moderate(&pair.bo, "disconnect", json!({})).await, "ack");
        assert_eq!(bo.socket.expect_close().await, Some(4403));

        // What was done to others stands in the log of the space; what was refused does not.
        let path = format!("/api/v1/spaces/{}/audit-log", pair.ada.space().await);
        let log = pair.ada.get(&path).await.expect(200);
        let told = log["items"].as_array().unwrap().iter().rev();
        let told = told.filter(|entry| entry["action"].as_str().unwrap().starts_with("voice_"));
        let told: Vec<_> = told
            .map(|entry| {
                assert_eq!(entry["targetId"], *pair.bo.id);
                (entry["action"].as_str().unwrap(), entry["detail"].clone())
            })
            .collect();
        let expected = [
            ("voice_muted", json!({"muted": true})),
            ("voice_deafened", json!({"deafened": true})),
            ("voice_muted", json!({"muted": false})),
            ("voice_deafened", json!({"deafened": false})),
            ("voice_disconnected", json!({"channelId": pair.lounge})),
        ];
        assert_eq!(told, expected);
    }

    /// Somebody is moved to where both may be, and told where that is.
    async fn people_are_moved(app: TestApp) {
        let pair = Pair::of(app).await;
        let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
        let mut bo = Caller::sit(&pair.bo, &pair.lounge).await;
        let other = pair.ada.channel(json!({"name": "other", "kind": "voice"})).await;
        let shut = pair.ada.channel(json!({"name": "shut", "kind": "voice", "private": true})).await;
        let general = pair.ada.general().await;
        for nowhere in [json!({}), json!({"channelId": general}), json!({"channelId": "1"}), json!({"channelId": pair.lounge})] {
            assert_eq!(ada.moderate(&pair.bo, "move", nowhere).await, "VALIDATION");
        }
        assert_eq!(ada.moderate(&pair.bo, "move", json!({"channelId": shut})).await, "FORBIDDEN");
        assert_eq!(ada.moderate(&pair.bo, "move", json!({"channelId": other})).await, "ack");
        let left = bo.socket.expect("leave").await;
        assert_eq!((&left["reason"], &left["channelId"]), (&json!("moved"), &json!(other)));
        assert_eq!(bo.socket.expect_close().await, Some(1000));
        let told = ada.socket.seen.iter().find(|frame| frame["type"] == "leave").unwrap();
        assert_eq!((&told["reason"], told.get("channelId")), (&json!("moved"), None));
        let path = format!("/api/v1/spaces/{}/audit-log?limit=1", pair.ada.space().await);
        let log = pair.ada.get(&path).await.expect(200);
        let entry = &log["items"][0];
        let detail = json!({"fromId": pair.lounge, "channelId": other});
        assert_eq!((&entry["action"], &entry["detail"]), (&json!("voice_moved"), &detail));
    }

    /// A channel that goes ends its call; signing out ends a stay.
    async fn a_call_ends_with_its_channel_and_a_stay_with_its_session(app: TestApp) {
        let pair = Pair::of(app).await;
        let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
        let mut bo = Caller::sit(&pair.bo, &pair.lounge).await;
        assert_eq!(pair.bo.post("/api/v1/auth/logout", json!({})).await.status, 204);
        assert_eq!(bo.socket.expect_close().await, Some(4401));
        let left = ada.socket.expect("leave").await;
        assert_eq!((&left["userId"], &left["reason"]), (&json!(pair.bo.id), &json!("left")));
        assert_eq!(pair.ada.delete(&format!("/api/v1/channels/{}", pair.lounge)).await.status, 204);
        assert_eq!(ada.socket.expect("leave").await["reason"], "channel_deleted");
        assert_eq!(ada.socket.expect_close().await, Some(4404));
    }
}
