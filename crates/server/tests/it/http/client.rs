//! The web client as the server hands it out.

use std::path::Path;

use crate::app::{Answer, Engine, TestApp, Wire, http::Request};

const PAGE: &str = "text/html; charset=utf-8";
const PATHS: [&str; 7] = [
    "/",
    "/login",
    "/register",
    "/setup",
    "/spaces/1/channels/2",
    "/invite/abc",
    "/a.b/c",
];

/// Whether the client was built. Continuous integration builds it before.
fn is_built() -> bool {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frontend/dist/index.html");
    let built = page.is_file();
    let ci = std::env::var("CI").is_ok_and(|ci| ci == "true" || ci == "1");
    assert!(built || !ci, "the web client must be built when CI=true");
    if !built {
        eprintln!("SKIPPED with the web client: it is not built");
    }
    built
}

/// The address of the client's first script: its name is a hash of what is in it.
fn script(page: &Answer) -> String {
    let text = String::from_utf8_lossy(&page.body);
    let (_, rest) = text.split_once("src=\"/assets/").expect("a script");
    format!("/assets/{}", rest.split_once('"').unwrap().0)
}

/// Each path that is no file is the client's to understand; it is asked for again each time, which
/// costs nothing while it is the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_other_path_is_the_client() {
    let app = TestApp::start(Engine::Sqlite).await;
    if !is_built() {
        let answer = app.get("/").await;
        assert!(String::from_utf8_lossy(&answer.body).contains("cargo xtask run"));
        answer.expect(404);
        return;
    }
    let page = app.get("/").await;
    for path in PATHS {
        let answer = app.get(path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, Some(PAGE))
        );
        assert_eq!(answer.body, page.body, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
        let tag = answer.header("etag").expect("a tag").to_owned();
        for known in [tag.as_str(), "*", &format!("\"other\", {tag}")] {
            let again = Request::get(path).header("if-none-match", known);
            let again = again.send(&app.base()).await;
            assert_eq!(
                (again.status.as_u16(), again.body.len()),
                (304, 0),
                "{path} {known}"
            );
            assert_eq!(again.header("etag"), Some(tag.as_str()));
        }
        let other = Request::get(path).header("if-none-match", "W/\"other\"");
        assert_eq!(other.send(&app.base()).await.status, 200);
    }
}

/// What has its hash in its name may be kept for ever; what is gone is no page, which a browser
/// would try to run as a script.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn assets_are_kept_for_ever() {
    let app = TestApp::start(Engine::Sqlite).await;
    app.get("/assets/index-gone.js")
        .await
        .refused(404, "NOT_FOUND");
    app.get("/favicon.ico").await.refused(404, "NOT_FOUND");
    if !is_built() {
        return;
    }
    let typed = Request::get("/favicon.ico").header("accept", "text/html,*/*");
    assert_eq!(
        typed.send(&app.base()).await.header("content-type"),
        Some(PAGE)
    );
    let script = script(&app.get("/").await);
    let answer = app.get(&script).await;
    assert_eq!(
        answer.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    assert_eq!(
        answer.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    answer.expect(200);
}

/// Who can unpack gets it packed, and nobody is given what another one asked for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_answers_are_packed() {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    let app = TestApp::start(Engine::Sqlite).await;
    let mut paths = vec!["/api/openapi.json".to_owned()];
    if is_built() {
        paths.push(script(&app.get("/").await));
    }
    for path in paths {
        let plain = app.get(&path).await;
        assert_eq!(plain.header("content-encoding"), None);
        assert_eq!(plain.header("vary"), Some("accept-encoding"));
        let asked = Request::get(&path).header("accept-encoding", "br, gzip");
        let packed = asked.send(&app.base()).await;
        assert_eq!(packed.header("content-encoding"), Some("gzip"));
        assert_eq!(packed.header("vary"), Some("accept-encoding"));
        assert_eq!(packed.body[..2], GZIP);
        assert!(packed.body.len() * 2 < plain.body.len(), "{path}");
        let refused = Request::get(&path).header("accept-encoding", "gzip;q=0");
        assert_eq!(refused.send(&app.base()).await.body, plain.body);
    }
    let small = Request::get("/healthz").header("accept-encoding", "gzip");
    assert_eq!(
        small.send(&app.base()).await.header("content-encoding"),
        None
    );
}

/// No path leads out of the client's folder.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_path_leads_out() {
    let app = TestApp::start(Engine::Sqlite).await;
    for path in [
        "/../package.json",
        "/assets/../../package.json",
        "/%2e%2e/package.json",
        "/..%2fpackage.json",
        "//../package.json",
        "/./../package.json",
        "/..\\package.json",
        "/%2e%2e%2fpackage.json",
        "/etc/passwd",
        "//etc/passwd",
        "/../../../../../../etc/passwd",
    ] {
        let mut wire = Wire::open(&app.base()).await;
        wire.ask(&format!("GET {path}"), &["Accept-Encoding: identity"])
            .await;
        let answer = wire.answer().await.unwrap();
        let text = String::from_utf8_lossy(&answer.body);
        assert!(
            !text.contains("devDependencies") && !text.contains("root:"),
            "{path}"
        );
        assert!(
            matches!(answer.status.as_u16(), 200 | 400 | 404),
            "{path} {answer:?}"
        );
    }
}
