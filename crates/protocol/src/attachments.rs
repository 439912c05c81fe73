//! Attachments: files of messages.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::{ids::AttachmentId, text::invisible, users::present};

/// A file of a message, or one that waits for its message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Attachment {
    /// For `attachmentIds`; never reused.
    pub id: AttachmentId,
    /// What the uploader called it, made harmless.
    pub filename: String,
    /// What it is, by its content; the name is never asked.
    pub content_type: String,
    /// Its size in bytes, as it is served.
    #[cfg_attr(test, ts(type = "number"))]
    pub size_bytes: u64,
    /// The width of a picture, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// The height of a picture, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// A `BlurHash` to show until a picture is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// What a picture shows, for those who do not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Where it is: a path of this instance, for a bearer token or `?ticket=`.
    pub url: String,
    /// Where a small still of a big picture is; absent = the picture itself is small.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail_url: Option<String>,
}

/// `POST /attachments`, as `multipart/form-data` (RFC 7578).
#[derive(Debug, Clone, utoipa::ToSchema)]
pub struct Upload {
    /// The file itself: exactly one.
    #[schema(value_type = String, format = Binary)]
    pub file: (),
    /// What a picture shows, at most 1,024 characters.
    pub alt: Option<String>,
}

/// `PATCH /attachments/{id}`: what is absent stays, `null` clears.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct UpdateAttachment {
    /// What a picture shows, at most 1,024 characters; nothing in it = not said.
    #[serde(default, deserialize_with = "present")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<String>)]
    pub alt: Option<Option<String>>,
}

/// The longest name of a file, in characters; what is longer loses its middle.
pub const FILENAME_CHARS_MAX: usize = 128;

/// The longest ending that is kept when a name is cut, in characters, with its dot.
const ENDING_CHARS_MAX: usize = 16;

/// What a file is called whose own name has nothing to show.
const NAMELESS: &str = "file";

/// Makes a name harmless, whatever it was: without folders, without what cannot be seen or turns
/// the direction of reading (`exe.\u{202e}gpj`), without what some file system gives a meaning to,
/// and at most [`FILENAME_CHARS_MAX`] characters long.
pub fn filename(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible = base
        .chars()
        .filter(|c| !c.is_control() && !invisible(*c))
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect::<String>();
    // A dot at the start hides a file, one at the end is lost on Windows.
    let visible = visible.trim_matches(|c| c == '.' || c == ' ');
    if visible.is_empty() {
        return NAMELESS.to_owned();
    }
    shortened(visible)
}

/// The beginning and the ending of a name that is too long.
fn shortened(name: &str) -> String {
    let chars = name.chars().count();
    if chars <= FILENAME_CHARS_MAX {
        return name.to_owned();
    }
    let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
    let ending_chars = ending.chars().count();
    let (ending, ending_chars) = if ending_chars > ENDING_CHARS_MAX {
        ("", 0)
    } else {
        (ending, ending_chars)
    };
    let begin = name.chars().take(FILENAME_CHARS_MAX - ending_chars);
    begin.chain(ending.chars()).collect()
}

/// Where the file of an attachment is, as a path of its instance.
pub fn url(id: AttachmentId, filename: &str) -> String {
    format!("/api/v1/attachments/{id}/{}", percent_encoded(filename))
}

/// Where its small still is.
pub fn thumbnail_url(id: AttachmentId, filename: &str) -> String {
    format!(
        "/api/v1/attachments/{id}/thumbnail/{}",
        percent_encoded(filename)
    )
}

/// All but the unreserved characters of RFC 3986 section 2.3 as `%XX`, also right for `filename*`
/// (RFC 8187).
pub fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No name leads anywhere, hides anything or reads as another.
    #[test]
    fn names_are_made_harmless() {
        for (given, made) in [
            ("photo.png", "photo.png"),
            ("Grüße 👩‍👩‍👧.txt", "Grüße 👩👩👧.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\evil.exe", "evil.exe"),
            ("/", "file"),
            ("", "file"),
            ("..", "file"),
            (" . ", "file"),
            ("\u{202e}\u{200b}", "file"),
            (".htaccess", "htaccess"),
            ("a\0b\r\nc.txt", "abc.txt"),
            ("cod\u{202e}gpj.exe", "codgpj.exe"),
            ("a\u{2028}b\u{feff}.txt", "ab.txt"),
            ("what?<is>|\"this\"*:.md", "what__is___this___.md"),
            ("trailing. . ", "trailing"),
            ("tab\u{a0}space.txt", "tab space.txt"),
        ] {
            assert_eq!(filename(given), made, "{given:?}");
        }
    }

    /// A name that is too long keeps its beginning and its ending.
    #[test]
    fn long_names_are_cut() {
        let made = filename(&format!("{}.tar.gz", "ä".repeat(500)));
        assert_eq!(made.chars().count(), FILENAME_CHARS_MAX);
        assert!(made.starts_with("ää") && made.ends_with("ä.gz"), "{made}");
        let made = filename(&format!("a.{}", "b".repeat(500)));
        assert_eq!(made.chars().count(), FILENAME_CHARS_MAX);
        let at_limit = "x".repeat(FILENAME_CHARS_MAX);
        assert_eq!(filename(&at_limit), at_limit);
    }

    #[test]
    fn addresses_hold_no_character_with_a_meaning() {
        let id = AttachmentId::from_raw(7);
        assert_eq!(
            url(id, "a b%?#&/ü.png"),
            "/api/v1/attachments/7/a%20b%25%3F%23%26%2F%C3%BC.png"
        );
    }
}
