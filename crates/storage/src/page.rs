//! Cutting pages: one row more than asked for says whether another page follows.

use parlor_protocol::page::Page;

/// How many rows to read for a page of this many.
pub(crate) fn one_more(rows: usize) -> i64 {
    i64::try_from(rows).map_or(i64::MAX, |rows| rows.saturating_add(1))
}

/// Makes a page of this many rows of what was read.
pub(crate) fn cut<T>(mut items: Vec<T>, rows: usize) -> Page<T> {
    let has_more = items.len() > rows;
    items.truncate(rows);
    Page { items, has_more }
}
