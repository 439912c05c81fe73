//! Who sees the pictures of previews, and when they go.

use image::ImageFormat;
use serde_json::{Value, json};

use super::{listening, options, page, path, picture, told};
use crate::{
    app::{Person, Site, TestApp},
    attachments::kept,
    exports::{export, lines},
};

/// A page that shows a picture of itself, which is like no other's.
fn pictured(site: &Site, name: &str, width: u32) -> String {
    let bytes = picture(width, 300, ImageFormat::Png);
    site.answer(&format!("/{name}.png"), "image/png", &bytes);
    let shown = format!("<meta property=og:image content={name}.png>");
    site.page(&format!("/{name}"), &(page(name) + &shown))
}

/// Where the picture of the only preview is.
fn image_of(message: &Value) -> String {
    let embeds = message["embeds"].as_array().unwrap();
    assert_eq!(embeds.len(), 1, "{message}");
    embeds[0]["image"]["url"].as_str().unwrap().to_owned()
}

/// Waits until so many files are kept.
async fn until_kept(app: &TestApp, files: usize) {
    while kept(app).len() != files {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

async fn embeds(person: &Person, message: &Value) -> Value {
    person.get(&path(message)).await.expect(200)["embeds"].clone()
}

on_both_engines! {
    /// A picture is there for whoever sees its message at that moment and for nobody else, and goes
    /// when its link is edited away or the previews are taken away.
    async fn a_picture_is_for_who_sees_its_message(app: TestApp) {
        let site = Site::start().await;
        let app = app.with(options(&[&site])).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let channel = ada.channel(json!({"name": "garden"})).await;
        let mut socket = listening(&ada, &channel).await;
        let (one, two) = (pictured(&site, "one", 400), pictured(&site, "two", 401));
        let message = ada.say(&channel, &one).await;
        let first = image_of(&told(&mut socket).await);
        let ticket = json!({"purpose": "file", "channelId": channel});
        let ticket = bo.post("/api/v1/auth/ticket", ticket).await.expect(200);
        let by_ticket = format!("{first}?ticket={}", ticket["ticket"].as_str().unwrap());
        assert_eq!(bo.get(&first).await.status, 200);
        assert_eq!(app.get(&by_ticket).await.status, 200);
        ada.change(&channel, &bo.id, json!({"deny": ["VIEW_CHANNEL"]})).await.expect(204);
        bo.get(&first).await.refused(404, "NOT_FOUND");
        app.get(&by_ticket).await.refused(404, "NOT_FOUND");
        bo.delete(&format!("{}/embeds", path(&message))).await.refused(404, "NOT_FOUND");
        assert_eq!(ada.get(&first).await.status, 200);

        ada.patch(&path(&message), json!({"content": two})).await.expect(200);
        ada.get(&first).await.refused(404, "NOT_FOUND");
        assert_eq!(told(&mut socket).await["embeds"], json!([]));
        let second = image_of(&told(&mut socket).await);
        until_kept(&app, 1).await;
        assert_eq!(ada.get(&second).await.status, 200);
        ada.delete(&format!("{}/embeds", path(&message))).await.expect(204);
        ada.get(&second).await.refused(404, "NOT_FOUND");
        until_kept(&app, 0).await;
    }

    /// Above the limit for all of them, the pictures of the oldest messages go: their previews keep
    /// their words, and a preview without any goes with its picture. Everybody who follows the
    /// channel is told.
    async fn the_oldest_pictures_make_room(app: TestApp) {
        let site = Site::start().await;
        let links = [401, 402, 403].map(|width| pictured(&site, &width.to_string(), width));
        let alone = site.answer("/alone", "image/png", &picture(400, 300, ImageFormat::Png));
        let app = app.with(options(&[&site])).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut socket = listening(&ada, &general).await;
        ada.say(&general, &alone).await;
        let bytes = ada.get(&image_of(&told(&mut socket).await)).await.body.len();

        let limit = bytes * 5 / 2;
        let app = app.with(options(&[&site]).env("PARLOR_LIMITS__EMBED_IMAGES_BYTES_MAX", limit)).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut socket = listening(&ada, &general).await;
        let mut said = Vec::new();
        for link in [&alone, &links[0]] {
            said.push(ada.say(&general, link).await);
            told(&mut socket).await;
        }
        until_kept(&app, 2).await;
        for (link, oldest) in [(&links[1], 0), (&links[2], 1)] {
            let message = ada.say(&general, link).await;
            assert_eq!(told(&mut socket).await["id"], message["id"]);
            let thinner = told(&mut socket).await;
            assert_eq!((&thinner["id"], &thinner["editedAt"]), (&said[oldest]["id"], &Value::Null));
            assert_eq!(thinner["embeds"], embeds(&ada, &said[oldest]).await);
            said.push(message);
            until_kept(&app, 2).await;
        }
        assert_eq!(embeds(&ada, &said[0]).await, json!([]));
        assert_eq!(embeds(&ada, &said[1]).await, json!([{"url": links[0], "title": "401"}]));
        for message in &said[2..] {
            let image = image_of(&ada.get(&path(message)).await.expect(200));
            assert_eq!(ada.get(&image).await.status, 200);
        }
    }

    /// The words of a preview are the other server's: nobody finds a message by them, and nobody
    /// takes them along; the link is the author's own.
    async fn previews_are_nobodys_words(app: TestApp) {
        let site = Site::start().await;
        let app = app.with(options(&[&site])).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut socket = listening(&ada, &general).await;
        pictured(&site, "flower", 400);
        let shown = "<meta property=og:image content=flower.png>";
        let link = site.page("/link", &(page("marigold") + shown));
        ada.say(&general, "no address").await;
        ada.say(&general, &link).await;
        let told = told(&mut socket).await;
        assert_eq!(told["embeds"][0]["title"], "marigold");
        let found = async |query: &str| ada.get(&format!("/api/v1/search?{query}")).await.expect(200)["items"].clone();
        assert_eq!(found("q=marigold").await, json!([]));
        let by_link = found("q=&has=link").await;
        assert_eq!((by_link.as_array().unwrap().len(), &by_link[0]["embeds"]), (1, &told["embeds"]));
        let files = export(&ada).await;
        let messages = lines(&files["messages.jsonl"]);
        assert_eq!((messages.len(), &messages[1]["content"]), (2, &json!(link)));
        assert!(!Value::from(messages).to_string().contains("marigold"));
        let names: Vec<_> = files.keys().filter(|name| name.contains("preview")).collect();
        assert!(names.is_empty() && files.values().all(|file| !file.starts_with(b"\xff\xd8\xff")), "{names:?}");
    }
}
