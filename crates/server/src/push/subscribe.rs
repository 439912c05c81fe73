//! Subscribing one's browser, and ending it.

use parlor_auth::push::{BadSubscriber, Subscriber};
use parlor_protocol::{
    error::Code,
    push::{Push, Subscribe},
};
use parlor_storage::push::{NewSubscription, PutError};
use url::Url;

use super::{Way, state};
use crate::{
    app::{Actor, App},
    clock,
    refusal::Refusal,
};

/// Why a browser was not subscribed.
#[derive(Debug, thiserror::Error)]
pub enum SubscribeError {
    /// There is no web push here.
    #[error("there is no web push here")]
    Off,
    /// The address is not one of a push service.
    #[error("endpoint {0}")]
    Endpoint(String),
    /// Nothing could be encrypted with the keys.
    #[error(transparent)]
    Keys(#[from] BadSubscriber),
    /// The person has as many as they may.
    #[error("{0} devices are told already")]
    TooMany(u32),
    /// The session ended meanwhile.
    #[error("the session has ended")]
    Ended,
    /// The database did not do it.
    #[error(transparent)]
    Storage(#[from] parlor_storage::Error),
}

impl From<SubscribeError> for Refusal {
    fn from(error: SubscribeError) -> Self {
        match error {
            SubscribeError::Off => Self::new(
                Code::NotFound,
                "This server sends no web push. Who runs it turns it on with `push.enabled`.",
            ),
            SubscribeError::Endpoint(why) => Self::field("endpoint", &why),
            SubscribeError::Keys(BadSubscriber::Point) => Self::field(
                "p256dh",
                "must be an uncompressed point of P-256 in base64url without padding",
            ),
            SubscribeError::Keys(BadSubscriber::Auth) => {
                Self::field("auth", "must be 16 bytes in base64url without padding")
            }
            SubscribeError::TooMany(most) => Self::field(
                "endpoint",
                &format!("would be one device too many: {most} of yours are told already"),
            ),
            SubscribeError::Ended => Self::new(
                Code::Unauthenticated,
                "You are not signed in, or no longer. Refresh the access token or sign in again.",
            ),
            SubscribeError::Storage(error) => error.into(),
        }
    }
}

/// Has the browser of this session told what calls its person, in the place of what was subscribed
/// before.
///
/// # Errors
/// See [`SubscribeError`]; what was subscribed before stays then.
pub async fn subscribe(
    app: &App,
    actor: &Actor,
    wanted: Subscribe,
) -> Result<Push, SubscribeError> {
    let way = app.push.way.as_ref().ok_or(SubscribeError::Off)?;
    let limits = &app.config.limits;
    check(way, &wanted.endpoint, limits.push_endpoint_bytes_max)
        .map_err(SubscribeError::Endpoint)?;
    let new = NewSubscription {
        user: actor.user,
        session: actor.session,
        subscriber: Subscriber::from_text(&wanted.p256dh, &wanted.auth)?,
        endpoint: wanted.endpoint,
        hides_text: wanted.hides_text.unwrap_or_default(),
        now: clock::now(),
        per_user_max: limits.push_subscriptions_per_user_max,
    };
    let most = new.per_user_max;
    let put = app.storage.push().put(new).await;
    put.map_err(|error| match error {
        PutError::TooMany => SubscribeError::TooMany(most),
        PutError::Ended => SubscribeError::Ended,
        PutError::Storage(error) => SubscribeError::Storage(error),
    })?;
    state(app, actor).await
}

fn check(way: &Way, endpoint: &str, bytes_max: usize) -> Result<(), String> {
    if endpoint.len() > bytes_max {
        return Err(format!("must have at most {bytes_max} bytes"));
    }
    let url = Url::parse(endpoint).map_err(|_| "must be an address".to_owned())?;
    if way.outbound.may_post_to(&url) {
        Ok(())
    } else {
        Err("must be an https address of a push service".to_owned())
    }
}

/// Has nothing more told to the browser of this session.
///
/// # Errors
/// When the database does not answer.
pub async fn unsubscribe(app: &App, actor: &Actor) -> Result<(), parlor_storage::Error> {
    app.storage.push().remove(actor.session).await
}
