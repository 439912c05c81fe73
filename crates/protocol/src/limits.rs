//! Limits: each with a name, a unit and a default. All are settings (`limits.<name>`), all stand
//! in `GET /instance`.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::{Map, Value};

macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $name:ident: $unit:ty = $default:literal,)*) => {
        /// Every limit in force. A character is a Unicode scalar value.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all(serialize = "camelCase", deserialize = "snake_case"), deny_unknown_fields, default)]
        #[schema(rename_all = "camelCase")]
        #[cfg_attr(test, derive(ts_rs::TS), ts(rename_all = "camelCase"))]
        pub struct Limits { $($(#[doc = $doc])+ #[cfg_attr(test, ts(type = "number"))] pub $name: $unit,)* }

        impl Limits {
            const NAMES: &[&str] = &[$(stringify!($name)),*];
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }
    };
}

limits! {
    /// The longest message, in characters. Over it: `VALIDATION`.
    message_chars_max: usize = 4_000,
    /// The shortest user name, in characters.
    username_chars_min: usize = 2,
    /// The longest user name, in characters.
    username_chars_max: usize = 32,
    /// The longest display name, in characters.
    display_name_chars_max: usize = 64,
    /// The longest status text, in characters.
    status_text_chars_max: usize = 128,
    /// The longest name of a space, role or channel, in characters.
    name_chars_max: usize = 64,
    /// The longest topic of a channel or description of a space, in characters.
    topic_chars_max: usize = 1_024,
    /// Spaces that belong to one user. One more: `VALIDATION`.
    spaces_per_owner_max: u32 = 100,
    /// Channels of one space, categories included. One more: `VALIDATION`.
    channels_per_space_max: u32 = 500,
    /// Direct conversations of one user. One more: `VALIDATION`.
    dms_per_user_max: u32 = 1_000,
    /// Roles of one space besides @everyone. One more: `VALIDATION`.
    roles_per_space_max: u32 = 50,
    /// Roles and people for whom one channel changes something. One more: `VALIDATION`.
    overrides_per_channel_max: u32 = 200,
    /// The longest slow mode, in seconds: 6 hours. Over it: `VALIDATION`.
    slow_mode_seconds_max: u32 = 21_600,
    /// The longest time-out of a member, in seconds: 28 days. Over it: `VALIDATION`.
    timeout_seconds_max: u32 = 2_419_200,
    /// The longest reason of a ban, in characters.
    ban_reason_chars_max: usize = 512,
    /// The longest nonce, in characters.
    nonce_chars_max: usize = 64,
    /// The longest emoji, in bytes.
    emoji_bytes_max: usize = 64,
    /// How many distinct emoji one message carries. One more: `VALIDATION`.
    reactions_per_message_max: u32 = 20,
    /// Pinned messages of one channel. One more: `VALIDATION`.
    pins_per_channel_max: u32 = 50,
    /// The shortest password, in characters.
    password_chars_min: usize = 8,
    /// The longest password, in characters.
    password_chars_max: usize = 256,
    /// The biggest request body, in bytes. Over it: `TOO_LARGE`.
    request_bytes_max: usize = 1_048_576,
    /// The biggest file, in bytes. Over it: `TOO_LARGE`.
    upload_bytes_max: u64 = 52_428_800,
    /// All files of one user together, in bytes. Over it: `TOO_LARGE`.
    upload_bytes_per_user_max: u64 = 10_737_418_240,
    /// Files one user uploads at the same time. One more: `RATE_LIMITED`.
    uploads_at_once_per_user_max: u32 = 8,
    /// Files the whole server takes at the same time. One more: `OVERLOADED`.
    uploads_at_once_max: u32 = 64,
    /// Files of one user that are in no message. At one more, the oldest goes.
    unattached_per_user_max: u32 = 100,
    /// Files of one message. One more: `VALIDATION`.
    attachments_per_message_max: usize = 10,
    /// The longest description of a picture, in characters.
    alt_chars_max: usize = 1_024,
    /// Links of one message that are previewed. More get no preview.
    embeds_per_message_max: usize = 3,
    /// Links of one user that are looked up for previews in a minute. More get no preview.
    embeds_per_min: u32 = 20,
    /// Pictures of all previews together, in bytes. Above it, those of the oldest messages go.
    embed_images_bytes_max: u64 = 1_073_741_824,
    /// The biggest picture, in pixels. Over it: `VALIDATION`.
    image_pixels_max: u64 = 40_000_000,
    /// The biggest frame a client may send, in bytes. Over it: close 4413.
    frame_bytes_max: usize = 65_536,
    /// Open sockets of one user. The newest above it is closed with 4010.
    sockets_per_user_max: usize = 10,
    /// Sessions of one user. At one more, the one unused for longest ends.
    sessions_per_user_max: u32 = 60,
    /// Devices of one user that are told by web push. One more: `VALIDATION`.
    push_subscriptions_per_user_max: u32 = 20,
    /// The longest address of a push service, in bytes.
    push_endpoint_bytes_max: usize = 2_048,
    /// Invites of one space that can still be used. One more: `VALIDATION`.
    invites_per_space_max: u32 = 1_000,
    /// Streams one socket follows. One more: `VALIDATION`.
    streams_per_socket_max: usize = 600,
    /// New accounts from one address in 10 minutes.
    registrations_per_10_min: u32 = 30,
    /// Logins from one address in 10 minutes.
    logins_per_10_min: u32 = 60,
    /// Uses of one-time links, and requests for them, from one address in 10 minutes.
    resets_per_10_min: u32 = 30,
    /// Mails to one address in an hour, and mails to prove an address that one user has sent.
    mails_per_hour: u32 = 3,
    /// Exports of everything that is theirs that one user takes in an hour; one after the other.
    exports_per_hour: u32 = 4,
    /// Exports the whole server makes at the same time. One more: `OVERLOADED`.
    exports_at_once_max: u32 = 16,
    /// Requests without a session from one address in a minute.
    anonymous_requests_per_min: u32 = 600,
    /// Refreshes of one session in a minute.
    refreshes_per_min: u32 = 30,
    /// Changes of one user's password in a minute, right or wrong.
    password_changes_per_min: u32 = 10,
    /// What one user changes over HTTP in 10 seconds, of whatever kind.
    changes_per_10_s: u32 = 300,
    /// Commands of one socket in 10 seconds. At three times as many: close 4029.
    commands_per_10_s: u32 = 60,
    /// Messages of one user in one channel in 5 seconds.
    sends_per_5_s: u32 = 20,
    /// How many may be in one call. One more: close 4409.
    voice_participants_max: u32 = 500,
    /// How many may be in all calls of the whole server together. One more: `OVERLOADED`.
    voice_seats_max: u32 = 5_000,
    /// The highest bitrate of a voice channel, in bits a second. Over it: `VALIDATION`.
    voice_bits_per_s_max: u32 = 128_000,
    /// Cameras and screens that are shown in one call at the same time. One more: `CONFLICT`.
    voice_videos_max: u32 = 25,
    /// What a camera is asked to keep below, all its layers together, in bits a second. What is
    /// half as much again, and more, is dropped.
    voice_camera_bits_per_s_max: u32 = 1_800_000,
    /// The same of a screen.
    voice_screen_bits_per_s_max: u32 = 3_000_000,
    /// How many people with an open socket may share a space or a conversation, or follow a channel,
    /// and still be told who is there and who types. At one more, nobody is told.
    watchers_max: usize = 1_000,
    /// The longest search, in characters. Over it: `VALIDATION`.
    search_chars_max: usize = 256,
    /// Searches of one user in 10 seconds.
    searches_per_10_s: u32 = 20,
    /// Open connections of the whole server, as far as the system has file descriptors for them.
    /// Above it, new ones wait.
    connections_max: usize = 16_384,
    /// Open connections from one address, but for this machine and trusted proxies. Above it, new
    /// ones are closed at once.
    connections_per_address_max: usize = 1_024,
}

/// Reads limits as a server tells them: what this version does not know is left out, and what the
/// server does not tell is the default. Settings are read more strictly.
pub(crate) fn told<'de, D: Deserializer<'de>>(from: D) -> Result<Limits, D::Error> {
    let bare = |name: &str| name.replace('_', "").to_lowercase();
    let told: Map<String, Value> = Map::deserialize(from)?;
    let known = told.into_iter().filter_map(|(name, value)| {
        let mut names = Limits::NAMES.iter();
        let known = names.find(|known| bare(known) == bare(&name))?;
        Some(((*known).to_owned(), value))
    });
    serde_json::from_value(Value::Object(known.collect())).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a server writes, another program reads, also where one of them is older.
    #[test]
    fn what_is_told_is_read() {
        let limits = Limits {
            changes_per_10_s: 7,
            message_chars_max: 9,
            ..Limits::default()
        };
        let mut written = serde_json::to_value(&limits).unwrap();
        assert_eq!(told(&written).unwrap(), limits);
        let written = written.as_object_mut().unwrap();
        written.insert("ofTomorrow".to_owned(), 1.into());
        written.remove("changesPer10S").unwrap();
        let read = told(Value::Object(written.clone())).unwrap();
        assert_eq!((read.message_chars_max, read.changes_per_10_s), (9, 300));
    }

    /// The document names the limits as they are told.
    #[test]
    fn the_schema_names_what_is_told() {
        let schema = serde_json::to_value(<Limits as utoipa::PartialSchema>::schema()).unwrap();
        let told = serde_json::to_value(Limits::default()).unwrap();
        let names = |of: &Value| {
            let mut names: Vec<String> = of.as_object().unwrap().keys().cloned().collect();
            names.sort_unstable();
            names
        };
        assert_eq!(names(&schema["properties"]), names(&told));
    }
}
