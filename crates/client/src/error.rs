//! What can go wrong between here and the server.

use std::time::Duration;

use parlor_protocol::error::{Code, Problem};

/// Why a call did not bring what was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address of the server is none.
    #[error("`{0}` is not the address of a server, such as https://chat.example.org")]
    Address(String),
    /// The server said no, and why.
    #[error("{}", .0.detail)]
    Refused(Box<Problem>),
    /// The connection could not be made, or broke. Whether the server did what it was asked is not
    /// known.
    #[error("the server cannot be reached: {0}")]
    Unreachable(String),
    /// Nothing came for this long. Whether the server did what it was asked is not known.
    #[error("no answer in {} s", .0.as_secs())]
    TimedOut(Duration),
    /// The server answered with something that is not of the protocol.
    #[error("the answer is not of this protocol: {0}")]
    Strange(String),
}

impl Error {
    /// The stable code of a refusal.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            _ => None,
        }
    }

    /// Whether it is certain that nothing was done. Where it is not, repeat with the same nonce.
    pub fn is_certain(&self) -> bool {
        match self {
            Self::Address(_) => true,
            Self::Refused(problem) => means_not_done(problem.code),
            _ => false,
        }
    }
}

/// Whether a code means that nothing was done (`docs/protocol.md` section 5). After any other the
/// outcome is unknown.
pub(crate) const fn means_not_done(code: Code) -> bool {
    !matches!(code, Code::Internal | Code::Overloaded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_refused_is_certain() {
        assert!(means_not_done(Code::RateLimited));
        assert!(!means_not_done(Code::Internal));
        assert!(!Error::TimedOut(Duration::from_secs(1)).is_certain());
        assert!(Error::Address(String::new()).is_certain());
    }
}
