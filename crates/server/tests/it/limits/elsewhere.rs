//! Limits that other tests reach, and where.

use std::{collections::BTreeSet, path::Path};

use parlor_protocol::limits::Limits;

use super::HERE;

/// Each with the file, from the root of the repository or of these tests, and the test in it.
const ELSEWHERE: [(&str, &str, &str); 43] = [
    (
        "spaces_per_owner_max",
        "spaces.rs",
        "members_make_spaces_where_they_may",
    ),
    (
        "channels_per_space_max",
        "channels.rs",
        "there_are_so_many_channels_and_overrides",
    ),
    (
        "overrides_per_channel_max",
        "channels.rs",
        "there_are_so_many_channels_and_overrides",
    ),
    ("dms_per_user_max", "dms.rs", "conversations_are_limited"),
    (
        "roles_per_space_max",
        "roles.rs",
        "a_space_has_so_many_roles",
    ),
    (
        "slow_mode_seconds_max",
        "slow_mode.rs",
        "the_longest_wait_is_a_setting",
    ),
    (
        "timeout_seconds_max",
        "members.rs",
        "the_longest_time_out_is_a_setting",
    ),
    (
        "ban_reason_chars_max",
        "bans.rs",
        "the_longest_reason_is_a_setting",
    ),
    ("pins_per_channel_max", "pins.rs", "pins_are_limited"),
    (
        "request_bytes_max",
        "http/bodies.rs",
        "one_byte_too_many_is_too_large",
    ),
    ("upload_bytes_max", "attachments.rs", "mod limits"),
    ("upload_bytes_per_user_max", "attachments.rs", "mod limits"),
    ("unattached_per_user_max", "attachments.rs", "mod limits"),
    (
        "attachments_per_message_max",
        "attachments.rs",
        "mod limits",
    ),
    ("embeds_per_message_max", "embeds.rs", "links_are_limited"),
    ("embeds_per_min", "embeds.rs", "links_are_limited"),
    (
        "embed_images_bytes_max",
        "embeds/ends.rs",
        "the_oldest_pictures_make_room",
    ),
    (
        "image_pixels_max",
        "pictures.rs",
        "what_is_no_picture_is_refused",
    ),
    (
        "frame_bytes_max",
        "gateway/frames.rs",
        "a_frame_has_at_most_64_kib",
    ),
    (
        "sockets_per_user_max",
        "gateway/commands.rs",
        "a_user_has_ten_sockets",
    ),
    (
        "sessions_per_user_max",
        "sessions.rs",
        "devices_are_bounded",
    ),
    (
        "push_subscriptions_per_user_max",
        "push.rs",
        "bad_subscriptions_are_refused",
    ),
    (
        "push_endpoint_bytes_max",
        "push.rs",
        "bad_subscriptions_are_refused",
    ),
    ("streams_per_socket_max", "resume.rs", "streams_are_bounded"),
    (
        "registrations_per_10_min",
        "login_limits.rs",
        "registrations_by_address_are_limited",
    ),
    (
        "logins_per_10_min",
        "login_limits.rs",
        "logins_by_address_are_limited",
    ),
    (
        "resets_per_10_min",
        "admin.rs",
        "links_are_limited_and_lead_home",
    ),
    ("mails_per_hour", "mail.rs", "nobody_floods_strangers"),
    ("exports_per_hour", "exports.rs", "only_so_many"),
    (
        "exports_at_once_max",
        "exports.rs",
        "one_at_a_time_while_the_session_lasts",
    ),
    (
        "anonymous_requests_per_min",
        "http/rates.rs",
        "strangers_may_ask_so_often",
    ),
    (
        "refreshes_per_min",
        "login_limits.rs",
        "refreshes_are_limited",
    ),
    (
        "password_changes_per_min",
        "login_limits.rs",
        "changes_of_a_password_are_limited",
    ),
    ("changes_per_10_s", "login_limits.rs", "changes_are_limited"),
    (
        "commands_per_10_s",
        "gateway/commands.rs",
        "who_talks_too_much_is_told_to_wait",
    ),
    ("sends_per_5_s", "messages.rs", "writing_has_a_pace"),
    (
        "voice_participants_max",
        "voice/limits.rs",
        "a_call_is_full",
    ),
    ("voice_seats_max", "voice/limits.rs", "a_server_is_full"),
    ("voice_videos_max", "voice/video.rs", "videos_are_counted"),
    ("watchers_max", "presence.rs", "a_crowd_is_not_told"),
    ("searches_per_10_s", "search.rs", "searching_has_a_pace"),
    (
        "connections_max",
        "http/connections.rs",
        "a_full_house_lets_people_wait",
    ),
    // What comes from this machine is not counted, so they are reached where addresses are made up.
    (
        "connections_per_address_max",
        "crates/server/src/http/seats.rs",
        "an_address_has_its_share",
    ),
];

/// In the rooms of voices, from whoever shows something: by the media thread's own tests.
const OF_MEDIA: [(&str, &str, &str); 2] = [
    (
        "voice_camera_bits_per_s_max",
        "crates/voice/tests/it/video.rs",
        "a_flood_is_cut",
    ),
    (
        "voice_screen_bits_per_s_max",
        "crates/voice/tests/it/video.rs",
        "a_flood_is_cut",
    ),
];

/// A limit without a test does not pass, nor does one whose test is not there any more.
#[test]
fn each_has_a_test() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = ELSEWHERE.iter().chain(&OF_MEDIA);
    for (limit, file, test) in named.clone() {
        let path = if file.starts_with("crates/") {
            tests.join("../..").join(file)
        } else {
            tests.join("tests/it").join(file)
        };
        let source = std::fs::read_to_string(path).unwrap();
        let is_there = source.contains(test)
            && (test.starts_with("mod ") || source.contains(&format!("fn {test}")));
        assert!(is_there, "{limit}: {test} is not in {file}");
    }
    let reached = HERE.iter().map(|(limit, ..)| *limit);
    let reached: BTreeSet<String> = reached
        .chain(named.map(|(limit, ..)| *limit))
        .map(told)
        .collect();
    let limits = serde_json::to_value(Limits::default()).unwrap();
    let limits: BTreeSet<String> = limits.as_object().unwrap().keys().cloned().collect();
    assert_eq!(reached, limits);
}

/// How a limit is called in answers.
fn told(name: &str) -> String {
    let (first, rest) = name.split_once('_').unwrap();
    let rest = rest.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    rest.fold(first.to_owned(), |name, word| name + &word)
}
