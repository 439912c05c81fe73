//! Writing a file down.

use parlor_protocol::attachments::{Attachment, thumbnail_url, url};

use super::{InsertError, Inserted, NewAttachment, forget, rows};
use crate::{
    engine::{Link, execute},
    writer::{Failed, Write},
};

pub(super) struct Insert {
    pub(super) attachment: NewAttachment,
}

impl Write for Insert {
    type Output = Inserted;
    type Error = InsertError;

    async fn run(&self, link: &mut Link<'_>) -> Result<Inserted, Failed<InsertError>> {
        let new = &self.attachment;
        let bytes = rows::bytes_of(link, new.uploader).await?;
        if bytes.saturating_add(new.size_bytes) > new.bytes_per_user_max {
            return Err(Failed::Refused(InsertError::QuotaUsedUp));
        }
        self.store(link).await?;
        Ok(Inserted {
            attachment: written(new),
            gone: forget::surplus(link, new.uploader, new.waiting_max).await?,
        })
    }
}

impl Insert {
    async fn store(&self, link: &mut Link<'_>) -> sqlx::Result<()> {
        let new = &self.attachment;
        let picture = new.picture.as_ref();
        let thumbnail = picture.and_then(|picture| picture.thumbnail.as_ref());
        execute!(
            link,
            "INSERT INTO attachments (id, uploader_id, position, filename, content_type, \
             size_bytes, content, alt, width, height, placeholder, thumbnail, thumbnail_type, \
             created_at) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            new.id.raw(),
            new.uploader.raw(),
            &new.filename,
            new.content_type,
            new.size_bytes.cast_signed(),
            &new.content.as_bytes()[..],
            &new.alt,
            picture.map(|picture| i64::from(picture.width)),
            picture.map(|picture| i64::from(picture.height)),
            picture.map(|picture| &picture.placeholder),
            thumbnail.map(|thumbnail| &thumbnail.content.as_bytes()[..]),
            thumbnail.map(|thumbnail| &thumbnail.content_type),
            new.created_at.as_millis()
        )?;
        Ok(())
    }
}

fn written(new: &NewAttachment) -> Attachment {
    let picture = new.picture.as_ref();
    Attachment {
        id: new.id,
        filename: new.filename.clone(),
        content_type: new.content_type.to_owned(),
        size_bytes: new.size_bytes,
        width: picture.map(|picture| picture.width),
        height: picture.map(|picture| picture.height),
        placeholder: picture.map(|picture| picture.placeholder.clone()),
        alt: new.alt.clone(),
        url: url(new.id, &new.filename),
        thumbnail_url: picture
            .and_then(|picture| picture.thumbnail.as_ref())
            .map(|_| thumbnail_url(new.id, &new.filename)),
    }
}
