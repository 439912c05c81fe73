//! Writes `frontend/src/protocol` from this crate, and fails when the two differ.
//!
//! `PARLOR_UPDATE=1 cargo test -p parlor-protocol typescript` (or `cargo xtask codegen`) writes.

use std::{collections::BTreeMap, fs, path::Path};

use ts_rs::{Config, TS};

macro_rules! exported {
    ($($module:ident::$name:ident $(<$generic:ty>)?),* $(,)?) => {
        fn exported() -> BTreeMap<String, String> {
            let config = Config::new().with_array_tuple_limit(0);
            let mut files = BTreeMap::new();
            $(
                type_file::<crate::$module::$name $(<$generic>)?>(&config, &mut files);
            )*
            files
        }
    };
}

fn type_file<T: TS + 'static>(config: &Config, files: &mut BTreeMap<String, String>) {
    let text = T::export_to_string(config).unwrap();
    let lines = text
        .lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n");
    files.insert(format!("{}.ts", T::ident(config)), lines + "\n");
}

exported! {
    admin::AdminUser, admin::DatabaseKind, admin::FilePlace, admin::ResetLink, admin::Settings, admin::Stored,
    admin::UpdateSettings, admin::UpdateUser,
    attachments::Attachment, attachments::UpdateAttachment,
    audit::AuditAction, audit::AuditEntry, audit::AuditPage, audit::InstanceAction, audit::InstanceEntry, audit::InstancePage,
    auth::ChangePassword, auth::ConfirmEmail, auth::CreateTicket, auth::DeleteAccount, auth::Login, auth::MailReset, auth::Purpose, auth::Refresh,
    auth::Register, auth::ResetPassword, auth::Sealed, auth::Session, auth::Ticket, auth::Token, auth::TokenType,
    auth::WrittenContent,
    bans::Ban, bans::PutBan,
    channels::Channel, channels::ChannelKind, channels::ChannelOverride, channels::CreateChannel, channels::PutOverride,
    channels::UpdateChannel,
    command::AddReaction, command::Authenticate, command::Command, command::JoinChannel,
    command::LeaveChannel, command::MarkRead, command::Ping, command::RemoveReaction, command::Resume,
    command::SendMessage, command::StatusUpdate, command::Typing,
    dms::OpenDm,
    error::Code, error::FieldReason, error::Problem, error::Reason,
    event::Event, event::ResetReason,
    ids::AttachmentId, ids::AuditEntryId, ids::ChannelId, ids::MessageId, ids::RoleId, ids::SessionId, ids::SpaceId, ids::StreamId,
    ids::UserId, ids::VoiceSessionId,
    instance::Instance, instance::Registration, instance::SpaceMakers, instance::VoiceInfo,
    invites::CreateInvite, invites::Invite, invites::InvitePreview, invites::InviterPreview,
    invites::SpacePreview,
    limits::Limits,
    members::Departure, members::Member, members::MemberPage, members::UpdateMember,
    embeds::Embed, embeds::EmbedImage, messages::EditMessage, messages::History,
    messages::Mentions, messages::Message, messages::PostMessage, messages::ReplyPreview,
    notifications::Notification, notifications::NotificationKind,
    notifications::NotificationLevel, notifications::NotificationSetting,
    notifications::SetNotifications,
    page::Items<crate::users::User>, page::Page<crate::users::User>,
    permissions::Permission,
    presence::Choice, presence::Mood, presence::Presence, presence::Status,
    push::Push, push::Pushed, push::Subscribe, push::Subscription,
    reactions::CreateReaction, reactions::Reaction, reactions::ReactionAdded,
    reactions::ReactionCount, reactions::ReactionRemoved, reactions::Reactor,
    reads::ReadState, reads::ReadUpTo,
    search::Has, search::SearchResults,
    spaces::CreateRole, spaces::CreateSpace, spaces::Role, spaces::Space, spaces::UpdateRole,
    spaces::UpdateSpace,
    sync::SpaceView, sync::Sync,
    time::Timestamp,
    users::Me, users::UpdateMe, users::User,
    voice::AnswerVoiceCheck, voice::Candidate, voice::Heard, voice::IceServer, voice::Leave,
    voice::Moderate, voice::Participant, voice::Publish, voice::RestartIce, voice::SetTransport, voice::SetVoiceState,
    voice::SubscribeVideo, voice::Transport, voice::Unpublish, voice::VideoKind, voice::VideoLimits, voice::VideoQuality, voice::VideoWish,
    voice::VoiceAction, voice::VoiceAnswer, voice::VoiceChange, voice::VoiceCheck, voice::VoiceCheckOffer, voice::VoiceCommand, voice::VoiceDeparture, voice::VoiceEvent,
    voice::VoiceLimits, voice::VoiceList, voice::VoicePing, voice::VoiceRoom, voice::VoiceRooms, voice::VoiceState,
}

#[test]
fn the_client_has_the_types_of_this_crate() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../frontend/src/protocol");
    let mut files = exported();
    let index = files
        .keys()
        .map(|file| format!("export type * from './{}';\n", file.trim_end_matches(".ts")))
        .collect::<String>();
    files.insert(
        "index.ts".to_owned(),
        format!("// Written by crates/protocol. Do not edit.\n{index}"),
    );

    if std::env::var_os("PARLOR_UPDATE").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &files {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    for (name, text) in &files {
        let there = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(
            there == *text,
            "frontend/src/protocol/{name} is not up to date: run `cargo xtask codegen`"
        );
    }
    let stale = fs::read_dir(&folder).unwrap().count();
    assert_eq!(
        stale,
        files.len(),
        "frontend/src/protocol has files no type stands behind: run `cargo xtask codegen`"
    );
}
