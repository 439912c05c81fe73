//! Finding what was written, over HTTP.

use image::ImageFormat;
use serde_json::{Value, json};

use crate::{
    app::{Engine, Options, Person, TestApp, http::Request},
    attachments::upload,
    pictures::picture,
};

/// A text as it stands in a query.
fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

impl Person {
    /// The contents found, newest first.
    async fn find(&self, q: &str, more: &str) -> Vec<String> {
        let path = format!("/api/v1/search?q={}{more}", escaped(q));
        contents(&self.get(&path).await.expect(200))
    }
}

fn contents(results: &Value) -> Vec<String> {
    let items = results["items"].as_array().unwrap().iter();
    items
        .map(|item| item["content"].as_str().unwrap().to_owned())
        .collect()
}

on_both_engines! {
    /// What was written is found at once, by words, beginnings, phrases and parts of words without
    /// spaces, newest first; the terms come back for marking.
    async fn what_was_written_is_found(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        for content in ["Release notes for May", "The release is out", "東京都に住む"] {
            ada.say(&general, content).await;
        }
        assert_eq!(bo.find("release", "").await, ["The release is out", "Release notes for May"]);
        assert_eq!(bo.find("rel ma", "").await, Vec::<String>::new());
        assert_eq!(bo.find("rel* ma", "").await, ["Release notes for May"]);
        assert_eq!(bo.find("\"release is\"", "").await, ["The release is out"]);
        assert_eq!(bo.find("京都", "").await, ["東京都に住む"]);
        let path = format!("/api/v1/search?limit=1&q={}", escaped("release \"is out\""));
        let found = bo.get(&path).await.expect(200);
        assert_eq!(found["terms"], json!(["release", "is out"]));
        assert_eq!(found["hasMore"], false);
        assert_eq!(found["items"][0]["author"]["username"], "ada");
        let page = bo.get("/api/v1/search?limit=1&q=release").await.expect(200);
        assert_eq!((contents(&page), &page["hasMore"]), (vec!["The release is out".into()], &true.into()));
        let before = format!("&limit=1&before={}", page["items"][0]["id"].as_str().unwrap());
        assert_eq!(bo.find("release", &before).await, ["Release notes for May"]);
    }

    /// Edited and deleted text is found no more, the new one is.
    async fn what_is_gone_is_not_found(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let said = ada.say(&general, "a secret").await;
        let path = format!("/api/v1/messages/{}", said["id"].as_str().unwrap());
        ada.patch(&path, json!({"content": "a rumour"})).await.expect(200);
        assert!(ada.find("secret", "").await.is_empty());
        assert_eq!(ada.find("rumour", "").await, ["a rumour"]);
        ada.delete(&path).await.expect(204);
        assert!(ada.find("rumour", "").await.is_empty());
    }

    /// By place, person, link and time; an author or a link may be asked for without any word.
    async fn filters(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (general, space) = (ada.general().await, ada.space().await);
        ada.say(&general, "hello from ada").await;
        bo.say(&general, "hello from bo: https://example.org").await;
        let (by_ada, by_bo) = ("hello from ada", "hello from bo: https://example.org");
        for (more, found) in [
            (format!("&channelId={general}"), vec![by_bo, by_ada]),
            (format!("&spaceId={space}"), vec![by_bo, by_ada]),
            (format!("&authorId={}", bo.id), vec![by_bo]),
            ("&has=link".to_owned(), vec![by_bo]),
            ("&after=2026-01-01".to_owned(), vec![by_bo, by_ada]),
            ("&before=2026-01-01T00:00:00Z".to_owned(), vec![]),
            ("&authorId=1".to_owned(), vec![]),
        ] {
            assert_eq!(bo.find("hello", &more).await, found, "{more}");
        }
        assert_eq!(bo.find("", "&has=link").await, [by_bo]);
        assert_eq!(bo.find(" ", &format!("&authorId={}", ada.id)).await, [by_ada]);
    }

    /// One finds what one may see at that moment: nothing in a channel that is hidden, nor in others'
    /// conversations, nor in a place that one lost.
    async fn only_what_one_sees_is_found(app: TestApp) {
        let ada = app.owner().await;
        let (bo, cy) = (app.join(&ada, "bo").await, app.join(&ada, "cy").await);
        let (space, general) = (ada.space().await, ada.general().await);
        let staff = ada.channel(json!({"name": "staff", "private": true, "memberIds": [cy.id]})).await;
        let dm = ada.post("/api/v1/dms", json!({"userIds": [cy.id]})).await.expect(201);
        let dm = dm["id"].as_str().unwrap();
        ada.say(&general, "plum for all").await;
        ada.say(&staff, "plum for staff https://example.org").await;
        ada.say(dm, "plum for cy").await;
        let everything = ["plum for cy", "plum for staff https://example.org", "plum for all"];
        assert_eq!((ada.find("plum", "").await, cy.find("plum", "").await), (everything.map(String::from).to_vec(), everything.map(String::from).to_vec()));
        let hidden = async |person: &Person, place: &str| {
            let path = format!("/api/v1/search?q=plum&{place}");
            person.get(&path).await.refused(404, "NOT_FOUND");
        };
        assert_eq!(bo.find("plum", "").await, ["plum for all"]);
        assert_eq!(bo.find("staff", "").await, [""; 0]);
        assert_eq!(bo.find("", "&has=link").await, [""; 0]);
        assert_eq!(bo.find("", &format!("&authorId={}", ada.id)).await, ["plum for all"]);
        assert_eq!(bo.find("plum", &format!("&spaceId={space}")).await, ["plum for all"]);
        for place in [&staff, dm] {
            hidden(&bo, &format!("channelId={place}")).await;
        }
        ada.change(&staff, &bo.id, json!({"allow": ["VIEW_CHANNEL"]})).await.expect(204);
        assert_eq!(bo.find("plum", "").await, everything[1..]);
        ada.change(&general, &bo.id, json!({"deny": ["VIEW_CHANNEL"]})).await.expect(204);
        assert_eq!(bo.find("plum", "").await, everything[1..2]);
        ada.delete(&bo.seat(&space)).await.expect(204);
        assert_eq!(bo.find("plum", "").await, [""; 0]);
        for place in [format!("spaceId={space}"), format!("channelId={general}")] {
            hidden(&bo, &place).await;
        }
    }

    /// Files and pictures are found by what they are, also after an edit, and not after their end.
    async fn files_are_found(app: TestApp) {
        let ada = app.owner().await;
        let general = ada.general().await;
        let square = picture(8, 8, ImageFormat::Png);
        let files = [upload(&ada, "a.txt", b"words").await, upload(&ada, "b.png", &square).await];
        let [text, image] = &files;
        let path = format!("/api/v1/channels/{general}/messages");
        let mut said = Vec::new();
        for (content, files) in [
            ("a list", vec![&text["id"]]), ("a square", vec![&image["id"]]), ("nothing", vec![]),
        ] {
            let body = json!({"content": content, "attachmentIds": files});
            said.push(ada.post(&path, body).await.expect(201)["id"].as_str().unwrap().to_owned());
        }
        assert_eq!(ada.find("", "&has=file").await, ["a square", "a list"]);
        assert_eq!(ada.find("", "&has=image").await, ["a square"]);
        assert_eq!(ada.find("list", "&has=file").await, ["a list"]);
        assert_eq!(ada.find("list", "&has=image").await, [""; 0]);
        let message = |at: usize| format!("/api/v1/messages/{}", said[at]);
        ada.patch(&message(1), json!({"content": "a red square"})).await.expect(200);
        assert_eq!(ada.find("red", "&has=image").await, ["a red square"]);
        ada.delete(&message(1)).await.expect(204);
        assert_eq!(ada.find("", "&has=image").await, [""; 0]);
        assert_eq!(ada.find("", "&has=file").await, ["a list"]);
    }

    /// Bad questions are told what is wrong with them; hidden and missing places are the same.
    async fn bad_searches_are_refused(app: TestApp) {
        let ada = app.owner().await;
        let long = "x".repeat(257);
        for (query, field) in [
            ("", "q"),
            ("q=", "q"),
            ("q=%20", "q"),
            ("q=%21%22*", "q"),
            ("q=a%00b", "q"),
            (&format!("q={long}"), "q"),
            ("spaceId=1", "q"),
            ("q=a&limit=0", "limit"),
            ("q=a&limit=101", "limit"),
            ("q=a&before=yesterday", "before"),
            ("q=a&after=", "after"),
            ("q=a&has=teeth", "has"),
            ("q=a&channelId=x", "channelId"),
            ("q=a&q=b", "q"),
        ] {
            let problem = ada.get(&format!("/api/v1/search?{query}")).await.refused(422, "VALIDATION");
            assert!(problem["fields"][field].is_string(), "{query}: {problem}");
        }
        for hidden in ["channelId=1", "spaceId=1"] {
            ada.get(&format!("/api/v1/search?q=a&{hidden}")).await.refused(404, "NOT_FOUND");
        }
        let nobody = Request::get("/api/v1/search?q=a").send(&app.base()).await;
        nobody.refused(401, "UNAUTHENTICATED");
        // Whatever the databases would make of it, to us it is text.
        for odd in ["a AND b", "NOT", "a OR", "words:a", "^a", "a NEAR b", "' | '", "a & !b", "a:*", "(", "\\", "-a", "%"] {
            let path = format!("/api/v1/search?q={}", escaped(odd));
            let status = ada.get(&path).await.status.as_u16();
            assert!(status == 200 || status == 422, "{odd}: {status}");
        }
    }
}

/// Twenty searches in ten seconds; the next waits. Here two, so that time has no say in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn searching_has_a_pace() {
    let options = Options::default().env("PARLOR_LIMITS__SEARCHES_PER_10_S", 2);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    for _ in 0..2 {
        ada.get("/api/v1/search?q=a").await.expect(200);
    }
    let problem = ada
        .get("/api/v1/search?q=a")
        .await
        .refused(429, "RATE_LIMITED");
    assert!(problem["retryAfterMs"].as_u64().unwrap() <= 10_000);
    bo.get("/api/v1/search?q=a").await.expect(200);
}
