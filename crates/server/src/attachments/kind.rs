//! What a file is, by the bytes it begins with.

/// What has no name of its own, and what everything is served as that is not to be shown.
pub(super) const BYTES: &str = "application/octet-stream";

/// How many bytes are looked at.
pub(super) const LOOKED_AT: usize = 512;

/// Where a signature stands, what it is, and what a file is that has it. Nothing a browser would
/// run is in here: a page or a script is text.
const SIGNATURES: [(usize, &[u8], &str); 15] = [
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (8, b"WAVE", "audio/wav"),
];

/// The media type of what begins like this.
pub fn of(beginning: &[u8]) -> &'static str {
    let has = |at: usize, signature: &[u8]| {
        let found = beginning.get(at..at + signature.len());
        // Both kinds of RIFF say so first.
        found == Some(signature) && (at != 8 || beginning.starts_with(b"RIFF"))
    };
    let known = SIGNATURES.iter().find(|(at, bytes, _)| has(*at, bytes));
    match known {
        Some((_, _, kind)) => kind,
        None if is_text(beginning) => "text/plain",
        None => BYTES,
    }
}

/// Characters, and none that only programs read. The last one may be cut.
fn is_text(beginning: &[u8]) -> bool {
    let text = match str::from_utf8(beginning) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            let valid = &beginning[..error.valid_up_to()];
            str::from_utf8(valid).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beginning decides. What runs in a browser is text, and served as bytes.
    #[test]
    fn the_beginning_decides() {
        for (beginning, kind) in [
            (&b"\x89PNG\r\n\x1a\n\0\0"[..], "image/png"),
            (b"\xff\xd8\xff\xe0", "image/jpeg"),
            (b"GIF89a<script>", "image/gif"),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
            (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
            (b"XXXX\x00\x00\x00\x00WEBPVP8 ", BYTES),
            (b"<!doctype html><script>alert(1)</script>", "text/plain"),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\">", "text/plain"),
            (b"\xef\xbb\xbfhello", "text/plain"),
            (b"caf\xc3", "text/plain"),
            (b"caf\xc3(", BYTES),
            (b"a\0b", BYTES),
            (b"\x89PN", BYTES),
            (b"%PDF-1.7", "application/pdf"),
            (b"\0\0\0\x20ftypisom", "video/mp4"),
        ] {
            assert_eq!(of(beginning), kind, "{beginning:?}");
        }
    }
}
