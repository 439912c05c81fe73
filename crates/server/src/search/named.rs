//! A name that people are looked for by, or a part of one.

use parlor_protocol::limits::Limits;

use crate::refusal::Refusal;

/// Why nobody is looked for.
#[derive(Debug, thiserror::Error)]
pub enum NamedError {
    /// What is looked for is too long.
    #[error("q is longer than {0} characters")]
    TooLong(usize),
    /// What is looked for is in no name.
    #[error("q contains NUL")]
    Nul,
}

impl From<NamedError> for Refusal {
    fn from(error: NamedError) -> Self {
        match error {
            NamedError::TooLong(max) => {
                Self::field("q", &format!("must be at most {max} characters long"))
            }
            NamedError::Nul => Self::field("q", "must not contain NUL"),
        }
    }
}

/// What is looked for; nothing where nothing was said.
///
/// # Errors
/// See [`NamedError`].
pub fn named<'q>(limits: &Limits, q: Option<&'q str>) -> Result<Option<&'q str>, NamedError> {
    let Some(q) = q.filter(|q| !q.is_empty()) else {
        return Ok(None);
    };
    let max = limits.search_chars_max;
    if q.chars().count() > max {
        return Err(NamedError::TooLong(max));
    }
    if q.contains('\0') {
        return Err(NamedError::Nul);
    }
    Ok(Some(q))
}
