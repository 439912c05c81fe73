//! What text the engines can hold.

/// Whether both engines can hold it. PostgreSQL knows no NUL in a text, so nothing is ever found
/// under a name that has one.
pub(crate) fn storable(text: &str) -> bool {
    !text.contains('\0')
}

/// Matches this text in a pattern of `LIKE .. ESCAPE '!'`, whatever its letters mean there.
pub(crate) fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        if matches!(character, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(character);
    }
    pattern
}

/// Matches what begins with this text.
pub(crate) fn beginning(text: &str) -> String {
    format!("{}%", escaped(text))
}
