//! What text the engines can hold.

/// Whether both engines can hold it. PostgreSQL knows no NUL in a text, so nothing is ever found
/// under a name that has one.
pub(crate) fn storable(text: &str) -> bool {
    !text.contains('\0')
}
