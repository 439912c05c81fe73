//! A running Parlor for a test, and the people in it.

mod cable;
mod caller;
mod database;
mod hold;
pub mod http;
mod mailbox;
mod mirror;
mod person;
mod phone;
mod process;
mod program;
pub mod reader;
mod site;
mod socket;
mod wire;

pub use cable::Cable;
pub use caller::Caller;
pub use database::{Engine, tamper};
pub use hold::Hold;
pub use http::Answer;
pub use mailbox::Mailbox;
pub use mirror::Mirror;
pub use person::Person;
pub use phone::Phone;
pub use process::{Options, TestApp};
pub use program::{Ended, Program};
pub use site::{Served, Site};
pub use socket::Socket;
pub use wire::Wire;

/// Makes one test an engine of a function that takes a [`TestApp`] (or, with `with`, of one that
/// takes an [`Engine`] and starts what it needs).
macro_rules! on_both_engines {
    ($($(#[$attribute:meta])* async fn $name:ident($app:ident: TestApp) $body:block)*) => {$(
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn test($app: crate::app::TestApp) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                test(crate::app::TestApp::start(crate::app::Engine::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(engine) = crate::app::Engine::postgres() {
                    test(crate::app::TestApp::start(engine).await).await;
                }
            }
        }
    )*};
}
