//! Direct conversations: of two people, or of a few.

use serde::{Deserialize, Serialize};

use crate::{channels::Channel, ids::UserId};

/// How many people a group has at most.
pub const GROUP_MEMBERS_MAX: usize = 10;

/// `POST /dms`: one other is a `dm`, two to nine are a `group`.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct OpenDm {
    /// The others; oneself need not be named.
    pub user_ids: Vec<UserId>,
}

/// A conversation, and whether it was made just now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenedDm {
    /// The conversation.
    pub channel: Channel,
    /// `false`: these two had it already.
    pub fresh: bool,
}
