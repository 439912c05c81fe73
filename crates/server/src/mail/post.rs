//! The one task that sends.

use std::time::Duration;

use lettre::AsyncTransport as _;
use parlor_storage::links::NewLink;

use super::{ATTEMPTS_MAX, Letter, Way, letter::Text};
use crate::{
    app::{App, Shared},
    auth::{LINK_LIFETIME_MS, LinkToken},
    clock,
};

/// How long to wait after the first try, and so much more after each further one.
const PAUSE: Duration = Duration::from_secs(2);

/// Sends what is queued, one letter after the other. Returns at once where no mail is sent.
pub async fn post(app: Shared) {
    let Some((way, mut letters)) = app.mail.letters() else {
        return;
    };
    while let Some(letter) = letters.recv().await {
        match write(&app, way, letter).await {
            Ok(Some(text)) => send(way, &text).await,
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "writing a letter"),
        }
    }
}

/// What stands in a letter; `None`: nobody has that address.
async fn write(
    app: &App,
    way: &Way,
    letter: Letter,
) -> Result<Option<Text>, parlor_storage::Error> {
    let name = app.settings.in_force().name.clone();
    Ok(match letter {
        Letter::Reset { email } => {
            let (token, now) = (LinkToken::new(), clock::now());
            let new = |user| NewLink {
                token: token.digest(),
                user,
                created_at: now,
                expires_at: now.plus_millis(LINK_LIFETIME_MS),
            };
            let to = app.storage.links().make_mailed(&email, new).await?;
            let link = format!("{}/reset#token={}", way.address, token.to_text());
            to.map(|to| Text::reset(to, &name, &link))
        }
        Letter::Confirm { email, token } => {
            let link = format!("{}/confirm-email#token={token}", way.address);
            Some(Text::confirm(email, &name, &link))
        }
        Letter::Changed { email } => Some(Text::changed(email, &name)),
    })
}

/// Says neither where to nor what about: the log is not the place for addresses.
async fn send(way: &Way, text: &Text) {
    let Some(message) = text.message(&way.from) else {
        tracing::warn!("mail knows no such address");
        return;
    };
    for attempt in 1..=ATTEMPTS_MAX {
        match way.transport.send(message.clone()).await {
            Ok(_) => return,
            Err(error) if error.is_permanent() => {
                tracing::warn!(status = ?error.status(), "a letter was refused");
                return;
            }
            Err(error) => {
                let what = if error.is_timeout() {
                    "no answer in time"
                } else {
                    "not sent"
                };
                tracing::warn!(attempt, status = ?error.status(), what, "sending a letter");
            }
        }
        if attempt < ATTEMPTS_MAX {
            tokio::time::sleep(PAUSE * attempt).await;
        }
    }
    tracing::error!("a letter was given up; check the settings under `mail`");
}
