//! Members: leaving, being removed, names, roles and silence, and by whose right.

use serde_json::{Value, json};

use crate::app::{Options, Person, Socket, TestApp};

/// Everything that came before the answer to a ping.
async fn until_now(socket: &mut Socket) -> Vec<Value> {
    let from = socket.seen.len();
    socket.settle().await;
    socket.seen[from..].to_vec()
}

fn of<'f>(frames: &'f [Value], kind: &str) -> Vec<&'f Value> {
    let of_kind = frames.iter().filter(|frame| frame["type"] == kind);
    of_kind.collect()
}

/// Makes sure that a space and its channel are not there for somebody, however they ask.
async fn sees_nothing(person: &Person, space: &str, channel: &str) {
    for path in [
        format!("spaces/{space}"),
        format!("spaces/{space}/channels"),
        format!("spaces/{space}/members"),
        format!("spaces/{space}/roles"),
        format!("channels/{channel}"),
        format!("channels/{channel}/messages"),
    ] {
        let answer = person.get(&format!("/api/v1/{path}")).await;
        answer.refused(404, "NOT_FOUND");
    }
    let sync = person.get("/api/v1/sync").await.expect(200);
    assert!(!sync.to_string().contains(channel), "{sync}");
}

/// The start of the day before or after, as the wire writes it.
fn at(millis_from_now: i64) -> String {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let now = i64::try_from(now.as_millis()).unwrap();
    let time = parlor_protocol::time::Timestamp::from_millis(now + millis_from_now);
    let time = serde_json::to_value(time).unwrap();
    time.as_str().unwrap().to_owned()
}

const DAY_MS: i64 = 86_400_000;

on_both_engines! {
    /// Who leaves is gone for all, and all is gone for him: in lists, live and in replays. The owner
    /// stays.
    async fn a_member_leaves(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let (space, general) = (ada.space().await, ada.general().await);
        let mut cys = cy.following(&[&space]).await;
        let mut bos = bo.following(&[&space, &general, &bo.id]).await;
        let me = format!("/api/v1/spaces/{space}/members/me");
        assert_eq!(bo.delete(&me).await.status, 204);
        ada.say(&general, "without bo").await;
        let left = cys.expect("MEMBER_LEFT").await;
        assert_eq!((&left["userId"], &left["reason"]), (&json!(bo.id), &json!("left")));
        assert_eq!(left["spaceId"], space);
        let heard = until_now(&mut bos).await;
        assert_eq!(of(&heard, "SPACE_LEFT")[0]["spaceId"], space);
        assert_eq!(of(&heard, "MEMBER_LEFT")[0]["seq"], left["seq"]);
        assert_eq!(of(&heard, "SYNC_RESET").len(), 2);
        assert!(of(&heard, "NEW_MESSAGE").is_empty(), "{heard:#?}");
        sees_nothing(&bo, &space, &general).await;
        bo.delete(&me).await.refused(404, "NOT_FOUND");
        let members = ada.get(&format!("/api/v1/spaces/{space}/members")).await.expect(200);
        assert_eq!(members["items"].as_array().unwrap().len(), 2);

        // What he is told later says nothing of a place he is no longer in.
        let later = bo.following(&[&bo.id, &space]).await;
        let page = of(&later.seen, "SYNC")[0];
        let kinds = page["events"].as_array().unwrap().iter().map(|event| &event["type"]);
        assert_eq!(kinds.collect::<Vec<_>>(), ["SPACE_LEFT", "SPACE_LEFT"]);
        assert_eq!(of(&later.seen, "SYNC_RESET")[0]["reason"], "NO_ACCESS");
        let later = cy.following(&[&space]).await;
        assert!(later.seen.iter().any(|frame| frame.to_string().contains("MEMBER_LEFT")));

        ada.delete(&me).await.refused(403, "FORBIDDEN");
        ada.get(&format!("/api/v1/spaces/{space}")).await.expect(200);
    }

    /// When a kick is answered, no frame of the space reaches who was kicked, on any socket, not
    /// even one that was under way; he may come back.
    async fn a_kick_ends_delivery_at_once(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let (space, general) = (ada.space().await, ada.general().await);
        let mut cys = cy.following(&[&space, &general]).await;
        let mut followed = bo.following(&[&space, &general, &bo.id]).await;
        let mut joined = bo.socket().await;
        joined.join(&general, None).await;
        let mut passive = bo.socket().await;
        let talk = (0..15).map(|n| {
            let (ada, general) = (ada.clone(), general.clone());
            tokio::spawn(async move {
                let path = format!("/api/v1/channels/{general}/messages");
                let body = json!({"content": format!("<@{}> {n}", ada.id)});
                ada.post(&path, body).await.status
            })
        });
        let talk: Vec<_> = talk.collect();
        assert_eq!(ada.delete(&bo.seat(&space)).await.status, 204);
        for said in talk {
            said.await.unwrap();
        }
        ada.say(&general, "without bo").await;
        for socket in [&mut followed, &mut joined, &mut passive] {
            until_now(socket).await;
            let gone = |frame: &Value| frame["reason"] == "NO_ACCESS" && frame["stream"] == general;
            if let Some(end) = socket.seen.iter().position(gone) {
                let after = &socket.seen[end..];
                assert!(of(after, "NEW_MESSAGE").is_empty(), "{after:#?}");
                assert!(of(after, "TIPS").is_empty(), "{after:#?}");
            }
            assert!(socket.seen.iter().all(|frame| !frame.to_string().contains("without bo")));
        }
        let resets = |socket: &Socket| of(&socket.seen, "SYNC_RESET").len();
        assert_eq!((resets(&followed), resets(&joined), resets(&passive)), (2, 1, 0));
        let left = of(&followed.seen, "MEMBER_LEFT");
        assert_eq!((left.len(), &left[0]["reason"]), (1, &json!("kicked")));
        assert_eq!(of(&followed.seen, "SPACE_LEFT").len(), 1);
        assert_eq!(cys.expect("MEMBER_LEFT").await["reason"], "kicked");
        joined.send(json!({"type": "join_channel", "channelId": general, "ref": "r"})).await;
        assert_eq!(joined.expect("ERROR").await["code"], "NOT_FOUND");
        let send = json!({"type": "send_message", "channelId": general, "content": "x", "nonce": "n"});
        joined.send(send).await;
        assert_eq!(joined.expect("ERROR").await["code"], "NOT_FOUND");
        sees_nothing(&bo, &space, &general).await;

        let code = ada.invite().await;
        bo.post(&format!("/api/v1/invites/{code}/accept"), json!({})).await.expect(200);
        assert_eq!(followed.expect("SPACE_JOINED").await["space"]["id"], space);
        joined.join(&general, Some(0)).await;
    }

    /// One removes people with the permission for it, and only who stands below; what is done may be
    /// repeated.
    async fn people_are_removed_by_rank(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let (di, space) = (app.join(&ada, "di").await, ada.space().await);
        cy.delete(&di.seat(&space)).await.refused(403, "FORBIDDEN");
        let kick = ["VIEW_CHANNEL", "KICK_MEMBERS", "BAN_MEMBERS", "TIMEOUT_MEMBERS"];
        let role = ada.give(&cy, &kick).await;
        ada.give(&bo, &kick).await;
        ada.patch(&di.seat(&space), json!({"roleIds": [role]})).await.expect(200);
        let soon = json!({"timeoutUntil": at(DAY_MS)});
        for higher in [&ada, &bo, &di] {
            cy.delete(&higher.seat(&space)).await.refused(403, "FORBIDDEN");
            cy.patch(&higher.seat(&space), soon.clone()).await.refused(403, "FORBIDDEN");
            let ban = format!("/api/v1/spaces/{space}/bans/{}", higher.id);
            cy.put(&ban, json!({})).await.refused(403, "FORBIDDEN");
        }
        cy.patch(&cy.seat(&space), soon).await.refused(403, "FORBIDDEN");
        for _ in 0..2 {
            assert_eq!(bo.delete(&di.seat(&space)).await.status, 204);
        }
        bo.delete(&format!("/api/v1/spaces/{space}/members/7")).await.expect(204);
        bo.delete(&format!("/api/v1/spaces/{space}/members/x")).await.refused(404, "NOT_FOUND");
        di.delete(&bo.seat(&space)).await.refused(404, "NOT_FOUND");
        di.patch(&bo.seat(&space), json!({})).await.refused(404, "NOT_FOUND");
    }

    /// Everybody says what he is called here; who manages the space says it for those below.
    async fn nicknames_are_ones_own(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let space = ada.space().await;
        let mut socket = cy.following(&[&space]).await;
        let me = format!("/api/v1/spaces/{space}/members/me");
        let named = bo.patch(&me, json!({"nickname": "Bobo"})).await.expect(200);
        assert_eq!((&named["nickname"], &named["userId"]), (&json!("Bobo"), &json!(bo.id)));
        assert_eq!(socket.expect("MEMBER_UPDATED").await["member"], named);
        for bad in [json!(""), json!("x".repeat(65)), json!("a\u{202e}b"), json!(7)] {
            bo.patch(&me, json!({"nickname": bad})).await.refused(422, "VALIDATION");
        }
        cy.patch(&bo.seat(&space), json!({"nickname": "x"})).await.refused(403, "FORBIDDEN");
        ada.give(&cy, &["VIEW_CHANNEL", "MANAGE_SPACE"]).await;
        cy.patch(&ada.seat(&space), json!({"nickname": "x"})).await.refused(403, "FORBIDDEN");
        let named = cy.patch(&bo.seat(&space), json!({"nickname": "Robert"})).await.expect(200);
        assert_eq!(named["nickname"], "Robert");
        let named = bo.patch(&me, json!({"nickname": null})).await.expect(200);
        assert_eq!(named["nickname"], Value::Null);
        // Nothing said, nothing changed, nothing told.
        let seq = ada.get(&format!("/api/v1/spaces/{space}")).await.expect(200)["lastSeq"].clone();
        assert_eq!(bo.patch(&me, json!({})).await.expect(200), named);
        let same = ada.get(&format!("/api/v1/spaces/{space}")).await.expect(200)["lastSeq"].clone();
        assert_eq!(seq, same);
    }

    /// Members come in pages, by id, each once, with who of a page is there.
    async fn members_come_in_pages(app: TestApp) {
        let ada = app.owner().await;
        let mut people = vec![ada.id.clone()];
        for name in ["bo", "cy", "di", "ed"] {
            people.push(app.join(&ada, name).await.id);
        }
        people.sort_by_key(|id| id.parse::<u64>().unwrap());
        let members = format!("/api/v1/spaces/{}/members", ada.space().await);
        let _here = ada.socket().await;
        let (mut listed, mut after) = (Vec::new(), String::new());
        loop {
            let page = ada.get(&format!("{members}?limit=2{after}")).await.expect(200);
            let items = page["items"].as_array().unwrap();
            let ids = items.iter().map(|item| item["userId"].as_str().unwrap().to_owned());
            let ids: Vec<String> = ids.collect();
            for there in page["presences"].as_array().unwrap() {
                assert!(ids.iter().any(|id| there["userId"] == **id), "{page}");
            }
            listed.extend(ids);
            assert_eq!(page["hasMore"], listed.len() < people.len());
            if page["hasMore"] == false {
                break;
            }
            assert_eq!(items.len(), 2);
            after = format!("&after={}", listed[listed.len() - 1]);
        }
        assert_eq!(listed, people);
        for bad in ["limit=0", "limit=101", "after=x"] {
            ada.get(&format!("{members}?{bad}")).await.refused(422, "VALIDATION");
        }
    }

    /// Members are found by how their username, or a word of what they are called, begins, in any
    /// case and script, page after page; what means something in a pattern means itself.
    async fn members_are_found_by_name(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "Bo_1").await, app.join(&ada, "cy").await);
        let space = ada.space().await;
        let found = async |query: &str| -> Vec<String> {
            let path = format!("/api/v1/spaces/{space}/members?{query}");
            let page = cy.get(&path).await.expect(200);
            let items = page["items"].as_array().unwrap().iter();
            items.map(|member| member["user"]["username"].as_str().unwrap().to_owned()).collect()
        };
        bo.patch("/api/v1/users/me", json!({"displayName": "Åsa van Ek"})).await.expect(200);
        ada.patch(&cy.seat(&space), json!({"nickname": "Die Ärztin 100%"})).await.expect(200);
        for (query, who) in [
            ("q=", vec!["ada", "Bo_1", "cy"]), ("q=BO", vec!["Bo_1"]), ("q=bo_", vec!["Bo_1"]), ("q=_", vec![]),
            ("q=o", vec![]), ("q=%C3%A5s", vec!["Bo_1"]), ("q=VAN%20e", vec!["Bo_1"]), ("q=ek", vec!["Bo_1"]),
            ("q=%C3%84rz", vec!["cy"]), ("q=die", vec!["cy"]), ("q=100%25", vec!["cy"]), ("q=%25", vec![]),
            ("q=a", vec!["ada"]),
        ] {
            assert_eq!(found(query).await, who, "{query}");
        }
        // Without a display name one is called by the username again, and without a nickname.
        bo.patch("/api/v1/users/me", json!({"displayName": null})).await.expect(200);
        ada.patch(&cy.seat(&space), json!({"nickname": null})).await.expect(200);
        for query in ["q=ek", "q=die"] {
            assert_eq!(found(query).await, Vec::<String>::new(), "{query}");
        }
        app.join(&ada, "boris").await;
        assert_eq!(found("q=bo&limit=1").await, ["Bo_1"]);
        assert_eq!(found(&format!("q=bo&limit=1&after={}", bo.id)).await, ["boris"]);
        let members = format!("/api/v1/spaces/{space}/members");
        cy.get(&format!("{members}?q=%00")).await.refused(422, "VALIDATION");
        cy.get(&format!("{members}?q={}", "x".repeat(257))).await.refused(422, "VALIDATION");
    }

    /// Members are named by their ids, many at once, for whoever is in the space; others are left out.
    async fn members_are_asked_for_by_id(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let space = ada.space().await;
        let members = format!("/api/v1/spaces/{space}/members");
        let asked = format!("{members}?limit=1&ids={},{},7,{}", cy.id, ada.id, cy.id);
        let page = bo.get(&asked).await.expect(200);
        let ids: Vec<_> = page["items"].as_array().unwrap().iter().map(|each| &each["userId"]).collect();
        assert_eq!((ids, &page["hasMore"]), (vec![&json!(ada.id), &json!(cy.id)], &json!(false)));
        let many = |count: usize| format!("{members}?ids={}", vec!["7"; count].join(","));
        assert_eq!(bo.get(&many(100)).await.expect(200)["items"], json!([]));
        for wrong in [many(101), format!("{members}?ids="), format!("{members}?ids=bo")] {
            bo.get(&wrong).await.refused(422, "VALIDATION");
        }
        assert_eq!(bo.delete(&format!("{members}/me")).await.status, 204);
        bo.get(&asked).await.refused(404, "NOT_FOUND");
    }

    /// Roles are given and taken by who stands above them and has what they give; with the last role
    /// that shows it a channel goes, at once.
    async fn roles_are_given_and_taken(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let space = ada.space().await;
        let path = format!("/api/v1/spaces/{space}/roles");
        let role = async |permissions: Value| {
            let role = ada.post(&path, json!({"name": "r", "permissions": permissions})).await;
            role.expect(201)["id"].as_str().unwrap().to_owned()
        };
        let keys = role(json!([])).await;
        let secret = ada.channel(json!({"name": "secret", "private": true})).await;
        ada.change(&secret, &keys, json!({"allow": ["VIEW_CHANNEL"]})).await.expect(204);
        let held = ada.patch(&bo.seat(&space), json!({"roleIds": [keys, keys]})).await.expect(200);
        assert_eq!(held["roleIds"], json!([keys]));
        assert!(bo.sees().await.contains(&secret));
        let mut socket = bo.following(&[&secret]).await;
        let high = role(json!(["MANAGE_MESSAGES"])).await;
        ada.give(&cy, &["VIEW_CHANNEL", "MANAGE_ROLES"]).await;
        cy.patch(&bo.seat(&space), json!({"roleIds": [keys, high]})).await.refused(403, "FORBIDDEN");
        for wrong in [&space, "7"] {
            let body = json!({"roleIds": [wrong]});
            ada.patch(&bo.seat(&space), body).await.refused(422, "VALIDATION");
        }
        bo.patch(&bo.seat(&space), json!({"roleIds": []})).await.refused(403, "FORBIDDEN");
        cy.patch(&bo.seat(&space), json!({"roleIds": []})).await.expect(200);
        ada.say(&secret, "without bo").await;
        let heard = until_now(&mut socket).await;
        assert_eq!(of(&heard, "SYNC_RESET")[0]["reason"], "NO_ACCESS");
        assert!(of(&heard, "NEW_MESSAGE").is_empty(), "{heard:#?}");
        assert!(!bo.sees().await.contains(&secret));
        ada.patch(&format!("/api/v1/spaces/{space}/members/7"), json!({})).await.refused(404, "NOT_FOUND");
    }

    /// What was given to a member is not there when he comes back.
    async fn who_comes_back_comes_anew(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let space = ada.space().await;
        let secret = ada
            .channel(json!({"name": "secret", "private": true, "memberIds": [bo.id]}))
            .await;
        ada.give(&bo, &["VIEW_CHANNEL", "CREATE_INVITE"]).await;
        bo.patch(&bo.seat(&space), json!({"nickname": "Bobo"})).await.expect(200);
        let invite = bo.invite().await;
        app.get(&format!("/api/v1/invites/{invite}")).await.expect(200);
        assert!(bo.sees().await.contains(&secret));
        ada.delete(&bo.seat(&space)).await.expect(204);
        let code = ada.invite().await;
        bo.post(&format!("/api/v1/invites/{code}/accept"), json!({})).await.expect(200);
        assert!(!bo.sees().await.contains(&secret));
        let sync = bo.get("/api/v1/sync").await.expect(200);
        let me = &sync["spaces"][0]["me"];
        assert_eq!((&me["roleIds"], &me["nickname"]), (&json!([]), &Value::Null));
        ada.give(&bo, &["VIEW_CHANNEL", "CREATE_INVITE"]).await;
        app.get(&format!("/api/v1/invites/{invite}")).await.refused(404, "NOT_FOUND");
    }

    /// Who is silenced reads and does nothing else until it is over; leaving does not end it, and
    /// the owner cannot be silenced.
    async fn the_silenced_only_read(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (space, general) = (ada.space().await, ada.general().await);
        let message = ada.say(&general, "hello").await["id"].as_str().unwrap().to_owned();
        let mut socket = bo.following(&[&space, &general]).await;
        let until = at(DAY_MS);
        for bad in [at(-1), at(29 * DAY_MS), "soon".to_owned()] {
            let body = json!({"timeoutUntil": bad});
            ada.patch(&bo.seat(&space), body).await.refused(422, "VALIDATION");
        }
        let silenced = ada.patch(&bo.seat(&space), json!({"timeoutUntil": until})).await.expect(200);
        assert_eq!(silenced["timeoutUntil"], until);
        assert_eq!(socket.expect("MEMBER_UPDATED").await["member"]["timeoutUntil"], until);
        let silent = async || {
            let path = format!("/api/v1/channels/{general}/messages");
            bo.post(&path, json!({"content": "x"})).await.refused(403, "FORBIDDEN");
            let path = format!("/api/v1/messages/{message}/reactions");
            bo.post(&path, json!({"emoji": "\u{1f44d}"})).await.refused(403, "FORBIDDEN");
            bo.patch(&bo.seat(&space), json!({"nickname": "x"})).await.refused(403, "FORBIDDEN");
            bo.history(&general).await
        };
        silent().await;
        let send = json!({"type": "send_message", "channelId": general, "content": "x", "nonce": "n"});
        socket.send(send).await;
        assert_eq!(socket.expect("ERROR").await["code"], "FORBIDDEN");
        ada.say(&general, "he hears this").await;
        socket.expect("NEW_MESSAGE").await;
        bo.delete(&bo.seat(&space)).await.expect(204);
        let code = ada.invite().await;
        bo.post(&format!("/api/v1/invites/{code}/accept"), json!({})).await.expect(200);
        silent().await;
        ada.patch(&bo.seat(&space), json!({"timeoutUntil": null})).await.expect(200);
        bo.say(&general, "thanks").await;
        ada.patch(&ada.seat(&space), json!({"timeoutUntil": until})).await.refused(403, "FORBIDDEN");
    }
}

/// The limit is a setting.
#[tokio::test(flavor = "multi_thread")]
async fn the_longest_time_out_is_a_setting() {
    let options = Options::default().env("PARLOR_LIMITS__TIMEOUT_SECONDS_MAX", 60);
    let app = TestApp::start_with(crate::app::Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    let seat = bo.seat(&ada.space().await);
    ada.patch(&seat, json!({"timeoutUntil": at(61_000)}))
        .await
        .refused(422, "VALIDATION");
    ada.patch(&seat, json!({"timeoutUntil": at(50_000)}))
        .await
        .expect(200);
}
