//! Room for the pictures of new previews: above `limits.embed_images_bytes_max` those of the oldest
//! messages go. People look at what was written lately, and the link of an old message stands.

use parlor_storage::Error;
use tokio::sync::Mutex;

use crate::{app::Shared, attachments, clock};

/// What all pictures come to, in bytes, at most; `None` until they were counted. Whoever holds it
/// makes room; the others wait, and find that there is some.
pub(super) type Broom = Mutex<Option<u64>>;

/// Counts the pictures that came, and lets others go until all have room. They are counted anew
/// only when there may be too many; then so many go that there is room for a while. What other
/// nodes keep meanwhile is seen then, and what came is above the limit until this is done.
pub(super) async fn make(app: &Shared, broom: &Broom, came: u64) -> Result<(), Error> {
    let mut kept = broom.lock().await;
    let bytes_max = app.config.limits.embed_images_bytes_max;
    let bytes = match *kept {
        Some(before) => before.saturating_add(came),
        None => app.storage.embeds().image_bytes().await?,
    };
    *kept = Some(bytes);
    if bytes <= bytes_max {
        return Ok(());
    }
    loop {
        let above = app.storage.embeds().above(bytes_max).await?;
        if above.is_empty() {
            *kept = Some(app.storage.embeds().image_bytes().await?);
            return Ok(());
        }
        for place in above {
            let storage = app.storage.clone();
            let gone =
                app.commit(async move { storage.embeds().let_go(place, clock::now()).await });
            let gone: Result<_, Error> = gone.await;
            attachments::discard_soon(app, gone?);
        }
    }
}
