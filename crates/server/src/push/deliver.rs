//! Telling one device.

use std::time::Duration;

use parlor_protocol::{ids::SessionId, notifications::NotificationKind};
use parlor_storage::push::{Asked, Due, Endpoint, Outcome};
use url::Url;

use super::{
    Way, count, payload,
    service::{Answer, Told},
    waiting::{Entry, Key},
};
use crate::{app::App, clock, outbound::OutboundError};

/// What became of it.
#[derive(Debug)]
pub(super) enum Delivered {
    /// It was told, or there is nothing to tell, or never will be: it is over.
    Over,
    /// The push service did not take it now.
    NotNow {
        endpoint: Endpoint,
        /// When it wants to be asked again, if it said so.
        retry_after: Option<Duration>,
    },
}

/// Tells a device what calls its person, if something still does.
pub(super) async fn deliver(app: &App, key: Key, entry: &Entry) -> Delivered {
    let asked = Asked {
        session: key.session,
        channel: key.channel,
        calls: entry.calls.clone(),
        now: clock::now(),
    };
    let due = match app.storage.push().due(&asked).await {
        Ok(Some(due)) => due,
        Ok(None) => return Delivered::Over,
        Err(error) => {
            tracing::warn!(%error, "what to tell by web push");
            return Delivered::Over;
        }
    };
    let Some(way) = &app.push.way else {
        return Delivered::Over;
    };
    let answer = match tell(app, way, (key, &due)).await {
        Some(Ok(answer)) => answer,
        Some(Err(OutboundError::NotAllowed)) | None => Answer::Gone,
        Some(Err(error)) => {
            // Not where: an address lets whoever knows it write to that browser.
            tracing::debug!(%error, "web push");
            Answer::NotNow(None)
        }
    };
    let outcome = match answer {
        Answer::NotNow(retry_after) => {
            let endpoint = due.endpoint;
            return Delivered::NotNow {
                endpoint,
                retry_after,
            };
        }
        Answer::Taken => Outcome::Taken,
        Answer::Gone => Outcome::Gone,
        Answer::Refused(status) => {
            tracing::warn!(status, "a push service refuses what it is sent");
            Outcome::Failed
        }
    };
    count(match outcome {
        Outcome::Taken => "taken",
        Outcome::Gone => "gone",
        Outcome::Failed => "refused",
    });
    settle(app, (key.session, due.endpoint), outcome).await;
    Delivered::Over
}

/// It was tried often enough.
pub(super) async fn give_up(app: &App, session: SessionId, endpoint: Endpoint) {
    settle(app, (session, endpoint), Outcome::Failed).await;
}

async fn settle(app: &App, of: (SessionId, Endpoint), outcome: Outcome) {
    let settled = app.storage.push().settle(of, outcome, clock::now()).await;
    if let Err(error) = settled {
        tracing::warn!(%error, "what became of a web push");
    }
}

/// `None`: nothing can be sent there, ever.
async fn tell(
    app: &App,
    way: &Way,
    (key, due): (Key, &Due),
) -> Option<Result<Answer, OutboundError>> {
    let url = Url::parse(due.endpoint.expose()).ok()?;
    let text = payload::text(key.channel, due)?;
    let body = due.subscriber.encrypt(&text, &mut clock::rng())?;
    let told = Told {
        authorization: app.keys.vapid().authorization(
            &url.origin().ascii_serialization(),
            way.contact.as_deref(),
            clock::now(),
        ),
        topic: payload::topic(key.channel, &due.subscriber),
        urgent: due.kind == NotificationKind::Dm,
        body,
    };
    Some(told.post(&way.outbound, &url).await)
}
