//! Who shows a camera or a screen, and who sees it.

use parlor_protocol::{
    error::Code,
    ids::UserId,
    permissions::{Missing, Permission},
    voice::{VideoKind, VideoWish, VoiceEvent, VoiceState},
};
use parlor_voice::{Command, SeatId};

use super::VoiceConnectionManager;
use crate::{refusal::Refusal, voice::seat::video_slot};

/// Why somebody may not show something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoVideo {
    /// They are not allowed to, in this channel.
    #[error("VIDEO is missing")]
    Forbidden,
    /// This server carries no video.
    #[error("there is no video on this server")]
    Off,
    /// As many videos are shown in the call as may be.
    #[error("as many videos are shown as may be")]
    Full,
}

impl From<NoVideo> for Refusal {
    fn from(why: NoVideo) -> Self {
        match why {
            NoVideo::Forbidden => Missing(Permission::Video).into(),
            NoVideo::Off => Self::new(
                Code::Forbidden,
                "This server carries no video. Whoever runs it can switch it on.",
            ),
            NoVideo::Full => Self::new(
                Code::Conflict,
                "As many cameras and screens are shown in this call as may be. Show yours when \
                 somebody ends theirs.",
            ),
        }
    }
}

impl VoiceConnectionManager {
    /// Somebody shows their camera or their screen from now on.
    ///
    /// # Errors
    /// [`NoVideo`]; nothing was changed then.
    pub fn publish(&mut self, user: UserId, kind: VideoKind) -> Result<(), NoVideo> {
        let Some(seat) = self.active_connections.get(&user) else {
            return Ok(());
        };
        if !seat.may_show {
            return Err(NoVideo::Forbidden);
        }
        let limits = seat.limits.video.ok_or(NoVideo::Off)?;
        let (id, channel) = (seat.id, seat.place.channel);
        if self.shows(user, kind) {
            return Ok(());
        }
        let most = usize::try_from(limits.videos).unwrap_or(usize::MAX);
        let users = self.users(channel);
        let states = users.iter().filter_map(|user| self.voice_states.get(user));
        let shown: usize = states.copied().map(videos).sum();
        if shown >= most {
            return Err(NoVideo::Full);
        }
        self.commands.push(Command::Publish {
            seat: id,
            kind,
            bitrate_bps: match kind {
                VideoKind::Camera => limits.camera_bitrate,
                VideoKind::Screen => limits.screen_bitrate,
            },
        });
        self.update_voice_state(user, |state| *switch(state, kind) = true);
        Ok(())
    }

    /// Somebody shows it no more.
    pub fn unpublish(&mut self, user: UserId, kind: VideoKind) {
        if self.shows(user, kind) {
            self.ask(user, |seat| Command::Unpublish { seat, kind });
            self.update_voice_state(user, |state| *switch(state, kind) = false);
        }
    }

    /// What somebody wants to see of the others, and nothing else.
    pub fn subscribe(&mut self, user: UserId, mut videos: Vec<VideoWish>) {
        videos.truncate(parlor_voice::limits::VIDEO_SLOTS);
        self.ask(user, |seat| Command::Subscribe { seat, videos });
    }

    /// Whether somebody may show something, which they are told; who may no longer is not seen from now on.
    pub fn may_show(&mut self, user: UserId, may: bool) {
        if let Some(seat) = self.active_connections.get_mut(&user)
            && seat.may_show != may
        {
            seat.may_show = may;
            let limits = seat.told_limits();
            seat.tell(&VoiceEvent::Limits { limits });
        }
        if !may {
            self.unpublish(user, VideoKind::Camera);
            self.unpublish(user, VideoKind::Screen);
        }
    }

    /// On which slot somebody sees what.
    pub(super) fn video_slot(
        &mut self,
        seat: SeatId,
        (mid, shown): (String, Option<(UserId, VideoKind)>),
    ) {
        if let Some(seat) = self.seat_of_mut(seat) {
            seat.video_slots.insert(mid.clone(), shown);
            seat.tell(&video_slot(mid, shown));
        }
    }

    fn shows(&self, user: UserId, kind: VideoKind) -> bool {
        let state = self.voice_states.get(&user);
        state.is_some_and(|state| *switch(&mut state.clone(), kind))
    }
}

fn switch(state: &mut VoiceState, kind: VideoKind) -> &mut bool {
    match kind {
        VideoKind::Camera => &mut state.video,
        VideoKind::Screen => &mut state.screen,
    }
}

fn videos(state: VoiceState) -> usize {
    usize::from(state.video) + usize::from(state.screen)
}
