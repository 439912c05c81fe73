//! Trying from a browser which ways lead to the media side, without a call.

use parlor_protocol::{
    error::Code,
    voice::{AnswerVoiceCheck, Transport, VoiceCheck, VoiceCheckOffer},
};
use tokio::{
    sync::oneshot,
    time::{Duration, timeout},
};

use super::{
    NoSeat, address,
    manager::{CHECK_TIME, Trial},
};
use crate::{
    app::{Actor, App},
    clock,
    config::Origin,
    refusal::Refusal,
};

/// The media side offers within a millisecond unless the machine is overloaded.
const OFFER_MAX: Duration = Duration::from_secs(5);

/// Why nothing is tried.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// There is no voice on this server.
    #[error("voice is off")]
    Off,
    /// As many try as may, or the media side is busy.
    #[error("too many try at the same time")]
    Busy,
    /// Nothing is tried by them, or not any more.
    #[error("no such check")]
    NotFound,
    /// Only what goes by WebRTC is tried like this.
    #[error("way must be udp or tcp")]
    Way,
}

impl From<CheckError> for Refusal {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Off => Self::new(
                Code::Forbidden,
                "There are no calls on this server. Whoever runs it can switch them on.",
            ),
            CheckError::Busy => Self::overloaded(),
            CheckError::NotFound => Self::new(
                Code::NotFound,
                "Nothing is being tried, or no longer. Begin anew.",
            ),
            CheckError::Way => Self::field("way", "must be udp or tcp"),
        }
    }
}

impl From<NoSeat> for CheckError {
    fn from(_: NoSeat) -> Self {
        Self::Busy
    }
}

/// Begins to try: what a browser shall answer for each way there is, and where each leads.
///
/// # Errors
/// See [`CheckError`].
pub async fn check(
    app: &App,
    actor: &Actor,
    reached: Option<Origin>,
) -> Result<VoiceCheck, CheckError> {
    let Some(tcp) = app.voice.is_on().then(|| app.voice.tcp_port()) else {
        return Err(CheckError::Off);
    };
    let addresses = address::advertised(app, reached.as_ref()).await;
    let mut ways = vec![Transport::Udp];
    ways.extend(tcp.map(|_| Transport::Tcp));
    let (offers, waiting) = oneshot::channel();
    let trial = Trial {
        ways,
        addresses: addresses.clone(),
        until: clock::instant() + CHECK_TIME,
        offers,
    };
    app.voice
        .with(|manager| manager.begin_check(actor.user, trial))?;
    let Ok(Ok(offers)) = timeout(OFFER_MAX, waiting).await else {
        return Err(CheckError::Busy);
    };
    let at = |way| {
        let addresses = addresses.iter().copied();
        let addresses = addresses.map(|mut address| {
            if let Some(port) = tcp.filter(|_| way == Transport::Tcp) {
                address.set_port(port);
            }
            address.to_string()
        });
        addresses.collect()
    };
    let offers = offers.into_iter().map(|(way, sdp)| VoiceCheckOffer {
        way,
        addresses: at(way),
        sdp,
    });
    Ok(VoiceCheck {
        offers: offers.collect(),
    })
}

/// What a browser answers for one of them.
///
/// # Errors
/// See [`CheckError`].
pub fn answer_check(app: &App, actor: &Actor, input: AnswerVoiceCheck) -> Result<(), CheckError> {
    let AnswerVoiceCheck { way, sdp } = input;
    if way == Transport::Ws {
        return Err(CheckError::Way);
    }
    let found = app
        .voice
        .with(|manager| manager.answer_check(actor.user, (way, sdp)));
    if found {
        Ok(())
    } else {
        Err(CheckError::NotFound)
    }
}
