//! Pictures: in messages, and of people and spaces.

use std::io::Cursor;

use hyper::Method;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use serde_json::{Value, json};

use crate::{
    app::{Answer, Engine, Options, Person, TestApp},
    attachments::{PATH, Part, form, kept, multipart, upload},
};

const AVATAR: &str = "/api/v1/users/me/avatar";

pub fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, y| {
        let [red, green] = [x * 7, y * 5].map(|shade| u8::try_from(shade % 256).unwrap());
        Rgb([red, green, 99])
    });
    encoded(&DynamicImage::ImageRgb8(image), format)
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

async fn put(person: &Person, path: &str, content: &[u8]) -> Answer {
    let part: Part = ("file", Some("me.png"), content);
    let request = person
        .request(Method::PUT, path)
        .body(&multipart(), form(&[part]));
    request.send(&person.base).await
}

/// Gives somebody a picture.
pub async fn portray(person: &Person) {
    let square = picture(300, 300, ImageFormat::Png);
    put(person, AVATAR, &square).await.expect(200);
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field} in {value}"))
}

on_both_engines! {
    /// A picture comes back encoded anew: shown, with its size, a placeholder, and a still where it
    /// is big; what was hidden in the file is gone.
    async fn pictures_are_encoded_anew(app: TestApp) {
        let ada = app.owner().await;
        for (format, kind) in [
            (ImageFormat::Png, "image/png"), (ImageFormat::Jpeg, "image/jpeg"),
            (ImageFormat::Gif, "image/gif"), (ImageFormat::WebP, "image/webp"),
        ] {
            let mut bytes = picture(900, 30, format);
            bytes.extend_from_slice(b"<script>alert(1)</script>");
            let file = upload(&ada, "a.html", &bytes).await;
            assert_eq!(text(&file, "contentType"), kind);
            assert_eq!((&file["width"], &file["height"]), (&json!(900), &json!(30)));
            assert_eq!(text(&file, "placeholder").len(), 28);
            let got = ada.get(text(&file, "url")).await;
            assert_eq!((got.status.as_u16(), got.header("content-type")), (200, Some(kind)));
            assert!(got.header("content-disposition").unwrap().starts_with("inline; "));
            assert!(got.header("content-security-policy").unwrap().contains("sandbox"));
            assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(file["sizeBytes"], json!(got.body.len()));
            assert!(!got.body.windows(6).any(|six| six == b"script"));
            let still = ada.get(text(&file, "thumbnailUrl")).await;
            assert!(still.header("content-type").unwrap().starts_with("image/"));
            let still = image::load_from_memory(&still.body).unwrap();
            assert_eq!((still.width(), still.height()), (800, 27));
        }
        let small = upload(&ada, "a.png", &picture(30, 30, ImageFormat::Png)).await;
        assert_eq!(small.get("thumbnailUrl"), None);
    }

    /// A picture that is damaged, or is none, or would be too big, is refused, and nothing of it
    /// stays.
    async fn what_is_no_picture_is_refused(app: TestApp) {
        let ada = app.owner().await;
        let good = picture(30, 30, ImageFormat::Png);
        let bomb = {
            // 60,000 by 60,000 pixels of GIF in a hundred bytes.
            let mut gif = picture(2, 2, ImageFormat::Gif);
            gif[6..10].copy_from_slice(&[0x60, 0xea, 0x60, 0xea]);
            gif
        };
        let huge = encoded(&DynamicImage::new_luma8(8_000, 5_001), ImageFormat::Png);
        for bytes in [&good[..good.len() / 2], b"GIF89a/*<script>*/", b"\x89PNG\r\n\x1a\n", &bomb, &huge] {
            let part: Part = ("file", Some("a.png"), bytes);
            let request = ada.request(Method::POST, PATH).body(&multipart(), form(&[part]));
            request.send(&ada.base).await.refused(422, "VALIDATION");
            put(&ada, AVATAR, bytes).await.refused(422, "VALIDATION");
        }
        put(&ada, AVATAR, b"just text").await.refused(422, "VALIDATION");
        assert_eq!(kept(&app), Vec::<std::path::PathBuf>::new());
    }

    /// A person's picture is a square that everybody signed in sees, wherever the person shows; the
    /// one before goes.
    async fn a_person_has_a_picture(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let general = ada.general().await;
        let space = ada.space().await;
        bo.say(&general, "hello").await;
        let mut socket = ada.socket().await;
        let sync = ada.get("/api/v1/sync").await.expect(200);
        let seq = &sync["streams"][&space];
        socket.send(json!({"type": "resume", "epoch": socket.seen[0]["epoch"], "streams": {space.clone(): seq}})).await;
        socket.expect("SYNCED").await;
        let me = put(&bo, AVATAR, &picture(300, 100, ImageFormat::Jpeg)).await.expect(200);
        let url = text(&me, "avatarUrl").to_owned();
        assert_eq!(socket.expect("MEMBER_UPDATED").await["member"]["user"]["avatarUrl"], json!(url));
        let got = ada.get(&url).await;
        assert_eq!((got.status.as_u16(), got.header("content-type")), (200, Some("image/webp")));
        assert_eq!(got.header("cache-control"), Some("private, max-age=31536000, immutable"));
        let square = image::load_from_memory(&got.body).unwrap();
        assert_eq!((square.width(), square.height()), (256, 256));
        app.get(&url).await.refused(401, "UNAUTHENTICATED");
        let ticket = ada.post("/api/v1/auth/ticket", json!({"purpose": "file"})).await.expect(200);
        app.get(&format!("{url}?ticket={}", text(&ticket, "ticket"))).await.expect(200);

        assert_eq!(ada.history(&general).await["items"][0]["author"]["avatarUrl"], json!(url));
        let user = ada.get(&format!("/api/v1/users/{}", bo.id)).await.expect(200);
        assert_eq!(user["avatarUrl"], json!(url));
        let members = ada.get(&format!("/api/v1/spaces/{space}/members")).await.expect(200);
        let members = members["items"].as_array().unwrap();
        assert!(members.iter().any(|member| member["user"]["avatarUrl"] == json!(url)));

        assert_eq!(kept(&app).len(), 1);
        bo.delete(AVATAR).await.expect(204);
        bo.delete(AVATAR).await.expect(204);
        assert_eq!(bo.get("/api/v1/users/me").await.expect(200)["avatarUrl"], Value::Null);
        ada.get(&url).await.refused(404, "NOT_FOUND");
        for path in ["/api/v1/pictures/x.webp", "/api/v1/pictures/..%2f..%2fparlor.db", "/api/v1/pictures/"] {
            ada.get(path).await.refused(404, "NOT_FOUND");
        }
    }

    /// A space's picture is changed by whoever manages the space, and by nobody else.
    async fn a_space_has_a_picture(app: TestApp) {
        let ada = app.owner().await;
        let bo = app.join(&ada, "bo").await;
        let path = format!("/api/v1/spaces/{}/icon", ada.space().await);
        let file = picture(10, 10, ImageFormat::Png);
        put(&bo, &path, &file).await.refused(403, "FORBIDDEN");
        bo.delete(&path).await.refused(403, "FORBIDDEN");
        put(&ada, "/api/v1/spaces/1/icon", &file).await.refused(404, "NOT_FOUND");
        let space = put(&ada, &path, &file).await.expect(200);
        let url = text(&space, "iconUrl");
        bo.get(url).await.expect(200);
        assert_eq!(bo.get("/api/v1/spaces").await.expect(200)["items"][0]["iconUrl"], json!(url));
        ada.delete(&path).await.expect(204);
        bo.get(url).await.refused(404, "NOT_FOUND");
    }
}

/// A picture is kept as it is encoded anew; where that is over the limit of a file, it is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_does_not_grow_over_the_limit() {
    let mut noise = 1_u32;
    let image = RgbImage::from_fn(200, 200, |_, _| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [one, two, three, _] = noise.to_le_bytes();
        Rgb([one, two, three])
    });
    let mut small = Vec::new();
    let coarse = JpegEncoder::new_with_quality(&mut small, 2);
    image.write_with_encoder(coarse).unwrap();
    for (bytes_max, status) in [(small.len(), 413), (1_000_000, 201)] {
        let options = Options::default().env("PARLOR_LIMITS__UPLOAD_BYTES_MAX", bytes_max);
        let app = TestApp::start_with(Engine::Sqlite, options).await;
        let ada = app.owner().await;
        let body = form(&[("file", Some("noise.jpg"), &small)]);
        let request = ada.request(Method::POST, PATH).body(&multipart(), body);
        let answer = request.send(&ada.base).await;
        assert_eq!(answer.status, status, "{bytes_max}");
    }
}
