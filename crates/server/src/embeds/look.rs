//! Looking at one link.

use std::sync::Arc;

use parlor_protocol::limits::Limits;
use url::Url;

use super::{
    Way, charset,
    found::Found,
    page::{self, Page},
    seen::Known,
};
use crate::{
    attachments, clock,
    images::{self, Still},
    outbound::{OutboundError, Reply},
    pool::Pool,
};

/// How much of a page is read, in bytes: what it says about itself stands at its beginning.
const PAGE_BYTES_MAX: usize = 512 * 1024;
/// The biggest picture, in bytes, as it comes.
const IMAGE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// By so many bytes it is told what an answer is.
const BEGINNING_BYTES: usize = 512;

const PAGE: &str = "text/html, application/xhtml+xml, image/*;q=0.5";
const IMAGE: &str = "image/png, image/jpeg, image/webp, image/gif";

/// What a link leads to, lately or now; `None` where there is nothing to show.
pub(super) async fn look(way: &Way, (pool, limits): (&Pool, &Limits), link: &str) -> Option<Found> {
    let mut url = Url::parse(link).ok()?;
    url.set_fragment(None);
    let known = if let Some(known) = way.seen.get(url.as_str(), clock::instant()) {
        known
    } else {
        let known = match find(way, (pool, limits), &url).await {
            Ok(Some(found)) => Known::Found(found),
            Ok(None) => Known::Nothing,
            Err(error) => {
                // Not where: what people write to each other is in no log.
                tracing::debug!(%error, "looking at a link");
                Known::Nothing
            }
        };
        let now = clock::instant();
        way.seen.put(url.as_str(), known.clone(), now);
        known
    };
    match known {
        Known::Nothing => None,
        Known::Found(found) => Some(found),
    }
}

async fn find(
    way: &Way,
    workers: (&Pool, &Limits),
    url: &Url,
) -> Result<Option<Found>, OutboundError> {
    let mut reply = way.outbound.get(url, PAGE).await?;
    let all = reply.read(BEGINNING_BYTES).await?;
    if images::format_of(attachments::kind_of(reply.bytes())).is_some() {
        let still = still(reply, all, workers).await?;
        return Ok(still.map(|still| Found {
            page: Page::default(),
            still: Some(still),
        }));
    }
    if !is_page(reply.content_type()) {
        return Ok(None);
    }
    if !all {
        reply.read(PAGE_BYTES_MAX).await?;
    }
    let page = read(reply).await;
    if page.title.is_none() {
        return Ok(None);
    }
    let still = match &page.image {
        // A page without its picture is better than none.
        Some(place) => picture(way, workers, place).await.unwrap_or_default(),
        None => None,
    };
    Ok(Some(Found { page, still }))
}

/// Only what says that it is a page is read as one.
fn is_page(content_type: Option<&str>) -> bool {
    let kind = content_type.unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    ["text/html", "application/xhtml+xml"]
        .iter()
        .any(|page| page.eq_ignore_ascii_case(kind))
}

/// Half a megabyte takes some milliseconds, which nobody else shall wait for.
async fn read(reply: Reply) -> Page {
    let (url, said) = (reply.url().clone(), reply.content_type().map(str::to_owned));
    let bytes = reply.into_bytes();
    let reading = tokio::task::spawn_blocking(move || {
        page::read(&charset::text(&bytes, said.as_deref()), &url)
    });
    reading.await.unwrap_or_default()
}

async fn picture(
    way: &Way,
    workers: (&Pool, &Limits),
    place: &Url,
) -> Result<Option<Arc<Still>>, OutboundError> {
    let mut reply = way.outbound.get(place, IMAGE).await?;
    let all = reply.read(BEGINNING_BYTES).await?;
    still(reply, all, workers).await
}

/// A small still of what a reply begins to be; `None` where it is no picture, or none to be shown.
async fn still(
    mut reply: Reply,
    all: bool,
    (pool, limits): (&Pool, &Limits),
) -> Result<Option<Arc<Still>>, OutboundError> {
    let Some(format) = images::format_of(attachments::kind_of(reply.bytes())) else {
        return Ok(None);
    };
    if !all && !reply.read(IMAGE_BYTES_MAX + 1).await? {
        return Ok(None);
    }
    let bytes = reply.into_bytes();
    let made = images::run(pool, limits, move |budget| {
        images::still(bytes, format, budget)
    });
    match made.await {
        Ok(still) => Ok(still.map(Arc::new)),
        Err(error) => {
            tracing::debug!(%error, "the picture of a preview");
            Ok(None)
        }
    }
}
