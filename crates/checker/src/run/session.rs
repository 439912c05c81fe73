//! What is done to a device, and how it goes on when its session has ended.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use parlor_client::command::Frame;

use crate::history::{Action, Outcome, What};

use super::{
    device::{Device, Done, Following, connect},
    world::{Nudge, Phase, Standing},
};

/// How long after a sign-in that failed the next one is tried.
const TRY_AGAIN_AFTER: Duration = Duration::from_millis(300);

impl Device {
    pub(super) async fn obey(&mut self, nudge: Nudge) {
        match nudge {
            Nudge::Reconnect => {
                let _ = self.handle.reconnect().await;
            }
            Nudge::Renew => self.renew(),
            Nudge::Removed => self.member = false,
            Nudge::Admitted => {
                self.member = true;
                let out = self.following.iter();
                let out = out.filter(|(_, following)| **following == Following::No);
                for stream in out.map(|(id, _)| *id).collect::<Vec<_>>() {
                    self.follow_again(stream).await;
                }
            }
            Nudge::SignOut => self.sign_out(),
        }
    }

    /// Another access token, and the socket is told.
    fn renew(&mut self) {
        let (account, handle) = (self.account.clone(), self.handle.clone());
        self.tasks.spawn(async move {
            if let Ok(spent) = account.access_token().await
                && let Ok(token) = account.renew(&spent).await
            {
                let frame = Frame::authenticate(&token);
                let _ = handle.say(frame).await;
            }
            Done::Nothing
        });
    }

    /// The session ends; the connection then finds out that coming back does not help.
    fn sign_out(&mut self) {
        let (account, world, client) = (self.account.clone(), Arc::clone(&self.world), self.client);
        self.tasks.spawn(async move {
            let op = world.recorder.invoke(client, Action::Logout);
            let result = account.logout().await;
            world.settle(op, result.as_ref().map(|()| Outcome::default()));
            Done::Nothing
        });
    }

    /// The session is no more: another one, with the same cursors, which are of another client now.
    pub(super) async fn sign_in_again(&mut self) {
        for (_, op) in std::mem::take(&mut self.commands) {
            self.world.recorder.record(What::Unknown { op });
        }
        let waiting = std::mem::take(&mut self.pending);
        for (op, _) in waiting.values() {
            self.world.recorder.record(What::Unknown { op: *op });
        }
        // Missed until it is back under another number.
        let away = Standing {
            waiting: 1,
            ..Standing::default()
        };
        self.world.stands(self.client, away);
        // However long it takes: a server that is away is a server that comes back.
        self.account = loop {
            if *self.world.phase.borrow() == Phase::Over {
                return;
            }
            let seat = &self.seat;
            match seat.server.login(&seat.name, &seat.password).await {
                Ok(account) => break account,
                Err(_) => tokio::time::sleep(TRY_AGAIN_AFTER).await,
            }
        };
        self.world.gone(self.client);
        self.seat.signed_in(self.account.clone());
        self.client = self.world.sign_in(self.seat.user);
        self.open = false;
        self.away_since = Instant::now();
        self.following = self
            .following
            .keys()
            .map(|id| (*id, Following::Yes))
            .collect();
        let who = (self.client, self.seat.user);
        self.live = connect(&self.world, &self.account, who, &self.cursors);
        self.handle = self.live.handle();
        // What waited is sent once more, by another device of the same person: it is there once.
        for (_, message) in waiting.into_values() {
            self.write(message).await;
        }
    }
}
