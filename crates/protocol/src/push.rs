//! Web push: how a browser is told what calls its person while no window is open.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ChannelId, MessageId},
    notifications::NotificationKind,
};

/// `PUT /users/me/push`: what a browser's `PushSubscription` says, and what its person wants.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct Subscribe {
    /// Where the push service takes messages for this browser: an `https` address.
    pub endpoint: String,
    /// The browser's public key, a point of P-256 in base64url.
    pub p256dh: String,
    /// The secret that goes with it, 16 bytes in base64url.
    pub auth: String,
    /// Whether what was written is left out of what is shown; `false` when absent.
    #[serde(default, alias = "hides_text")]
    pub hides_text: Option<bool>,
}

/// `GET /users/me/push`: what a browser subscribes with, and whether this session is subscribed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Push {
    /// The `applicationServerKey` to subscribe with (RFC 8292), in base64url. It never changes.
    pub public_key: String,
    /// The subscription of this session; `null` = there is none.
    pub subscription: Option<Subscription>,
}

/// The subscription of one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Subscription {
    /// Whether what was written is left out.
    pub hides_text: bool,
    /// Whether the push service did not take the last message.
    pub failing: bool,
}

/// What a push message says, once the browser has decrypted it: JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Pushed {
    /// Why the newest message calls.
    pub kind: NotificationKind,
    /// Where it stands.
    pub channel_id: ChannelId,
    /// The newest message.
    pub message_id: MessageId,
    /// Who wrote it, as they are called.
    pub author: String,
    /// What the channel or group is called; `null` between two.
    pub channel: Option<String>,
    /// Its first 120 characters; `null` where they are to be left out. Empty = files alone.
    pub excerpt: Option<String>,
    /// How many messages of this place call since the last push, this one included.
    #[cfg_attr(test, ts(type = "number"))]
    pub count: usize,
}
