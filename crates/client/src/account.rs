//! Somebody who is signed in.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use hyper::Method;
use parlor_protocol::{
    auth::{Ticket, Token},
    error::Code,
    ids::ChannelId,
    messages::{History, Message},
    sync::Sync,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::{Error, Live, Options, Secret, Server, server::Call};

/// An access token is renewed this long before it ends.
pub const RENEW_BEFORE: Duration = Duration::from_secs(30);

/// Told of every new refresh token, before it is used: the old one is spent.
pub type Keeper = Arc<dyn Fn(&Secret) + Send + std::marker::Sync>;

/// Somebody who is signed in. Clones are the same session.
#[derive(Clone)]
pub struct Account {
    server: Server,
    /// Held across a refresh: whoever needs a token meanwhile waits for that one, and takes it.
    tokens: Arc<Mutex<Tokens>>,
    keeper: Option<Keeper>,
}

struct Tokens {
    access: Secret,
    refresh: Secret,
    /// When the access token is worth nothing.
    ends_at: Instant,
    /// When it should be renewed.
    renew_at: Instant,
}

impl Tokens {
    fn of(token: Token) -> Self {
        let good_for = Duration::from_secs(token.expires_in);
        let now = Instant::now();
        Self {
            access: Secret::new(token.access_token),
            refresh: Secret::new(token.refresh_token),
            ends_at: now + good_for,
            renew_at: now + good_for.saturating_sub(RENEW_BEFORE).max(good_for / 2),
        }
    }
}

impl Account {
    pub(crate) fn new(server: Server, token: Token) -> Self {
        Self {
            server,
            tokens: Arc::new(Mutex::new(Tokens::of(token))),
            keeper: None,
        }
    }

    /// Goes on with the session of this refresh token, from an earlier run of the program.
    pub fn resume(server: Server, refresh_token: Secret) -> Self {
        let tokens = Tokens {
            access: Secret::new(""),
            refresh: refresh_token,
            ends_at: Instant::now(),
            renew_at: Instant::now(),
        };
        Self {
            server,
            tokens: Arc::new(Mutex::new(tokens)),
            keeper: None,
        }
    }

    /// Tells `keeper` of every new refresh token, so that it can be stored for the next run.
    #[must_use]
    pub fn keep_with(
        mut self,
        keeper: impl Fn(&Secret) + Send + std::marker::Sync + 'static,
    ) -> Self {
        self.keeper = Some(Arc::new(keeper));
        self
    }

    /// Where one is signed in.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// The refresh token in force.
    pub async fn refresh_token(&self) -> Secret {
        self.tokens.lock().await.refresh.clone()
    }

    /// An access token that is good for a while.
    pub async fn access_token(&self) -> Result<Secret, Error> {
        let mut tokens = self.tokens.lock().await;
        if Instant::now() >= tokens.renew_at {
            self.renew_locked(&mut tokens).await?;
        }
        Ok(tokens.access.clone())
    }

    /// An access token that is good for this long, if the server gives any that are.
    pub async fn token_for(&self, length: Duration) -> Result<Secret, Error> {
        let mut tokens = self.tokens.lock().await;
        if Instant::now() + length >= tokens.ends_at {
            self.renew_locked(&mut tokens).await?;
        }
        Ok(tokens.access.clone())
    }

    /// Another access token than `spent`, which the server did not take: the one that somebody else
    /// fetched meanwhile, or a new one.
    pub async fn renew(&self, spent: &Secret) -> Result<Secret, Error> {
        let mut tokens = self.tokens.lock().await;
        if tokens.access == *spent {
            self.renew_locked(&mut tokens).await?;
        }
        Ok(tokens.access.clone())
    }

    /// A reply that is lost on the way spends nothing: as long as the successor was never used, the
    /// same refresh token brings the same successor.
    async fn renew_locked(&self, tokens: &mut Tokens) -> Result<(), Error> {
        let body = json!({"refresh_token": tokens.refresh.expose()});
        let call = Call::new(Method::POST, "/api/v1/auth/refresh").json(&body);
        let token: Token = self.server.call(&call.repeatable()).await?;
        *tokens = Tokens::of(token);
        if let Some(keeper) = &self.keeper {
            keeper(&tokens.refresh);
        }
        Ok(())
    }

    /// Makes a call as this person; with another access token where the first is no longer taken.
    pub async fn call<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        let token = self.access_token().await?;
        let answer = self.server.call(&call.clone().bearer(token.clone())).await;
        match answer {
            Err(error) if error.code() == Some(Code::Unauthenticated) => {
                let token = self.renew(&token).await?;
                self.server.call(&call.bearer(token)).await
            }
            answer => answer,
        }
    }

    /// `GET`.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Error> {
        self.call(Call::new(Method::GET, path)).await
    }

    /// `POST` with a body.
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Error> {
        self.call(Call::new(Method::POST, path).json(body)).await
    }

    /// `PUT` with a body.
    pub async fn put<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Error> {
        self.call(Call::new(Method::PUT, path).json(body)).await
    }

    /// `PATCH` with a body.
    pub async fn patch<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Error> {
        self.call(Call::new(Method::PATCH, path).json(body)).await
    }

    /// `DELETE`.
    pub async fn delete(&self, path: &str) -> Result<(), Error> {
        let _: Value = self.call(Call::new(Method::DELETE, path)).await?;
        Ok(())
    }

    /// The world as this person sees it, with the position of every stream.
    pub async fn sync(&self) -> Result<Sync, Error> {
        self.get("/api/v1/sync").await
    }

    /// The newest page of a channel.
    pub async fn history(&self, channel: ChannelId) -> Result<History, Error> {
        self.get(&format!("/api/v1/channels/{channel}/messages?limit=100"))
            .await
    }

    /// Writes a message. With the same nonce it is there once, however often this is called.
    pub async fn say(
        &self,
        channel: ChannelId,
        content: &str,
        nonce: &str,
    ) -> Result<Message, Error> {
        let path = format!("/api/v1/channels/{channel}/messages");
        let call = Call::new(Method::POST, path).json(&json!({"content": content, "nonce": nonce}));
        self.call(call.repeatable()).await
    }

    /// What opens one socket, once, within 30 s.
    pub async fn ticket(&self) -> Result<Secret, Error> {
        let call = Call::new(Method::POST, "/api/v1/auth/ticket").json(&json!({"purpose": "ws"}));
        let ticket: Ticket = self.call(call.repeatable()).await?;
        Ok(Secret::new(ticket.ticket))
    }

    /// A connection that comes back, for as long as it is held.
    pub fn live(&self, options: Options) -> Live {
        Live::start(self.clone(), options)
    }

    /// Signs out: the session and its sockets end.
    pub async fn logout(&self) -> Result<(), Error> {
        let tokens = self.tokens.lock().await;
        let body = json!({"refresh_token": tokens.refresh.expose()});
        let call = Call::new(Method::POST, "/api/v1/auth/logout").json(&body);
        let _: Value = self.server.call(&call.repeatable()).await?;
        Ok(())
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({:?})", self.server)
    }
}
