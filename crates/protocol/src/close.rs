//! Why a socket was closed, and whether coming back helps.
//!
//! `/ws/voice` has the same codes for the same things, and some of its own.

/// Close codes (RFC 6455 section 7.4 for those under 4000).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Close {
    /// Done; both sides agree.
    Normal,
    /// The server restarts: come back after `RECONNECT`'s wait.
    Restart,
    /// The server has too much to do: come back later.
    Overloaded,
    /// The server failed: come back.
    Internal,
    /// More than 20 malformed frames in a minute: fix the client.
    Malformed,
    /// Nothing could be written for 10 s: come back and resume.
    Slow,
    /// Nothing was heard for 60 s: come back and resume.
    Heartbeat,
    /// The user has too many open sockets: close one first.
    TooManySockets,
    /// Far too many commands: come back after 30 s.
    Flood,
    /// The credential is bad, expired or revoked: refresh first.
    Unauthenticated,
    /// The account is disabled: do not come back.
    Disabled,
    /// A call: one may not be in it, or no longer, or was sent away. Do not come back by yourself.
    Forbidden,
    /// A call: there is no such channel, or it has none, or it is gone. Do not come back.
    NotFound,
    /// An unknown protocol version: do not come back.
    Version,
    /// A call: as many are in it as may. Come back when somebody left.
    Full,
    /// A frame over the limit: do not come back.
    TooLarge,
}

impl Close {
    /// The number on the wire.
    pub const fn code(self) -> u16 {
        match self {
            Self::Normal => 1000,
            Self::Restart => 1012,
            Self::Overloaded => 1013,
            Self::Internal => 4000,
            Self::Malformed => 4002,
            Self::Slow => 4008,
            Self::Heartbeat => 4009,
            Self::TooManySockets => 4010,
            Self::Flood => 4029,
            Self::Unauthenticated => 4401,
            Self::Disabled | Self::Forbidden => 4403,
            Self::NotFound => 4404,
            Self::Version => 4406,
            Self::Full => 4409,
            Self::TooLarge => 4413,
        }
    }

    /// A reason for people who read close frames.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Normal => "",
            Self::Restart => "the server restarts",
            Self::Overloaded => "the server has too much to do",
            Self::Internal => "internal error",
            Self::Malformed => "too many malformed frames",
            Self::Slow => "nothing could be written for 10 s",
            Self::Heartbeat => "nothing was heard for 60 s",
            Self::TooManySockets => "too many open sockets for this account",
            Self::Flood => "too many commands",
            Self::Unauthenticated => "the credential is bad, expired or revoked",
            Self::Disabled => "the account is disabled",
            Self::Forbidden => "you may not be in this call",
            Self::NotFound => "there is no such call",
            Self::Full => "the call is full",
            Self::Version => "unknown protocol version",
            Self::TooLarge => "the frame is too large",
        }
    }
}
