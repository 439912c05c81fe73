//! Previews as a message's row has them.

use parlor_protocol::{
    embeds::{Embed, EmbedImage},
    ids::MessageId,
};
use serde::{Deserialize, Serialize};

use super::{Image, Preview};
use crate::{
    Content,
    engine::{Link, execute, fetch_optional},
    error::Damage,
};

/// One preview, as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Stored {
    pub(super) url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    site_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<StoredImage>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct StoredImage {
    /// As [`Content`] is written.
    content: String,
    width: u32,
    height: u32,
    placeholder: String,
}

impl StoredImage {
    pub(super) fn content(&self) -> sqlx::Result<Content> {
        let content = self.content.parse();
        content.map_err(|_| Damage("a content of another length").into())
    }
}

impl From<&Image> for StoredImage {
    fn from(image: &Image) -> Self {
        Self {
            content: image.content.to_string(),
            width: image.width,
            height: image.height,
            placeholder: image.placeholder.clone(),
        }
    }
}

impl From<&Preview> for Stored {
    fn from(preview: &Preview) -> Self {
        Self {
            url: preview.url.clone(),
            title: preview.title.clone(),
            description: preview.description.clone(),
            site_name: preview.site_name.clone(),
            image: preview.image.as_ref().map(StoredImage::from),
        }
    }
}

impl Stored {
    /// Whether there is anything to show.
    pub(super) const fn says_something(&self) -> bool {
        self.title.is_some() || self.image.is_some()
    }

    fn of(self, message: MessageId) -> Embed {
        let image = self.image.map(|image| EmbedImage {
            url: format!("/api/v1/messages/{message}/embeds/{}", image.content),
            width: image.width,
            height: image.height,
            placeholder: image.placeholder,
        });
        Embed {
            url: self.url,
            title: self.title,
            description: self.description,
            site_name: self.site_name,
            image,
        }
    }
}

/// The previews of a message, for those who read it.
pub(crate) fn read(message: MessageId, text: Option<&str>) -> sqlx::Result<Vec<Embed>> {
    let stored = parse(text)?.into_iter();
    Ok(stored.map(|stored| stored.of(message)).collect())
}

pub(super) fn parse(text: Option<&str>) -> sqlx::Result<Vec<Stored>> {
    let Some(text) = text else {
        return Ok(Vec::new());
    };
    serde_json::from_str(text).map_err(|_| Damage("embeds that cannot be read").into())
}

/// The previews that a message has now.
pub(super) async fn of(link: &mut Link<'_>, message: MessageId) -> sqlx::Result<Vec<Stored>> {
    let row = fetch_optional!(
        link,
        (Option<String>,),
        "SELECT embeds FROM messages WHERE id = $1",
        message.raw()
    )?;
    parse(row.and_then(|(embeds,)| embeds).as_deref())
}

/// Gives a message these previews and no others; their pictures are written down elsewhere.
pub(super) async fn set(
    link: &mut Link<'_>,
    message: MessageId,
    stored: &[Stored],
) -> sqlx::Result<()> {
    let text = (!stored.is_empty())
        .then(|| serde_json::to_string(stored))
        .transpose()
        .map_err(|_| Damage("embeds that cannot be written"))?;
    execute!(
        link,
        "UPDATE messages SET embeds = $2 WHERE id = $1",
        message.raw(),
        text
    )?;
    Ok(())
}
