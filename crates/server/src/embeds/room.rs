//! Room for the pictures of new previews: above `limits.embed_images_bytes_max` those of the oldest
//! messages go. People look at what was written lately, and the link of an old message stands.

use parlor_storage::Error;
use tokio::sync::Mutex;

use crate::{app::Shared, attachments, clock};

/// Who makes room; the others wait, and find that there is some.
pub(super) type Broom = Mutex<()>;

/// Lets pictures go until the rest has room. What came meanwhile is above the limit until this is
/// done: at most what so many messages have at once as are looked at at once.
pub(super) async fn make(app: &Shared, broom: &Broom) -> Result<(), Error> {
    let _turn = broom.lock().await;
    let bytes_max = app.config.limits.embed_images_bytes_max;
    loop {
        let above = app.storage.embeds().above(bytes_max).await?;
        if above.is_empty() {
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
