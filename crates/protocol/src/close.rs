//! Why a socket was closed, and whether coming back helps.

/// Close codes of `/ws` (RFC 6455 section 7.4 for those under 4000).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Close {
    /// Done; both sides agree.
    Normal = 1000,
    /// The server restarts: come back after `RECONNECT`'s wait.
    Restart = 1012,
    /// The server has too much to do: come back later.
    Overloaded = 1013,
    /// The server failed: come back.
    Internal = 4000,
    /// More than 20 malformed frames in a minute: fix the client.
    Malformed = 4002,
    /// Nothing could be written for 10 s: come back and resume.
    Slow = 4008,
    /// Nothing was heard for 60 s: come back and resume.
    Heartbeat = 4009,
    /// The user has too many open sockets: close one first.
    TooManySockets = 4010,
    /// Far too many commands: come back after 30 s.
    Flood = 4029,
    /// The credential is bad, expired or revoked: refresh first.
    Unauthenticated = 4401,
    /// The account is disabled: do not come back.
    Disabled = 4403,
    /// An unknown protocol version: do not come back.
    Version = 4406,
    /// A frame over the limit: do not come back.
    TooLarge = 4413,
}

impl Close {
    /// The number on the wire.
    pub const fn code(self) -> u16 {
        self as u16
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
            Self::Version => "unknown protocol version",
            Self::TooLarge => "the frame is too large",
        }
    }
}
