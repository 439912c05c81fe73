//! What a browser is told.

use aws_lc_rs::digest::{Context, SHA256};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use parlor_auth::push::Subscriber;
use parlor_protocol::{ids::ChannelId, notifications::NotificationKind, push::Pushed};
use parlor_storage::push::Due;

/// How long a topic is: 32 characters of base64url at most (RFC 8030 section 5.4).
const TOPIC_BYTES: usize = 24;

/// The text that is encrypted; `None` never, but for names that no setting allows to be so long.
pub(super) fn text(channel: ChannelId, due: &Due) -> Option<Vec<u8>> {
    let between_two = due.kind == NotificationKind::Dm && due.channel_name.is_none();
    let pushed = Pushed {
        kind: due.kind,
        channel_id: channel,
        message_id: due.message.id,
        author: due.message.author.display_name.clone(),
        channel: due.channel_name.clone().filter(|_| !between_two),
        excerpt: (!due.hides_text).then(|| spoken(&due.message.excerpt(), &due.names)),
        count: due.count,
    };
    serde_json::to_vec(&pushed).ok()
}

/// A text with names in the place of ids.
fn spoken(excerpt: &str, names: &[(String, String)]) -> String {
    names
        .iter()
        .fold(excerpt.to_owned(), |text, (written, name)| {
            text.replace(written, &format!("@{name}"))
        })
}

/// The same for one channel and browser, and no word about which to anybody else: the service in
/// between does not know the secret of the browser.
pub(super) fn topic(channel: ChannelId, subscriber: &Subscriber) -> String {
    let mut hash = Context::new(&SHA256);
    hash.update(subscriber.auth());
    hash.update(&channel.raw().to_be_bytes());
    URL_SAFE_NO_PAD.encode(&hash.finish().as_ref()[..TOPIC_BYTES])
}
