//! Why a figure could not be had.

use std::io;

/// Why a figure could not be had, in a sentence for whoever runs this.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Another server is not installed; the table says so.
    #[error("{0}")]
    NotHere(String),
    /// The system refused something.
    #[error("{what}: {cause}")]
    Io {
        /// What was tried.
        what: String,
        /// What it said.
        cause: io::Error,
    },
    /// A server did something else than was asked for.
    #[error("{0}")]
    Broken(String),
}

impl Trouble {
    /// Names what was tried.
    pub fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        |cause| Self::Io {
            what: what.into(),
            cause,
        }
    }

    /// A server did something else than was asked for.
    pub fn broken(what: impl Into<String>) -> Self {
        Self::Broken(what.into())
    }
}
