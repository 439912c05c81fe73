//! Files in a bucket, against a real S3-compatible service: where `PARLOR_TEST_S3` names one
//! (`http://key:secret@127.0.0.1:9000/bucket`, a bucket that is there). Without it, only what needs
//! none.

use serde_json::json;

use crate::{
    app::{Engine, Options, Program, TestApp},
    attachments::{kept, upload},
};

/// The settings for that service, with a place of its own for each test.
fn options(prefix: &str) -> Option<Options> {
    let Ok(service) = std::env::var("PARLOR_TEST_S3") else {
        eprintln!("SKIPPED on S3: PARLOR_TEST_S3 is not set");
        return None;
    };
    let (scheme, rest) = service.split_once("://").unwrap();
    let (keys, place) = rest.split_once('@').unwrap();
    let (key, secret) = keys.split_once(':').unwrap();
    let (host, bucket) = place.split_once('/').unwrap();
    let options = Options::default()
        .env("PARLOR_S3__ENDPOINT", format!("{scheme}://{host}"))
        .env("PARLOR_S3__BUCKET", bucket)
        .env("PARLOR_S3__ACCESS_KEY", key)
        .env("PARLOR_S3__SECRET_KEY", secret)
        .env(
            "PARLOR_S3__PREFIX",
            format!("{prefix}-{}", std::process::id()),
        );
    Some(options)
}

/// Small and big files go in and come out, in parts too; equal ones come and go at the same time
/// and are never lost; with its message a file is gone, and nothing is left on the way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_lie_in_a_bucket() {
    let Some(options) = options("files") else {
        return;
    };
    let app = TestApp::start_with(Engine::Sqlite, options).await;
    let ada = app.owner().await;
    let general = ada.general().await;
    let big: Vec<u8> = (0..20_000_000_u32)
        .map(|n| (n % 251).to_le_bytes()[0])
        .collect();
    for content in [&b"small"[..], &big] {
        let file = upload(&ada, "a.bin", content).await;
        let url = file["url"].as_str().unwrap();
        assert!(ada.get(url).await.body[..] == *content);
        let last = content.len() - 1;
        for (range, first, last) in [
            ("bytes=2-3".to_owned(), 2, 3),
            (format!("bytes=1-{last}"), 1, last),
            ("bytes=-2".to_owned(), last - 1, last),
        ] {
            let request = ada.request(hyper::Method::GET, url).header("range", &range);
            let part = request.send(&ada.base).await;
            assert_eq!(part.status, 206, "{range}");
            assert!(part.body[..] == content[first..=last], "{range}");
        }
    }
    let path = format!("/api/v1/channels/{general}/messages");
    for _ in 0..5 {
        let first = upload(&ada, "a.txt", b"the same").await;
        let body = json!({"content": "", "attachmentIds": [first["id"]]});
        let message = ada.post(&path, body).await.expect(201);
        let message = format!("/api/v1/messages/{}", message["id"].as_str().unwrap());
        let (deleted, second) =
            tokio::join!(ada.delete(&message), upload(&ada, "b.txt", b"the same"));
        deleted.expect(204);
        ada.get(first["url"].as_str().unwrap())
            .await
            .refused(404, "NOT_FOUND");
        assert_eq!(
            &ada.get(second["url"].as_str().unwrap()).await.body[..],
            b"the same"
        );
    }
    assert_eq!(kept(&app), Vec::<std::path::PathBuf>::new());
    app.kill();
    app.restart().await;
    let ada = ada.moved(&app);
    let again = upload(&ada, "c.txt", b"the same").await;
    assert_eq!(
        &ada.get(again["url"].as_str().unwrap()).await.body[..],
        b"the same"
    );
}

/// Settings that could not work stop the start, and so does a service that is not there; no secret
/// is shown.
#[test]
fn a_bucket_that_cannot_be_used_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let program = |command: &str, settings: &[(&str, &str)]| {
        let all = settings.iter();
        all.fold(
            Program::new(folder.path(), &[command]),
            |program, (name, value)| program.env(name, value),
        )
        .run()
    };
    let bucket = ("PARLOR_S3__BUCKET", "parlor");
    let key = ("PARLOR_S3__ACCESS_KEY", "parlor");
    let secret = ("PARLOR_S3__SECRET_KEY", "hunter2");
    for settings in [
        &[key, secret][..],
        &[bucket, key],
        &[bucket, secret],
        &[bucket, ("PARLOR_S3__ENDPOINT", "s3.example.org")],
    ] {
        let sentence = program("config", settings).sentence();
        assert!(
            sentence.contains("`s3.bucket`") && !sentence.contains("hunter2"),
            "{sentence}"
        );
    }
    let shown = program("config", &[bucket, key, secret]).good();
    assert!(
        shown.contains("s3.secret_key") && !shown.contains("hunter2"),
        "{shown}"
    );
    // Port 1 of this machine: nobody listens there.
    let nowhere = ("PARLOR_S3__ENDPOINT", "http://127.0.0.1:1");
    let ended = program("serve", &[bucket, key, secret, nowhere]);
    // It was tried several times, which the log says first.
    let last = ended.err.lines().last().unwrap_or_default();
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{ended:?}");
    assert!(
        last.starts_with("parlor: The bucket of `s3.bucket` cannot be used; "),
        "{last}"
    );
    assert!(!ended.err.contains("hunter2"), "{}", ended.err);
}
