//! What goes on in the background: learning who shares what, and telling who is there.

use std::{sync::Arc, time::Duration};

use parlor_realtime::presence::{Line, Standing};
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

use crate::{
    app::{App, Shared},
    clock,
};

/// How often changes are told.
const ROUND: Duration = Duration::from_millis(500);

/// Starts it; it ends with the set.
pub fn start(app: &Shared, tasks: &mut JoinSet<()>) {
    tasks.spawn(rounds(Arc::clone(app)));
}

async fn rounds(app: Shared) {
    let mut beat = interval(ROUND);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        beat.tick().await;
        learn(&app).await;
        app.hub.tell_presences(clock::instant());
    }
}

/// Reads what is stored about those who came or changed, many with each question.
async fn learn(app: &App) {
    loop {
        let users = app.hub.take_wanted();
        if users.is_empty() {
            return;
        }
        match app.storage.presences().of(&users).await {
            Ok(standings) => {
                let standings = standings.into_iter().map(|(user, standing)| Standing {
                    user,
                    circles: standing.circles,
                    mood: standing.mood,
                    line: standing.status.map_or_else(Line::default, |status| Line {
                        text: Some(status.text),
                        until: status.expires_at.map(clock::instant_at),
                    }),
                });
                app.hub.learn(standings.collect());
            }
            Err(error) => {
                tracing::warn!(%error, "reading who shares what");
                // In the next round.
                return app.hub.reread(&users);
            }
        }
    }
}
