//! What the parts of a channel must be like.

use parlor_protocol::{
    channels::ChannelKind,
    ids::UserId,
    limits::Limits,
    text::{self, Refused},
    voice::BITRATE_MIN,
};

use crate::refusal::Refusal;

/// A field that is well-formed but invalid.
#[derive(Debug, thiserror::Error)]
pub enum FieldError {
    /// A text is not one.
    #[error("{0} {1}")]
    Text(&'static str, Refused),
    /// Conversations are not made in spaces.
    #[error("kind must be text, voice or category")]
    Kind,
    /// Over the limit.
    #[error("slowModeSeconds may be at most {0}")]
    SlowMode(u32),
    /// Only voice channels have it.
    #[error("{0} is of voice channels")]
    NotVoice(&'static str),
    /// More than the instance lets.
    #[error("userLimit may be at most {0}")]
    UserLimit(u32),
    /// Too low to be understood, or over the limit.
    #[error("bitrate must be from {BITRATE_MIN} to {0}")]
    Bitrate(u32),
    /// No category of the space, or a category under another one.
    #[error("parentId must be a category of the same space")]
    Parent,
    /// Not all of them are in the space.
    #[error("memberIds must be members of the space")]
    Members,
    /// More than there may be.
    #[error("memberIds may be at most {0}")]
    TooManyMembers(u32),
}

impl From<FieldError> for Refusal {
    fn from(error: FieldError) -> Self {
        match error {
            FieldError::Text(name, why) => (name, why).into(),
            FieldError::Kind => Self::field("kind", "must be `text`, `voice` or `category`"),
            FieldError::SlowMode(max) => {
                Self::field("slowModeSeconds", &format!("may be at most {max}"))
            }
            FieldError::NotVoice(name) => Self::field(name, "is of voice channels"),
            FieldError::UserLimit(max) => {
                Self::field("userLimit", &format!("may be at most {max}; 0 is no limit"))
            }
            FieldError::Bitrate(max) => {
                let rule = format!("must be from {BITRATE_MIN} to {max} bits a second");
                Self::field("bitrate", &rule)
            }
            FieldError::Parent => Self::field(
                "parentId",
                "must be a category of the same space, and not of a category",
            ),
            FieldError::Members => Self::field("memberIds", "must be members of the space"),
            FieldError::TooManyMembers(max) => {
                Self::field("memberIds", &format!("may name at most {max} people"))
            }
        }
    }
}

pub(super) fn name(name: &str, limits: &Limits) -> Result<(), FieldError> {
    text::name(name, limits.name_chars_max).map_err(|why| FieldError::Text("name", why))
}

pub(super) fn topic(topic: &str, limits: &Limits) -> Result<(), FieldError> {
    text::prose(topic, limits.topic_chars_max).map_err(|why| FieldError::Text("topic", why))
}

pub(super) fn slow_mode(seconds: u32, limits: &Limits) -> Result<(), FieldError> {
    if seconds > limits.slow_mode_seconds_max {
        return Err(FieldError::SlowMode(limits.slow_mode_seconds_max));
    }
    Ok(())
}

/// What is asked of the call of a channel of this kind.
pub(super) fn voice(
    kind: ChannelKind,
    (user_limit, bitrate): (Option<u32>, Option<u32>),
    limits: &Limits,
) -> Result<(), FieldError> {
    if kind != ChannelKind::Voice {
        let given = [("userLimit", user_limit), ("bitrate", bitrate)];
        let given = given.into_iter().find(|(_, value)| value.is_some());
        return given.map_or(Ok(()), |(name, _)| Err(FieldError::NotVoice(name)));
    }
    let (people, bits) = (limits.voice_participants_max, limits.voice_bits_per_s_max);
    if user_limit.is_some_and(|limit| limit > people) {
        return Err(FieldError::UserLimit(people));
    }
    if bitrate.is_some_and(|bitrate| !(BITRATE_MIN..=bits).contains(&bitrate)) {
        return Err(FieldError::Bitrate(bits));
    }
    Ok(())
}

/// Room is left for @everyone and the maker.
pub(super) fn members(members: &[UserId], limits: &Limits) -> Result<(), FieldError> {
    let max = limits.overrides_per_channel_max.saturating_sub(2);
    if members.len() > usize::try_from(max).unwrap_or(usize::MAX) {
        return Err(FieldError::TooManyMembers(max));
    }
    Ok(())
}
