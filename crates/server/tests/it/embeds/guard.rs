//! What the other server sees of us, and how little it can make us do.

use std::sync::Arc;

use serde_json::json;
use tokio::sync::Semaphore;

use super::{listening, options, page, settle, told};
use crate::app::{Engine, Served, Site, TestApp};

/// How much of a page is read, in bytes.
const PAGE_BYTES_MAX: usize = 512 * 1024;

/// One question at a time goes to one host; another host has its answer meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_is_asked_one_thing_at_a_time() {
    let (site, other) = (Site::start().await, Site::start_at("127.0.0.2").await);
    let app = TestApp::start_with(Engine::Sqlite, options(&[&site, &other])).await;
    let ada = app.owner().await;
    let general = ada.general().await;
    let mut socket = listening(&ada, &general).await;
    let gate = Arc::new(Semaphore::new(0));
    let body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>gated</title>";
    let gated = site.serve("/gated", Served::Gated(Arc::clone(&gate), body.to_vec()));
    let [one, two] = ["/1", "/2"].map(|path| site.page(path, &page(path)));
    ada.say(&general, &format!("{gated} {one} {two}")).await;
    site.until_asked("/gated").await;
    settle(&ada, &general, (&other, &mut socket)).await;
    assert_eq!([site.times("/1"), site.times("/2")], [0, 0]);
    gate.add_permits(1);
    let told = told(&mut socket).await;
    let titles = told["embeds"].as_array().unwrap().iter();
    let titles: Vec<_> = titles.map(|embed| &embed["title"]).collect();
    assert_eq!(titles, ["gated", "/1", "/2"]);
}

/// What a server gives us to keep, nobody gets back: not itself, and not where it sends us.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_ours_goes_along() {
    let (site, other) = (Site::start().await, Site::start_at("127.0.0.2").await);
    let app = TestApp::start_with(Engine::Sqlite, options(&[&site, &other])).await;
    let ada = app.owner().await;
    let general = ada.general().await;
    let mut socket = listening(&ada, &general).await;
    let end = other.page("/end", &page("end"));
    let second = site.redirect("/second", &end);
    let first = site.redirect("/first?secret=1", &second);
    ada.say(&general, &first).await;
    assert_eq!(
        told(&mut socket).await["embeds"],
        json!([{"url": first, "title": "end"}])
    );
    let heads = [site.asked(), other.asked()].concat();
    assert_eq!(heads.len(), 3);
    for head in heads {
        let mut names: Vec<_> = head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(':'))
            .collect();
        names.sort_unstable();
        let names: Vec<_> = names
            .into_iter()
            .map(|(name, _)| name.to_lowercase())
            .collect();
        assert_eq!(
            names,
            [
                "accept",
                "accept-encoding",
                "connection",
                "host",
                "user-agent"
            ],
            "{head}"
        );
    }
}

/// A page is read so far and no further.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rest_of_a_page_is_not_read() {
    let site = Site::start().await;
    let app = TestApp::start_with(Engine::Sqlite, options(&[&site])).await;
    let ada = app.owner().await;
    let general = ada.general().await;
    let mut socket = listening(&ada, &general).await;
    let after = |bytes: usize| format!("{}{}", " ".repeat(bytes), page("late"));
    let far = site.page("/far", &after(2 * PAGE_BYTES_MAX));
    let near = site.page("/near", &after(PAGE_BYTES_MAX / 2));
    ada.say(&general, &format!("{far} {near}")).await;
    assert_eq!(
        told(&mut socket).await["embeds"],
        json!([{"url": near, "title": "late"}])
    );
}
