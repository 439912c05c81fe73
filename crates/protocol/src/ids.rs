//! Ids: 64-bit snowflakes inside, decimal strings on the wire.
//!
//! JavaScript loses whole numbers above 2^53, so an id is written as a string; a number is
//! accepted on input for scripts whose numbers are exact.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::time::Timestamp;

/// The text was not a decimal id between 1 and 2^63 - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is a decimal number of at most 19 digits")]
pub struct InvalidId;

fn parse(text: &str) -> Result<i64, InvalidId> {
    let decimal = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<i64>() {
        Ok(raw) if decimal && raw > 0 => Ok(raw),
        _ => Err(InvalidId),
    }
}

struct IdVisitor;

impl de::Visitor<'_> for IdVisitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id as a decimal string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<i64, E> {
        parse(text).map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, raw: u64) -> Result<i64, E> {
        i64::try_from(raw)
            .ok()
            .filter(|raw| *raw > 0)
            .ok_or_else(|| E::custom(InvalidId))
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, utoipa::ToSchema)]
        #[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
        #[schema(value_type = String, examples("7340032000001"))]
        pub struct $name(i64);

        impl $name {
            /// Wraps a number that came from the database or the id generator.
            pub const fn from_raw(raw: i64) -> Self {
                Self(raw)
            }

            /// The number as the database stores it.
            pub const fn raw(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(IdVisitor).map(Self)
            }
        }
    )*};
}

ids! {
    /// A person or a bot.
    UserId;
    /// One signed-in device of one user.
    SessionId;
    /// A community: channels, roles, members.
    SpaceId;
    /// A place where messages or voices go.
    ChannelId;
    /// One message.
    MessageId;
    /// One file of a message.
    AttachmentId;
    /// A named set of permissions; the @everyone role has its space's id.
    RoleId;
    /// One entry of a space's audit log; counted from 1 in each space.
    AuditEntryId;
    /// One stay of one person in a voice channel.
    VoiceSessionId;
    /// What events are ordered in: the id of a channel, a space or a user.
    StreamId;
}

macro_rules! streams {
    ($($owner:ident),*) => {$(
        impl From<$owner> for StreamId {
            fn from(id: $owner) -> Self {
                Self(id.raw())
            }
        }
    )*};
}

streams!(ChannelId, SpaceId, UserId);

impl From<SpaceId> for RoleId {
    fn from(space: SpaceId) -> Self {
        Self(space.raw())
    }
}

/// Which process made an id: 0 to 1,023.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeId(u16);

impl NodeId {
    /// The highest node number that fits an id.
    pub const MAX: u16 = 1023;

    /// `None` above [`NodeId::MAX`].
    pub const fn new(number: u16) -> Option<Self> {
        if number <= Self::MAX {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The number itself.
    pub const fn number(self) -> u16 {
        self.0
    }
}

/// Makes ids: 42 bits of milliseconds since 2026-01-01, 10 bits of node, 12 bits of counter.
///
/// Ids of one generator only grow, also when the clock steps back; above 4,096 ids in a
/// millisecond they run ahead of the clock. Nothing is ordered by id: order is `seq`.
#[derive(Debug)]
pub struct Snowflakes {
    node: NodeId,
    last: u64,
}

/// 2026-01-01T00:00:00Z.
const EPOCH_MS: i64 = 1_767_225_600_000;
const NODE_BITS: u32 = 10;
const COUNTER_BITS: u32 = 12;

impl Snowflakes {
    /// A generator for one node.
    pub const fn new(node: NodeId) -> Self {
        Self { node, last: 0 }
    }

    /// The next id, for any of the id types.
    ///
    /// # Panics
    /// From the year 2095 on, when 42 bits of milliseconds no longer fit a signed 64-bit id.
    pub fn next(&mut self, now: Timestamp) -> i64 {
        let since_epoch = u64::try_from(now.as_millis() - EPOCH_MS)
            .unwrap_or(1)
            .max(1);
        // `last` counts in 1/4,096 ms: one step is one id, and time can only push it forward.
        self.last = (self.last + 1).max(since_epoch << COUNTER_BITS);
        let (ms, counter) = (
            self.last >> COUNTER_BITS,
            self.last & ((1 << COUNTER_BITS) - 1),
        );
        let id =
            (ms << (NODE_BITS + COUNTER_BITS)) | (u64::from(self.node.0) << COUNTER_BITS) | counter;
        i64::try_from(id).expect("42 bits of milliseconds last until 2095")
    }
}

/// The lowest id that can be made at this moment, on any node.
pub fn first_id_at(moment: Timestamp) -> i64 {
    let since_epoch = moment.as_millis().saturating_sub(EPOCH_MS).max(0);
    let id = since_epoch.checked_mul(1 << (NODE_BITS + COUNTER_BITS));
    id.unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_as_a_string_and_read_from_both() {
        let id = UserId::from_raw(9_007_199_254_740_993);
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"9007199254740993\"");
        assert_eq!(
            serde_json::from_str::<UserId>("\"9007199254740993\"").unwrap(),
            id
        );
        assert_eq!(
            serde_json::from_str::<UserId>("9007199254740993").unwrap(),
            id
        );
    }

    #[test]
    fn what_is_not_an_id_is_refused() {
        for text in [
            "\"\"",
            "\"+1\"",
            "\"-1\"",
            "\"0\"",
            "0",
            "-1",
            "1.5",
            "\" 1\"",
            "null",
            "{}",
            "\"9223372036854775808\"",
        ] {
            assert!(serde_json::from_str::<UserId>(text).is_err(), "{text}");
        }
    }

    /// Ids before a moment are under it, ids from it on are not, also at the ends of time.
    #[test]
    fn a_moment_has_a_first_id() {
        let mut made = Snowflakes::new(NodeId::new(1023).unwrap());
        let moment = Timestamp::from_millis(EPOCH_MS + 5_000);
        assert!(made.next(moment.plus_millis(-1)) < first_id_at(moment));
        assert!(made.next(moment) >= first_id_at(moment));
        assert_eq!(first_id_at(Timestamp::from_millis(i64::MIN)), 0);
        assert_eq!(first_id_at(Timestamp::from_millis(i64::MAX)), i64::MAX);
    }

    #[test]
    fn ids_grow_when_the_clock_stands_still_or_steps_back() {
        let mut made = Snowflakes::new(NodeId::new(7).unwrap());
        let mut last = 0;
        for step in 0..20_000_i64 {
            let id = made.next(Timestamp::from_millis(EPOCH_MS + 1000 - step / 100));
            assert!(id > last);
            assert_eq!((id >> COUNTER_BITS) & 1023, 7);
            last = id;
        }
    }
}
