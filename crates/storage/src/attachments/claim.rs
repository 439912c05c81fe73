//! Putting files into a message.

use parlor_protocol::ids::{AttachmentId, MessageId, UserId};

use crate::engine::{Link, execute};

/// Puts files into a message that was just written, in this order. `false`: one of them is not its
/// author's, is in a message already, or is gone; then some may be in it, and the write is to be
/// undone.
pub(crate) async fn claim(
    link: &mut Link<'_>,
    (message, author): (MessageId, UserId),
    attachments: &[AttachmentId],
) -> sqlx::Result<bool> {
    for (position, attachment) in (0_i64..).zip(attachments) {
        let claimed = execute!(
            link,
            "UPDATE attachments SET message_id = $2, position = $3 \
             WHERE id = $1 AND uploader_id = $4 AND message_id IS NULL",
            attachment.raw(),
            message.raw(),
            position,
            author.raw()
        )?;
        if claimed == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}
