//! What the parts of a role must be like.

use parlor_protocol::{
    limits::Limits,
    text::{self, Refused},
};

use crate::refusal::Refusal;

/// A field that is well-formed but invalid.
#[derive(Debug, thiserror::Error)]
pub enum FieldError {
    /// The name is not one.
    #[error("name {0}")]
    Name(Refused),
    /// The colour is not one.
    #[error("color must be #rrggbb")]
    Color,
    /// @everyone stands below all others and is called what it is called.
    #[error("{0} of @everyone stays as it is")]
    Everyone(&'static str),
    /// Position 0 is that of @everyone.
    #[error("position must be at least 1")]
    Position,
}

impl From<FieldError> for Refusal {
    fn from(error: FieldError) -> Self {
        match error {
            FieldError::Name(why) => ("name", why).into(),
            FieldError::Color => Self::field("color", "must be a colour such as #5865f2"),
            FieldError::Everyone(name) => Self::field(name, "cannot be changed for @everyone"),
            FieldError::Position => Self::field("position", "must be at least 1"),
        }
    }
}

pub(super) fn name(name: &str, limits: &Limits) -> Result<(), FieldError> {
    text::name(name, limits.name_chars_max).map_err(FieldError::Name)
}

pub(super) fn color(color: &str) -> Result<(), FieldError> {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6);
    let good = digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
    if good { Ok(()) } else { Err(FieldError::Color) }
}
