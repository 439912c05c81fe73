//! `Range` (RFC 9110 section 14): one range of bytes.

/// What to send of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    /// Everything: no range was asked for, or none that is understood, or several.
    Whole,
    /// From the first to the last byte, both included.
    Part {
        /// The first.
        first: u64,
        /// The last.
        last: u64,
    },
    /// Nothing: the range begins behind the end.
    Unsatisfiable,
}

/// What `Range: bytes=..` asks for of a file of so many bytes.
pub(super) fn read(range: &str, bytes: u64) -> Span {
    let Some((unit, set)) = range.split_once('=') else {
        return Span::Whole;
    };
    let Some((first, last)) = set.trim().split_once('-') else {
        return Span::Whole;
    };
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return Span::Whole;
    }
    match (number(first), number(last)) {
        // The last so many.
        (None, Some(count)) if first.is_empty() => part(bytes.saturating_sub(count), bytes, bytes),
        (Some(first), None) if last.is_empty() => part(first, bytes, bytes),
        (Some(first), Some(last)) if first <= last => {
            part(first, last.saturating_add(1).min(bytes), bytes)
        }
        _ => Span::Whole,
    }
}

fn part(first: u64, end: u64, bytes: u64) -> Span {
    if first >= bytes || first >= end {
        return Span::Unsatisfiable;
    }
    Span::Part {
        first,
        last: end - 1,
    }
}

/// Digits only; more than fit are as good as the most that do.
fn number(digits: &str) -> Option<u64> {
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_rfc_has_them() {
        let part = |first, last| Span::Part { first, last };
        for (range, span) in [
            ("bytes=0-0", part(0, 0)),
            ("bytes=0-", part(0, 9)),
            ("Bytes = 2-5", part(2, 5)),
            ("bytes=2-99", part(2, 9)),
            ("bytes=9-9", part(9, 9)),
            ("bytes=-3", part(7, 9)),
            ("bytes=-99", part(0, 9)),
            ("bytes=0-99999999999999999999", part(0, 9)),
            ("bytes=10-", Span::Unsatisfiable),
            ("bytes=10-12", Span::Unsatisfiable),
            ("bytes=-0", Span::Unsatisfiable),
            ("bytes=99999999999999999999-", Span::Unsatisfiable),
            ("bytes=5-2", Span::Whole),
            ("bytes=-", Span::Whole),
            ("bytes=a-b", Span::Whole),
            ("bytes=0-1,3-4", Span::Whole),
            ("bytes=--1", Span::Whole),
            ("lines=0-1", Span::Whole),
            ("bytes", Span::Whole),
            ("", Span::Whole),
        ] {
            assert_eq!(read(range, 10), span, "{range}");
        }
    }
}
