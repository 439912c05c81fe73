//! What of a text is code, between backticks, and what is prose. In code nothing means anything but
//! itself: no link is previewed and nobody is called.

/// How much of a text that begins with a backtick is code: up to the next run of as many. Three or
/// more that nobody closes last to the end; fewer are what they are, and reach no further than their
/// paragraph.
pub(crate) fn code(text: &str) -> usize {
    let run = |text: &str| text.bytes().take_while(|byte| *byte == b'`').count();
    let opened = run(text);
    let text = match text.find("\n\n") {
        Some(end) if opened < 3 => &text[..end],
        _ => text,
    };
    let mut at = opened;
    while let Some(found) = text[at..].find('`') {
        let closed = run(&text[at + found..]);
        at += found + closed;
        if closed == opened {
            return at;
        }
    }
    if opened >= 3 { text.len() } else { opened }
}

/// The pieces of a text that are no code, in their order.
pub(crate) fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        while rest.starts_with('`') {
            rest = &rest[code(rest)..];
        }
        if rest.is_empty() {
            return None;
        }
        let (piece, next) = rest.split_at(rest.find('`').unwrap_or(rest.len()));
        rest = next;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_left_out() {
        for (text, pieces) in [
            ("", &[][..]),
            ("plain", &["plain"]),
            ("a `b` c", &["a ", " c"]),
            ("``a ` b`` c", &[" c"]),
            ("a ```\nb\n``` c", &["a ", " c"]),
            ("a ```\nb", &["a "]),
            ("it`s ours", &["it", "s ours"]),
            ("`a``b`", &[]),
            ("`", &[]),
            ("it`s\n\nan`d", &["it", "s\n\nan", "d"]),
            ("```\n\n```c", &["c"]),
        ] {
            assert_eq!(prose(text).collect::<Vec<_>>(), pieces, "{text}");
        }
    }
}
