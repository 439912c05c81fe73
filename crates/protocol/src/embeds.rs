//! Embeds: previews of the links in a message.

use serde::{Deserialize, Serialize};

use crate::prose::code;

/// A preview of a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Embed {
    /// The link, as it stands in the message.
    pub url: String,
    /// What the page calls itself; absent where the link is a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it says about itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_name: Option<String>,
    /// The picture it shows of itself, or is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<EmbedImage>,
}

/// A small still that this server encoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EmbedImage {
    /// Where it is: a path of this instance, for a bearer token or `?ticket=`.
    pub url: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// A `BlurHash` to show until it is there.
    pub placeholder: String,
}

/// The longest title, in characters; what is longer is cut.
pub const TITLE_CHARS_MAX: usize = 256;
/// The longest description, in characters; what is longer is cut.
pub const DESCRIPTION_CHARS_MAX: usize = 512;
/// The longest name of a site, in characters; what is longer is cut.
pub const SITE_NAME_CHARS_MAX: usize = 64;
/// The longest link that is previewed, in bytes.
pub const URL_BYTES_MAX: usize = 2_048;

/// The links of a text that are previewed, each once, in their order, at most so many.
///
/// Those are `http` and `https`, outside of code (between backticks), and not in angle brackets:
/// `<https://example.org>` is how one says that there shall be no preview.
pub fn links(content: &str, most: usize) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    let mut rest = content;
    let mut before = None;
    while links.len() < most && !rest.is_empty() {
        let step = match rest.as_bytes()[0] {
            b'`' => code(rest),
            b'h' | b'H' if !before.is_some_and(char::is_alphanumeric) => {
                let (bytes, link) = link(rest, before == Some('<'));
                if let Some(link) = link
                    && !links.iter().any(|known| known == link)
                {
                    links.push(link.to_owned());
                }
                bytes
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        let (passed, next) = rest.split_at(step);
        before = passed.chars().next_back();
        rest = next;
    }
    links
}

/// How many bytes to go on by, and the link that stands there, if one does and is to be previewed.
fn link(text: &str, bracketed: bool) -> (usize, Option<&str>) {
    let begins = |scheme: &str| {
        let beginning = text.get(..scheme.len());
        beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(scheme))
    };
    let scheme = if begins("https://") {
        "https://".len()
    } else if begins("http://") {
        "http://".len()
    } else {
        return (1, None);
    };
    let ends = |c: char| c.is_whitespace() || c.is_control() || "<>\"'`".contains(c);
    let end = text.find(ends).unwrap_or(text.len());
    let link = without_tail(&text[..end]);
    let hidden = bracketed && text[end..].starts_with('>');
    let good = link.len() > scheme && link.len() <= URL_BYTES_MAX && !hidden;
    (end, good.then_some(link))
}

/// What ends a sentence does not belong to the link, nor a bracket that was opened before it.
fn without_tail(link: &str) -> &str {
    let count = |bracket: char| link.matches(bracket).count();
    let mut unopened = count(')').saturating_sub(count('('));
    let mut kept = link;
    while let Some(last) = kept.chars().next_back() {
        match last {
            ')' if unopened > 0 => unopened -= 1,
            '.' | ',' | ':' | ';' | '!' | '?' | '*' | '_' | '~' | ']' => {}
            _ => break,
        }
        kept = &kept[..kept.len() - last.len_utf8()];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_where_people_write_them() {
        for (text, found) in [
            ("https://example.org", &["https://example.org"][..]),
            ("HTTP://Example.org/a", &["HTTP://Example.org/a"]),
            (
                "see https://a.org/x, then (http://b.org/y).",
                &["https://a.org/x", "http://b.org/y"],
            ),
            (
                "https://a.org/a_(b) [c](https://b.org/d)",
                &["https://a.org/a_(b)", "https://b.org/d"],
            ),
            ("https://a.org https://a.org", &["https://a.org"]),
            ("**https://a.org/ä?q=1#f**", &["https://a.org/ä?q=1#f"]),
            ("<https://a.org> https://b.org", &["https://b.org"]),
            (
                "<https://a.org and https://b.org>",
                &["https://a.org", "https://b.org"],
            ),
            ("äh http://a.org", &["http://a.org"]),
        ] {
            assert_eq!(links(text, 9), found, "{text}");
        }
    }

    #[test]
    fn what_is_no_link_is_none() {
        for text in [
            "",
            "h",
            "http",
            "http://",
            "https://...",
            "ftp://a.org",
            "xhttp://a.org",
            "hhttp://a.org",
            "`https://a.org`",
            "``a ` https://a.org``",
            "```\nhttps://a.org\n```",
            "```rust\nhttps://a.org",
            "javascript:alert(1)",
            "//a.org",
            "www.a.org",
        ] {
            assert_eq!(links(text, 9), [""; 0], "{text}");
        }
        // Code ends, and one backtick alone is none.
        assert_eq!(links("`a` https://a.org `b`", 9), ["https://a.org"]);
        assert_eq!(links("it`s https://a.org", 9), ["https://a.org"]);
    }

    #[test]
    fn only_so_many_and_none_that_is_too_long() {
        let text = (0..9)
            .map(|n| format!("https://a.org/{n} "))
            .collect::<String>();
        assert_eq!(links(&text, 3).len(), 3);
        let long = |bytes: usize| format!("https://a.org/{}", "x".repeat(bytes - 14));
        assert_eq!(links(&long(URL_BYTES_MAX), 3).len(), 1);
        assert!(links(&long(URL_BYTES_MAX + 1), 3).is_empty());
    }
}
