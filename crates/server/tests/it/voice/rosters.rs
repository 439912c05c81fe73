//! Who is told who is in a call.

use serde_json::json;

use super::{Pair, ids};
use crate::app::Caller;

on_both_engines! {
    /// Everybody who sees the channel hears who comes, changes and goes, each time with a higher
    /// version; the lists say the same.
    async fn who_sees_the_channel_is_told(app: TestApp) {
        let pair = Pair::of(app).await;
        let mut listener = pair.bo.socket().await;
        let empty = pair.list(&pair.bo).await;
        assert_eq!(empty["items"], json!([]));
        let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
        let joined = listener.expect("VOICE_STATE").await;
        assert_eq!((&joined["event"], &joined["channelId"]), (&json!("joined"), &json!(pair.lounge)));
        assert_eq!((&joined["userId"], &joined["user"]["username"]), (&json!(pair.ada.id), &json!("ada")));
        assert!(joined.get("ring").is_none(), "no channel of a space rings");
        ada.ask(json!({"type": "voice_state", "muted": true})).await;
        let changed = listener.expect("VOICE_STATE").await;
        assert_eq!((&changed["event"], &changed["state"]["muted"]), (&json!("state_changed"), &json!(true)));
        let version = |of: &serde_json::Value| of["version"].as_u64().unwrap();
        assert!(version(&empty) < version(&joined) && version(&joined) < version(&changed));

        let list = pair.list(&pair.bo).await;
        assert_eq!(version(&list), version(&changed));
        assert_eq!(ids(&list["items"]), [pair.ada.id.as_str()]);
        assert_eq!(list["items"][0]["state"], changed["state"]);
        let rooms = json!([{"channelId": pair.lounge, "participants": list["items"]}]);
        let all = pair.bo.get("/api/v1/voice").await.expect(200);
        assert_eq!(all["rooms"], rooms);
        let sync = pair.bo.get("/api/v1/sync").await.expect(200);
        assert_eq!(sync["voice"], all);

        ada.socket.send(json!({"type": "leave"})).await;
        let left = listener.expect("VOICE_STATE").await;
        assert_eq!(left["event"], "left");
        assert!(version(&left) > version(&list));
        assert_eq!(pair.bo.get("/api/v1/voice").await.expect(200)["rooms"], json!([]));
    }

    /// Who does not see the channel knows of no call in it.
    async fn what_is_hidden_has_no_calls(app: TestApp) {
        let pair = Pair::of(app).await;
        let hidden = pair.ada.channel(json!({"name": "hidden", "kind": "voice", "private": true})).await;
        let mut listener = pair.bo.socket().await;
        let _there = Caller::sit(&pair.ada, &hidden).await;
        let missing = pair.bo.get("/api/v1/channels/1/voice").await;
        let answer = pair.bo.get(&format!("/api/v1/channels/{hidden}/voice")).await;
        assert_eq!((answer.status, missing.status.as_u16()), (missing.status, 404));
        assert_eq!(pair.bo.get("/api/v1/voice").await.expect(200)["rooms"], json!([]));
        assert_eq!(pair.bo.get("/api/v1/sync").await.expect(200)["voice"]["rooms"], json!([]));
        // What comes after it is told; so this was not.
        let _here = Caller::sit(&pair.ada, &pair.lounge).await;
        let told = listener.expect("VOICE_STATE").await;
        assert_eq!(told["channelId"], *pair.lounge);
        assert_eq!(told["event"], "joined");
    }

    /// Who comes is told who is there, and the others that they came.
    async fn people_in_a_call_know_each_other(app: TestApp) {
        let pair = Pair::of(app).await;
        let mut ada = Caller::sit(&pair.ada, &pair.lounge).await;
        assert_eq!(ada.ready["selfId"], *pair.ada.id);
        let video = json!({"slots": 9, "videos": 25, "cameraBitrate": 1_800_000, "screenBitrate": 3_000_000});
        assert_eq!(
            ada.ready["limits"],
            json!({"slots": 8, "bitrate": 32_000, "participants": 500, "video": video})
        );
        assert_eq!(ada.ready["transport"], "udp");
        let list = ada.socket.expect("participants_list").await;
        assert_eq!(list["participants"], ada.ready["participants"]);
        let bo = Caller::sit(&pair.bo, &pair.lounge).await;
        let joined = ada.socket.expect("join").await;
        assert_eq!((&joined["userId"], &joined["user"]["username"]), (&json!(pair.bo.id), &json!("bo")));
        assert_eq!(bo.participants(), [&pair.ada.id, &pair.bo.id].map(String::as_str));
    }
}
