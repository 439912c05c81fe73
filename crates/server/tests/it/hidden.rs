//! What is hidden stays hidden: in lists, in replays, on open sockets, and from the moment on at
//! which a right is lost.

use serde_json::{Value, json};

use crate::app::{Person, Socket};

/// A socket that follows these streams from their beginning.
async fn following(person: &Person, streams: &[&str]) -> Socket {
    let mut socket = person.socket().await;
    let from: serde_json::Map<_, _> = streams
        .iter()
        .map(|stream| ((*stream).to_owned(), json!(0)))
        .collect();
    socket
        .send(json!({"type": "resume", "streams": from}))
        .await;
    socket.expect("SYNCED").await;
    socket
}

/// Everything that came before the answer to a ping.
async fn until_now(socket: &mut Socket) -> Vec<Value> {
    let from = socket.seen.len();
    socket.send(json!({"type": "ping", "t": 1})).await;
    socket.expect("PONG").await;
    socket.seen[from..].to_vec()
}

/// Whether a frame has to do with this channel.
fn names(frame: &Value, channel: &str) -> bool {
    frame.to_string().contains(channel)
}

on_both_engines! {
    /// A private channel is there for who may see it and for nobody else; to the others what happens
    /// to it is a NOOP, live and later, and every answer is the one for what does not exist.
    async fn a_private_channel_is_for_those_who_see_it(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let space = ada.space().await;
        let (mut bos, mut cys) =
            (following(&bo, &[&space]).await, following(&cy, &[&space]).await);
        let secret = ada
            .channel(json!({"name": "secret", "private": true, "memberIds": [bo.id]}))
            .await;
        let made = bos.expect("CHANNEL_CREATED").await;
        assert_eq!(made["channel"]["id"], secret);
        assert_eq!(made["channel"]["private"], true);
        let noop = cys.expect("NOOP").await;
        assert_eq!((&noop["seq"], &noop["stream"]), (&made["seq"], &json!(space)));
        ada.patch(&format!("/api/v1/channels/{secret}"), json!({"topic": "t"})).await.expect(200);
        assert_eq!(bos.expect("CHANNEL_UPDATED").await["channel"]["topic"], "t");
        cys.expect("NOOP").await;

        let message = ada.say(&secret, "psst").await;
        let message = message["id"].as_str().unwrap();
        assert!(bo.sees().await.contains(&secret) && !cy.sees().await.contains(&secret));
        for path in [
            format!("channels/{secret}"), format!("channels/{secret}/messages"),
            format!("messages/{message}"),
        ] {
            bo.get(&format!("/api/v1/{path}")).await.expect(200);
            cy.get(&format!("/api/v1/{path}")).await.refused(404, "NOT_FOUND");
        }
        let path = format!("/api/v1/channels/{secret}");
        cy.patch(&path, json!({"topic": "x"})).await.refused(404, "NOT_FOUND");
        cy.delete(&path).await.refused(404, "NOT_FOUND");
        cy.change(&secret, &cy.id, json!({"allow": ["VIEW_CHANNEL"]})).await.refused(404, "NOT_FOUND");
        bo.patch(&path, json!({"topic": "x"})).await.refused(403, "FORBIDDEN");
        cys.send(json!({"type": "join_channel", "channelId": secret, "ref": "r"})).await;
        assert_eq!(cys.expect("ERROR").await["code"], "NOT_FOUND");

        ada.delete(&path).await.expect(204);
        assert_eq!(bos.expect("CHANNEL_DELETED").await["channelId"], secret);
        cys.expect("NOOP").await;
        // Only the question of his own names it.
        assert!(cys.seen.iter().all(|frame| !names(frame, &secret)));
        let later = following(&cy, &[&space]).await;
        assert!(later.seen.iter().all(|frame| !names(frame, &secret)));
        let later = following(&bo, &[&space]).await;
        assert!(later.seen.iter().any(|frame| names(frame, &secret)));
    }

    /// Who is denied a channel hears nothing more of it once the call has returned: not live, not by
    /// joining again, not in a replay, not over HTTP. In the space's stream it is gone for him.
    async fn a_lost_right_ends_delivery_at_once(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let (space, general) = (ada.space().await, ada.general().await);
        let (mut bos, mut cys) = (
            following(&bo, &[&space, &general]).await,
            following(&cy, &[&space, &general]).await,
        );
        ada.change(&general, &bo.id, json!({"deny": ["VIEW_CHANNEL"]})).await.expect(204);
        ada.say(&general, "without bo").await;
        cys.expect("NEW_MESSAGE").await;
        let heard = until_now(&mut bos).await;
        let of = |kind: &str| heard.iter().filter(|frame| frame["type"] == kind).collect::<Vec<_>>();
        assert_eq!(of("SYNC_RESET")[0]["reason"], "NO_ACCESS");
        assert_eq!(of("SYNC_RESET")[0]["stream"], general);
        assert_eq!(of("CHANNEL_DELETED")[0]["channelId"], general);
        assert!(of("NEW_MESSAGE").is_empty(), "{heard:#?}");
        bos.send(json!({"type": "join_channel", "channelId": general, "seq": 0, "ref": "r"})).await;
        assert_eq!(bos.expect("ERROR").await["code"], "NOT_FOUND");
        bo.get(&format!("/api/v1/channels/{general}/messages")).await.refused(404, "NOT_FOUND");
        assert!(!bo.sees().await.contains(&general));
        let later = following(&bo, &[&space, &general]).await;
        assert!(later.seen.iter().any(|frame| frame["reason"] == "NO_ACCESS"));
        assert!(later.seen.iter().all(|frame| !frame.to_string().contains("without bo")));

        // Taken away again, it is as before.
        let path = format!("/api/v1/channels/{general}/overrides/{}", bo.id);
        assert_eq!(ada.delete(&path).await.status, 204);
        assert_eq!(ada.delete(&path).await.status, 204);
        assert_eq!(bos.expect("CHANNEL_UPDATED").await["channel"]["id"], general);
        bos.join(&general, Some(0)).await;
        assert!(bos.seen.iter().any(|frame| frame.to_string().contains("without bo")));
    }

    /// The same when @everyone loses it, by the channel or by the role, when a role loses it, or is
    /// taken or deleted, when what was allowed to one is taken back, and when the channel goes.
    async fn every_way_to_lose_a_channel_ends_delivery(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let space = ada.space().await;
        let everyone = format!("/api/v1/roles/{space}");
        let all = ada.get(&format!("/api/v1/spaces/{space}/roles")).await.expect(200);
        let all = all["items"][0]["permissions"].clone();
        let view = json!({"allow": ["VIEW_CHANNEL"]});
        for way in ["private", "everyone", "denied to a role", "role taken", "role deleted", "taken back", "delete"] {
            let hidden = matches!(way, "role taken" | "role deleted" | "taken back");
            let channel = ada.channel(json!({"name": "here", "private": hidden})).await;
            let path = format!("/api/v1/channels/{channel}");
            let role = ada.give(&bo, &[]).await;
            if hidden {
                let target = if way == "taken back" { &bo.id } else { &role };
                ada.change(&channel, target, view.clone()).await.expect(204);
            }
            let mut socket = following(&bo, &[&channel]).await;
            ada.say(&channel, "with bo").await;
            let of_role = format!("/api/v1/roles/{role}");
            match way {
                "private" => drop(ada.patch(&path, json!({"private": true})).await.expect(200)),
                "everyone" => drop(ada.patch(&everyone, json!({"permissions": []})).await.expect(200)),
                "denied to a role" => drop(ada.change(&channel, &role, json!({"deny": ["VIEW_CHANNEL"]})).await.expect(204)),
                "role taken" => drop(ada.patch(&bo.seat(&space), json!({"roleIds": []})).await.expect(200)),
                "role deleted" => drop(ada.delete(&of_role).await.expect(204)),
                "taken back" => drop(ada.delete(&format!("{path}/overrides/{}", bo.id)).await.expect(204)),
                _ => drop(ada.delete(&path).await.expect(204)),
            }
            if way != "delete" {
                ada.say(&channel, "without bo").await;
            }
            let mut heard = until_now(&mut socket).await;
            // Of other channels they may hear at any time.
            heard.retain(|frame| frame["type"] != "TIPS" || names(frame, &channel));
            // What was said before may come before the end, and nothing after it.
            if heard[0]["type"] == "NEW_MESSAGE" {
                assert_eq!(heard.remove(0)["message"]["content"], "with bo", "{way}");
            }
            assert_eq!(heard[0]["type"], "SYNC_RESET", "{way}: {heard:#?}");
            assert_eq!(heard[0]["reason"], "NO_ACCESS");
            assert!(heard[1..].iter().all(|frame| !names(frame, &channel)), "{way}: {heard:#?}");
            bo.get(&path).await.refused(404, "NOT_FOUND");
            socket.send(json!({"type": "send_message", "channelId": channel, "content": "x", "nonce": way})).await;
            assert_eq!(socket.expect("ERROR").await["code"], "NOT_FOUND", "{way}");
            ada.patch(&everyone, json!({"permissions": all})).await.expect(200);
        }
    }
}
