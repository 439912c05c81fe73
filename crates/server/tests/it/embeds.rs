//! Previews of links: what comes of them, where nobody goes, and how they end.

mod ends;
mod guard;

use std::io::Cursor;

use image::{DynamicImage, ImageFormat};
use serde_json::{Value, json};

use crate::{
    app::{Engine, Options, Person, Served, Site, Socket, TestApp},
    attachments::kept,
};

/// Previews are on, and these sites in the house may be asked.
fn options(sites: &[&Site]) -> Options {
    let allow: Vec<_> = sites
        .iter()
        .map(|site| site.address().to_string())
        .collect();
    Options::default()
        .env("PARLOR_EMBEDS__ENABLED", true)
        .env("PARLOR_OUTBOUND__ALLOW", allow.join(","))
        .env("PARLOR_LIMITS__SENDS_PER_5_S", 1_000)
}

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = DynamicImage::new_rgb8(width, height);
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn page(title: &str) -> String {
    format!("<!doctype html><title>{title}</title>")
}

/// The previews that come next, and what comes with them.
async fn told(socket: &mut Socket) -> Value {
    socket.expect("MESSAGE_UPDATED").await["message"].clone()
}

fn path(message: &Value) -> String {
    format!("/api/v1/messages/{}", message["id"].as_str().unwrap())
}

/// Writes a link that has a preview for sure, and waits for it: what was to come before has come.
async fn settle(person: &Person, channel: &str, (site, socket): (&Site, &mut Socket)) -> Value {
    let link = site.page("/settled", &page("settled"));
    person.say(channel, &format!("done {link}")).await;
    told(socket).await
}

async fn listening(person: &Person, channel: &str) -> Socket {
    let mut socket = person.socket().await;
    socket.join(channel, None).await;
    socket
}

on_both_engines! {
    /// A preview comes after its message: what the page says, and its picture, made small and kept
    /// here; the same in the event, the history and the replay. It is no edit. With its message all
    /// of it goes.
    async fn a_link_gets_its_preview(app: TestApp) {
        let site = Site::start().await;
        let app = app.with(options(&[&site])).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        assert_eq!(app.get("/api/v1/instance").await.expect(200)["features"], json!(["embeds", "push"]));
        site.answer("/p/one.png", "text/plain", &picture(1_600, 400, ImageFormat::Png));
        let link = site.page("/a?b=c", "<meta property=og:title content='A &amp; B'><meta property=og:site_name content=Site>\
            <meta property=og:description content='What it says'><meta property=og:image content=p/one.png>");
        let mut socket = listening(&bo, &general).await;
        let message = ada.say(&general, &format!("look: {link}#part.")).await;
        assert_eq!(message["embeds"], json!([]));
        let told = told(&mut socket).await;
        let embed = &told["embeds"][0];
        assert_eq!((&embed["url"], &embed["title"]), (&json!(format!("{link}#part")), &json!("A & B")));
        assert_eq!((&embed["description"], &embed["siteName"]), (&json!("What it says"), &json!("Site")));
        assert_eq!((&embed["image"]["width"], &embed["image"]["height"]), (&json!(800), &json!(200)));
        assert_eq!(embed["image"]["placeholder"].as_str().unwrap().len(), 28);
        assert_eq!((&told["editedAt"], &told["content"]), (&Value::Null, &message["content"]));
        assert_eq!(bo.history(&general).await["items"][0]["embeds"], told["embeds"]);
        let mut late = bo.socket().await;
        late.send(json!({"type": "join_channel", "channelId": general, "seq": 0})).await;
        let events = late.expect("SYNC").await["events"].clone();
        assert_eq!(events[1]["message"]["embeds"], told["embeds"]);

        // Asked as nobody in particular.
        let asked = site.asked().join("").to_lowercase();
        assert!(asked.contains("user-agent: parlor/") && asked.contains("accept-encoding: identity"), "{asked}");
        for secret in ["cookie", "referer", "authorization", "forwarded", "ada"] {
            assert!(!asked.contains(secret), "{secret} in {asked}");
        }

        let url = embed["image"]["url"].as_str().unwrap();
        let got = bo.get(url).await;
        assert_eq!((got.header("content-type"), got.header("cache-control")), (Some("image/jpeg"), Some("private, no-cache")));
        let still = image::load_from_memory(&got.body).unwrap();
        assert_eq!((still.width(), still.height()), (800, 200));
        app.get(url).await.refused(401, "UNAUTHENTICATED");
        let ticket = bo.post("/api/v1/auth/ticket", json!({"purpose": "file", "channelId": general})).await.expect(200);
        assert_eq!(app.get(&format!("{url}?ticket={}", ticket["ticket"].as_str().unwrap())).await.status, 200);
        let other = &url.replace(&url[url.len() - 8..], "00000000");
        bo.get(other).await.refused(404, "NOT_FOUND");
        let seen = ada.say(&general, "another").await;
        bo.get(&url.replace(told["id"].as_str().unwrap(), seen["id"].as_str().unwrap())).await.refused(404, "NOT_FOUND");

        assert_eq!(kept(&app).len(), 1);
        ada.delete(&path(&message)).await.expect(204);
        bo.get(url).await.refused(404, "NOT_FOUND");
        while !kept(&app).is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// An edit keeps the previews whose links are still there, drops the others, and looks at new
    /// ones; what is remembered is not asked for again.
    async fn an_edit_is_looked_at_again(app: TestApp) {
        let site = Site::start().await;
        let app = app.with(options(&[&site])).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        let [one, two, three] = ["/1", "/2", "/3"].map(|path| site.page(path, &page(path)));
        let mut socket = listening(&ada, &general).await;
        let message = ada.say(&general, &format!("{one} {two}")).await;
        let titles = |message: &Value| {
            let embeds = message["embeds"].as_array().unwrap().iter();
            embeds.map(|embed| embed["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(titles(&told(&mut socket).await), ["/1", "/2"]);
        let edited = ada.patch(&path(&message), json!({"content": format!("{three} and {two}")})).await.expect(200);
        assert_eq!(titles(&edited), ["/2"]);
        assert_eq!(titles(&told(&mut socket).await), ["/2"]);
        let told_last = told(&mut socket).await;
        assert_eq!(titles(&told_last), ["/3", "/2"]);
        assert_eq!(told_last["editedAt"], edited["editedAt"]);
        ada.say(&general, &format!("again {one}")).await;
        assert_eq!(titles(&told(&mut socket).await), ["/1"]);
        assert_eq!([site.times("/1"), site.times("/2"), site.times("/3")], [1, 1, 1]);
    }

    /// Author and who manages messages take previews away, for good; others do not.
    async fn previews_are_taken_away(app: TestApp) {
        let site = Site::start().await;
        let app = app.with(options(&[&site])).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let [one, two] = ["/1", "/2"].map(|path| site.page(path, &page(path)));
        let mut socket = listening(&ada, &general).await;
        let of_bo = bo.say(&general, &one).await;
        assert_eq!(told(&mut socket).await["embeds"][0]["title"], "/1");
        let of_ada = ada.say(&general, &one).await;
        assert_eq!(told(&mut socket).await["id"], of_ada["id"]);
        bo.delete(&format!("{}/embeds", path(&of_ada))).await.refused(403, "FORBIDDEN");
        for message in [&of_bo, &of_ada] {
            for _ in 0..2 {
                ada.delete(&format!("{}/embeds", path(message))).await.expect(204);
            }
            let told = told(&mut socket).await;
            assert_eq!((&told["id"], &told["embeds"]), (&message["id"], &json!([])));
        }
        bo.patch(&path(&of_bo), json!({"content": two})).await.expect(200);
        assert_eq!(told(&mut socket).await["embeds"], json!([]));
        settle(&ada, &general, (&site, &mut socket)).await;
        assert_eq!(site.times("/2"), 0);
        ada.delete("/api/v1/messages/1/embeds").await.refused(404, "NOT_FOUND");
    }

    /// Nobody goes into the house: not by an address, a redirect, or the picture of a page, whatever
    /// is written; and no link in code or in angle brackets is gone to.
    async fn the_house_is_closed(app: TestApp) {
        let (site, house) = (Site::start().await, Site::start().await);
        let app = app.with(options(&[&site]).env("PARLOR_LIMITS__EMBEDS_PER_MIN", 1_000)).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut socket = listening(&ada, &general).await;
        let secret = house.page("/secret", &page("secret"));
        let port = house.address().port();
        let moved = site.redirect("/moved", &secret);
        let twice = site.redirect("/twice", "/moved");
        let around = site.redirect("/around", "/around");
        let odd = site.redirect("/odd", "file:///etc/passwd");
        for link in [
            secret.clone(), moved, twice, around, odd,
            format!("http://localhost:{port}/secret"), format!("http://127.1:{port}/secret"),
            format!("http://2130706433:{port}/secret"), format!("http://0x7f000001:{port}/secret"),
            format!("http://0:{port}/secret"), format!("http://[::1]:{port}/secret"),
            format!("http://[::ffff:127.0.0.1]:{port}/secret"), format!("http://a:b@127.0.0.1:{port}/secret"),
            format!("https://127.0.0.1:{port}/secret"), "http://127.0.0.1/".to_owned(),
            "http://169.254.169.254/latest/meta-data/".to_owned(),
        ] {
            ada.say(&general, &link).await;
        }
        let hidden = site.page("/hidden", &page("hidden"));
        for text in [format!("`{hidden}`"), format!("```\n{hidden}\n```"), format!("<{hidden}>")] {
            ada.say(&general, &text).await;
        }
        // The page is shown without the picture that is none of its business.
        let link = site.page("/pictured", &format!("{}<meta property=og:image content='{secret}'>", page("pictured")));
        ada.say(&general, &link).await;
        let told = told(&mut socket).await;
        assert_eq!(told["embeds"], json!([{"url": link, "title": "pictured"}]));
        settle(&ada, &general, (&site, &mut socket)).await;
        assert_eq!((house.asked().len(), site.times("/hidden")), (0, 0));
        // The first time, and as often as one may be sent on.
        assert_eq!(site.times("/around"), 4);
        let history = ada.history(&general).await;
        let with = history["items"].as_array().unwrap().iter().filter(|message| message["embeds"] != json!([]));
        assert_eq!(with.count(), 2);
        for nothing in ["secret", "169.254"] {
            assert!(!app.log().contains(nothing), "{nothing}");
        }
    }

    /// What is slow, endless, packed, broken, too big or no page is left alone, and costs nothing
    /// but time; a picture is one by its content, and shown by itself.
    async fn what_is_no_page_is_left_alone(app: TestApp) {
        let site = Site::start().await;
        let slow = Site::start_at("127.0.0.2").await;
        let app = app.with(options(&[&site, &slow]).env("PARLOR_LIMITS__IMAGE_PIXELS_MAX", 10_000)).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        let mut socket = listening(&ada, &general).await;
        let html = page("no");
        let raw = |path: &str, head: &str| {
            site.serve(path, Served::Raw(format!("{head}\r\n\r\n{html}").into_bytes()))
        };
        let bad = [
            slow.serve("/silent", Served::Silence),
            slow.serve("/drip", Served::Drip),
            site.serve("/endless-head", Served::Endless("HTTP/1.1 200 OK\r\nA: ")),
            site.serve("/endless-picture", Served::Endless("HTTP/1.1 200 OK\r\n\r\nGIF89a")),
            raw("/packed", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip"),
            raw("/500", "HTTP/1.1 500 Oh\r\nContent-Type: text/html"),
            raw("/text", "HTTP/1.1 200 OK\r\nContent-Type: text/plain"),
            raw("/untyped", "HTTP/1.1 200 OK\r\nX: y"),
            raw("/broken", "HTTP/9 what"),
            site.answer("/no-picture.png", "image/png", b"no picture"),
            site.answer("/bomb.png", "image/png", &picture(101, 100, ImageFormat::Png)),
            site.answer("/svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><title>no</title></svg>"),
            site.page("/nameless", "<p>hello</p>"),
        ];
        for link in &bad {
            ada.say(&general, link).await;
        }
        let good = site.answer("/shown", "application/octet-stream", &picture(100, 100, ImageFormat::Png));
        let endless = site.serve("/endless", Served::Endless("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>endless</title>"));
        ada.say(&general, &format!("{good} {endless}")).await;
        let told = told(&mut socket).await;
        let [picture, page] = &told["embeds"].as_array().unwrap()[..] else { panic!("{told}") };
        assert_eq!((&picture["url"], picture.get("title")), (&json!(good), None));
        assert_eq!((&picture["image"]["width"], &picture["image"]["height"]), (&json!(100), &json!(100)));
        assert_eq!((&page["title"], page.get("image")), (&json!("endless"), None));
        settle(&ada, &general, (&site, &mut socket)).await;
        let history = ada.history(&general).await;
        for message in history["items"].as_array().unwrap() {
            let link = message["content"].as_str().unwrap();
            assert!(message["embeds"] == json!([]) || !bad.iter().any(|bad| bad == link), "{message}");
        }
    }

    /// Who may not have links previewed gets none, and neither does an instance that has them off.
    async fn previews_need_a_right_and_a_setting(app: TestApp) {
        let site = Site::start().await;
        let app = app.with(options(&[&site])).await;
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let (space, general) = (ada.space().await, ada.general().await);
        let path = format!("/api/v1/channels/{general}/overrides/{space}");
        ada.put(&path, json!({"allow": [], "deny": ["EMBED_LINKS"]})).await.expect(204);
        let mut socket = listening(&bo, &general).await;
        let link = site.page("/bo", &page("bo"));
        bo.say(&general, &link).await;
        settle(&ada, &general, (&site, &mut socket)).await;
        assert_eq!(site.times("/bo"), 0);
        let app = app.with(Options::default().env("PARLOR_OUTBOUND__ALLOW", "127.0.0.0/8")).await;
        let ada = app.owner().await;
        let general = ada.general().await;
        assert_eq!(app.get("/api/v1/instance").await.expect(200)["features"], json!(["push"]));
        ada.say(&general, &link).await;
        let message = ada.say(&general, "quiet").await;
        ada.delete(&format!("{}/embeds", self::path(&message))).await.expect(204);
        assert_eq!(site.times("/bo"), 0);
    }
}

/// So many links of a message, so many of one person in a minute.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_are_limited() {
    let site = Site::start().await;
    let options = options(&[&site])
        .env("PARLOR_LIMITS__EMBEDS_PER_MESSAGE_MAX", 2)
        .env("PARLOR_LIMITS__EMBEDS_PER_MIN", 3);
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let bo = app.join(&ada, "bo").await;
    let general = ada.general().await;
    let mut socket = listening(&ada, &general).await;
    let links: Vec<_> = (0..6)
        .map(|n| site.page(&format!("/{n}"), &page(&n.to_string())))
        .collect();
    ada.say(&general, &links[..3].join(" ")).await;
    assert_eq!(
        told(&mut socket).await["embeds"].as_array().unwrap().len(),
        2
    );
    ada.say(&general, &links[3..5].join(" ")).await;
    assert_eq!(
        told(&mut socket).await["embeds"].as_array().unwrap().len(),
        1
    );
    ada.say(&general, &links[5]).await;
    bo.say(&general, &links[5]).await;
    let last = told(&mut socket).await;
    assert_eq!(
        (&last["author"]["username"], &last["embeds"][0]["title"]),
        (&json!("bo"), &json!("5"))
    );
    assert_eq!(
        [site.times("/2"), site.times("/4"), site.times("/5")],
        [0, 0, 1]
    );
}

/// Whose message was deleted while its links were looked at gets no preview, and no file is left.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preview_that_comes_too_late_is_dropped() {
    let site = Site::start().await;
    let app = TestApp::start_with(Engine::Sqlite, options(&[&site])).await;
    let ada = app.owner().await;
    let general = ada.general().await;
    let mut socket = listening(&ada, &general).await;
    site.answer("/p.png", "image/png", &picture(30, 30, ImageFormat::Png));
    let quick = site.page(
        "/quick",
        &format!("{}<meta property=og:image content=p.png>", page("quick")),
    );
    let slow = site.serve("/drip", Served::Drip);
    let message = ada.say(&general, &format!("{quick} {slow}")).await;
    site.until_asked("/drip").await;
    ada.delete(&path(&message)).await.expect(204);
    // Those who wait for the same host have their turn when the slow one's is over.
    settle(&ada, &general, (&site, &mut socket)).await;
    let history = ada.history(&general).await;
    assert_eq!(history["items"].as_array().unwrap().len(), 1);
    while !kept(&app).is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
