//! What the end of a socket means (`docs/protocol.md` section 5, close codes).

use std::time::Duration;

use parlor_protocol::close::Close;

/// How long somebody stays away who sent far too much.
pub const FLOOD_WAIT: Duration = Duration::from_secs(30);

/// Whether coming back helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Return {
    /// Yes, after the next wait of the [`crate::backoff::Backoff`].
    Soon,
    /// Yes, after at least this long.
    After(Duration),
    /// Yes, with another access token.
    Renewed,
    /// No: it would end the same way. The number is the close code.
    Never(u16),
}

/// What to do after a close with this code; `None` = the connection broke without one.
pub const fn after(code: Option<u16>) -> Return {
    const FLOOD: u16 = Close::Flood.code();
    const UNAUTHENTICATED: u16 = Close::Unauthenticated.code();
    const MALFORMED: u16 = Close::Malformed.code();
    const TOO_MANY_SOCKETS: u16 = Close::TooManySockets.code();
    const DISABLED: u16 = Close::Disabled.code();
    const VERSION: u16 = Close::Version.code();
    const TOO_LARGE: u16 = Close::TooLarge.code();
    match code {
        Some(FLOOD) => Return::After(FLOOD_WAIT),
        Some(UNAUTHENTICATED) => Return::Renewed,
        Some(
            code @ (MALFORMED | TOO_MANY_SOCKETS | DISABLED | VERSION | TOO_LARGE | 1002 | 1003
            | 1007 | 1008),
        ) => Return::Never(code),
        _ => Return::Soon,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The column "come back?" of the protocol's close codes.
    #[test]
    fn every_close_code_says_whether_to_come_back() {
        for soon in [
            Close::Restart,
            Close::Overloaded,
            Close::Internal,
            Close::Slow,
            Close::Heartbeat,
        ] {
            assert_eq!(after(Some(soon.code())), Return::Soon, "{soon:?}");
        }
        for never in [
            Close::Malformed,
            Close::TooManySockets,
            Close::Disabled,
            Close::Version,
            Close::TooLarge,
        ] {
            assert_eq!(after(Some(never.code())), Return::Never(never.code()));
        }
        assert_eq!(after(Some(4029)), Return::After(FLOOD_WAIT));
        assert_eq!(after(Some(4401)), Return::Renewed);
        assert_eq!(after(Some(1001)), Return::Soon);
        assert_eq!(after(None), Return::Soon);
    }
}
