//! Direct conversations: of two, of a few, and of nobody else.

use serde_json::{Value, json};

use crate::app::{Answer, Options, Person, TestApp};

async fn open(person: &Person, others: &[&Person]) -> Answer {
    let ids: Vec<&str> = others.iter().map(|other| other.id.as_str()).collect();
    person.post("/api/v1/dms", json!({"userIds": ids})).await
}

fn id(channel: &Value) -> String {
    channel["id"].as_str().unwrap().to_owned()
}

fn people(channel: &Value) -> Vec<&str> {
    let members = channel["members"].as_array().unwrap().iter();
    members
        .map(|member| member["username"].as_str().unwrap())
        .collect()
}

on_both_engines! {
    /// Two people have one conversation, whoever opens it and however often at once; both see it
    /// everywhere, live and later, and write in it; nobody else finds it.
    async fn two_people_talk(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let mut bos = bo.following(&[&bo.id]).await;
        let racers = (0..10).map(|number| {
            let (from, to) = if number % 2 == 0 { (&ada, &bo) } else { (&bo, &ada) };
            let (from, body) = (from.clone(), json!({"userIds": [to.id]}));
            tokio::spawn(async move { from.post("/api/v1/dms", body).await })
        });
        let mut made = Vec::new();
        let mut statuses = Vec::new();
        for racer in racers.collect::<Vec<_>>() {
            let answer = racer.await.unwrap();
            statuses.push(answer.status.as_u16());
            made.push(answer.json());
        }
        statuses.sort_unstable();
        assert_eq!((statuses[..9].to_vec(), statuses[9]), (vec![200; 9], 201));
        let dm = id(&made[0]);
        assert!(made.iter().all(|each| id(each) == dm));
        assert_eq!((&made[0]["kind"], &made[0]["spaceId"]), (&json!("dm"), &Value::Null));
        assert_eq!(people(&made[0]), ["ada", "bo"]);
        let opened = bos.expect("DM_OPENED").await;
        assert_eq!((&opened["channel"], &opened["stream"]), (&made[0], &json!(bo.id)));

        bos.join(&dm, None).await;
        let said = ada.say(&dm, "psst").await;
        assert_eq!(bos.expect("NEW_MESSAGE").await["message"]["id"], said["id"]);
        assert_eq!(bos.expect("NOTIFICATION").await["kind"], "dm");
        bo.say(&dm, "yes?").await;
        for person in [&ada, &bo] {
            let sync = person.get("/api/v1/sync").await.expect(200);
            assert_eq!((id(&sync["dms"][0]), people(&sync["dms"][0])), (dm.clone(), vec!["ada", "bo"]));
            assert_eq!(sync["streams"][&dm], 2);
            let states = sync["readStates"].as_array().unwrap();
            assert!(states.iter().any(|state| state["channelId"] == dm));
            assert_eq!(person.get("/api/v1/dms").await.expect(200)["items"], sync["dms"]);
            let path = format!("/api/v1/channels/{dm}");
            assert_eq!(person.get(&path).await.expect(200), sync["dms"][0]);
            person.patch(&path, json!({"name": "x"})).await.refused(403, "FORBIDDEN");
            person.delete(&path).await.refused(403, "FORBIDDEN");
            person.change(&dm, &cy.id, json!({})).await.refused(403, "FORBIDDEN");
        }
        let message = said["id"].as_str().unwrap();
        for path in [format!("channels/{dm}"), format!("channels/{dm}/messages"), format!("messages/{message}")] {
            cy.get(&format!("/api/v1/{path}")).await.refused(404, "NOT_FOUND");
        }
        let add = format!("/api/v1/channels/{dm}/members/{}", cy.id);
        cy.put(&add, json!({})).await.refused(404, "NOT_FOUND");
        ada.put(&add, json!({})).await.refused(409, "CONFLICT");
        ada.delete(&format!("/api/v1/channels/{dm}/members/me")).await.refused(409, "CONFLICT");
        assert_eq!(cy.get("/api/v1/sync").await.expect(200)["dms"], json!([]));
        let mut cys = cy.following(&[&cy.id]).await;
        cys.send(json!({"type": "join_channel", "channelId": dm, "ref": "r"})).await;
        assert_eq!(cys.expect("ERROR").await["code"], "NOT_FOUND");
        let later = bo.following(&[&bo.id]).await;
        let sync = later.seen.iter().find(|frame| frame["type"] == "SYNC").unwrap();
        let events = sync["events"].as_array().unwrap();
        assert_eq!(events.iter().filter(|event| event["type"] == "DM_OPENED").count(), 1);
    }

    /// One opens a conversation with people one shares a space with. To everybody else it is as if
    /// they did not exist; one that is there stays, when that ends.
    async fn strangers_are_not_written_to(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let space = ada.space().await;
        let dm = id(&open(&bo, &[&ada]).await.expect(201));
        bo.delete(&bo.seat(&space)).await.expect(204);
        let hidden = open(&bo, &[&cy]).await.refused(404, "NOT_FOUND");
        let missing = bo.post("/api/v1/dms", json!({"userIds": ["7"]})).await;
        assert_eq!(missing.refused(404, "NOT_FOUND")["detail"], hidden["detail"]);
        open(&cy, &[&ada, &bo]).await.refused(404, "NOT_FOUND");
        open(&ada, &[&bo]).await.refused(404, "NOT_FOUND");
        bo.say(&dm, "still here").await;
        bo.get(&format!("/api/v1/users/{}", ada.id)).await.expect(200);
        bo.get(&format!("/api/v1/users/{}", cy.id)).await.refused(404, "NOT_FOUND");
        for bad in [
            json!({"userIds": []}), json!({"userIds": [ada.id]}), json!({}), json!({"userIds": "x"}),
            json!({"userIds": (100..110).map(|id: u32| id.to_string()).collect::<Vec<_>>()}),
        ] {
            ada.post("/api/v1/dms", bad).await.refused(422, "VALIDATION");
        }
    }

    /// A group is a new one each time. Everybody in it brings others, who see all of it, and leaves,
    /// and then hears nothing more; with the last one it goes.
    async fn a_group_talks(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let di = app.join(&ada, "di").await;
        let group = open(&ada, &[&bo, &cy, &ada]).await.expect(201);
        assert_eq!((&group["kind"], people(&group)), (&json!("group"), vec!["ada", "bo", "cy"]));
        let group = id(&group);
        assert_ne!(id(&open(&ada, &[&bo, &cy]).await.expect(201)), group);
        ada.say(&group, "hello").await;
        let members = format!("/api/v1/channels/{group}/members");
        let mut dis = di.following(&[&di.id]).await;
        di.put(&format!("{members}/{}", di.id), json!({})).await.refused(404, "NOT_FOUND");
        for _ in 0..2 {
            bo.put(&format!("{members}/{}", di.id), json!({})).await.expect(204);
        }
        let opened = dis.expect("DM_OPENED").await;
        assert_eq!(people(&opened["channel"]), ["ada", "bo", "cy", "di"]);
        assert_eq!(di.history(&group).await["items"][0]["content"], "hello");
        bo.put(&format!("{members}/7"), json!({})).await.refused(404, "NOT_FOUND");
        bo.delete(&format!("{members}/{}", di.id)).await.refused(403, "FORBIDDEN");

        let mut bos = bo.following(&[&bo.id, &group]).await;
        assert_eq!(bo.delete(&format!("{members}/me")).await.status, 204);
        ada.say(&group, "without bo").await;
        let from = bos.seen.len();
        bos.settle().await;
        let heard = &bos.seen[from..];
        let of = |kind: &str| heard.iter().filter(|frame| frame["type"] == kind).collect::<Vec<_>>();
        assert!(of("NEW_MESSAGE").is_empty() && of("DM_OPENED").is_empty(), "{heard:#?}");
        assert_eq!(of("SYNC_RESET")[0]["reason"], "NO_ACCESS");
        bo.get(&format!("/api/v1/channels/{group}")).await.refused(404, "NOT_FOUND");
        bo.delete(&format!("{members}/me")).await.refused(404, "NOT_FOUND");
        assert_eq!(people(&dis.expect("DM_OPENED").await["channel"]), ["ada", "cy", "di"]);
        let later = bo.following(&[&bo.id]).await;
        let told: Vec<_> = later.seen.iter().filter(|frame| frame.to_string().contains(&group)).collect();
        assert!(!told[0].to_string().contains("without bo"));
        assert!(told[0].to_string().contains("DM_CLOSED"));

        let general = ada.general().await;
        let of_space = format!("/api/v1/channels/{general}/members/{}", bo.id);
        ada.put(&of_space, json!({})).await.refused(409, "CONFLICT");
        for person in [&ada, &cy, &di] {
            person.delete(&format!("{members}/{}", person.id)).await.expect(204);
        }
        ada.get(&format!("/api/v1/channels/{group}")).await.refused(404, "NOT_FOUND");
    }
}

/// A group has ten people, and one person so many conversations.
#[tokio::test(flavor = "multi_thread")]
async fn conversations_are_limited() {
    let options = Options::default().env("PARLOR_LIMITS__DMS_PER_USER_MAX", 2);
    let app = TestApp::start_with(crate::app::Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let mut others = Vec::new();
    for number in 0..10 {
        others.push(app.join(&ada, &format!("p{number}")).await);
    }
    let nine: Vec<&Person> = others[..9].iter().collect();
    let group = id(&open(&ada, &nine).await.expect(201));
    let add = format!("/api/v1/channels/{group}/members/{}", others[9].id);
    ada.put(&add, json!({})).await.refused(422, "VALIDATION");
    open(&ada, &[&others[0]]).await.expect(201);
    open(&ada, &[&others[1]]).await.refused(422, "VALIDATION");
    open(&ada, &[&others[0]]).await.expect(200);
    // Nor is anybody drawn into more of them by others.
    open(&others[1], &[&others[0]])
        .await
        .refused(422, "VALIDATION");
    open(&others[1], &[&others[0], &others[9]])
        .await
        .refused(422, "VALIDATION");
    let group = id(&open(&others[9], &[&others[8], &others[7]])
        .await
        .expect(201));
    let add = format!("/api/v1/channels/{group}/members/{}", others[0].id);
    others[9]
        .put(&add, json!({}))
        .await
        .refused(422, "VALIDATION");
}
