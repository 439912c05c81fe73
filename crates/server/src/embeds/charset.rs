//! From a page's bytes to its text.

use encoding_rs::{Encoding, UTF_8};

/// How far into a page its own word on its encoding is looked for, in bytes (HTML, section
/// "Determining the character encoding").
const PRESCAN_BYTES: usize = 1_024;

/// The text of a page: by its byte order mark, else by what the server says, else by what the page
/// says itself, else UTF-8. What cannot be read becomes U+FFFD.
pub(super) fn text(bytes: &[u8], content_type: Option<&str>) -> String {
    let said = content_type.and_then(|said| named(said.as_bytes()));
    let prescan = &bytes[..bytes.len().min(PRESCAN_BYTES)];
    let encoding = said.or_else(|| named(prescan)).unwrap_or(UTF_8);
    // The mark wins over all of it.
    let (text, _, _) = encoding.decode(bytes);
    text.into_owned()
}

/// The first `charset=` in there that names an encoding.
fn named(text: &[u8]) -> Option<&'static Encoding> {
    const KEY: &[u8] = b"charset=";
    let lower = text.to_ascii_lowercase();
    let mut rest = &lower[..];
    while let Some(at) = rest.windows(KEY.len()).position(|window| window == KEY) {
        rest = &rest[at + KEY.len()..];
        let label = rest.trim_ascii_start();
        let label = label
            .strip_prefix(b"\"")
            .or(label.strip_prefix(b"'"))
            .unwrap_or(label);
        let ends = |byte: &u8| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte));
        let end = label.iter().position(ends).unwrap_or(label.len());
        if let Some(encoding) = Encoding::for_label(&label[..end]) {
            return Some(encoding);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_in_their_encoding() {
        for (bytes, said, expected) in [
            (&b"gr\xc3\xbc\xc3\x9fe"[..], None, "grüße"),
            (
                b"gr\xfc\xdfe",
                Some("text/html; charset=ISO-8859-1"),
                "grüße",
            ),
            (
                b"gr\xfc\xdfe",
                Some("text/html; Charset=\"latin1\""),
                "grüße",
            ),
            (
                b"<meta charset='windows-1251'>\xef\xf0\xe8\xe2\xe5\xf2",
                Some("text/html"),
                "<meta charset='windows-1251'>привет",
            ),
            (
                b"<meta content=\"text/html; charset=Shift_JIS\">\x93\xfa\x96\x7b",
                None,
                "<meta content=\"text/html; charset=Shift_JIS\">日本",
            ),
            (
                b"\xef\xbb\xbfgr\xc3\xbc\xc3\x9fe",
                Some("text/html; charset=latin1"),
                "grüße",
            ),
            (
                b"gr\xc3\xbc\xc3\x9fe",
                Some("text/html; charset=nonsense"),
                "grüße",
            ),
            (b"a\xffb", None, "a\u{fffd}b"),
        ] {
            assert_eq!(text(bytes, said), expected);
        }
    }
}
