//! What happens when sessions end, in the one order that leaves no gap.

use parlor_protocol::{close::Close, ids::SessionId};

use super::authenticate::tickets;
use crate::{app::App, clock};

/// Makes the end of sessions felt on this node. The database has committed it already; the caller
/// acknowledges afterwards.
///
/// The gate first: from then on no request and no new socket passes. Then what they have open. If
/// the caller is cancelled before it gets here, `upkeep::watch` does the same within a second.
pub(crate) fn end(app: &App, sessions: &[SessionId]) {
    end_with(app, sessions, Close::Unauthenticated);
}

/// The same, for another reason than that somebody signed out.
pub(crate) fn end_with(app: &App, sessions: &[SessionId], close: Close) {
    if sessions.is_empty() {
        // Most of the time; and to close the sockets of some, all are looked at.
        return;
    }
    // `upkeep::watch` names each for a while. The gate may know from a request that came before;
    // what is open is closed all the same.
    let news = app.gate.end(sessions, clock::instant());
    if !news.is_empty() {
        tracing::info!(sessions = ?news, "sessions ended");
    }
    for session in sessions {
        tickets(app).forget_session(*session);
    }
    app.hub.end_sessions(sessions, close);
    app.voice.end_sessions(sessions, close);
}
