//! Accounts and sessions: getting in, staying in, getting out.
//!
//! - A session is one signed-in device. It has an access token of ten minutes and a chain of
//!   refresh tokens, each good once; it ends by logout, revocation, reuse of a spent token, a
//!   change of password, after 30 days without a refresh, and after 180 days in any case.
//! - When a session ends, the end is committed first, then the gate shuts, then its tickets and
//!   sockets go, and only then is it acknowledged. Other processes hear of it within a second.
//! - Every request and every socket asks the gate; an access token alone opens nothing.
//! - Whoever guesses passwords is slowed down by address and by account, before any hashing; an
//!   account that does not exist looks, and takes as long as, one that does.
//! - Hashing has its own few threads and a short queue; above that: 503, nothing is stalled.

pub mod gate;
pub mod hash_pool;
pub mod http;
pub mod setup;
pub mod throttle;
pub mod upkeep;

mod authenticate;
mod change_password;
mod check_password;
mod confirm_email;
mod delete_account;
mod end;
mod issue;
mod login;
mod logout;
mod refresh;
mod register;
mod reset;
mod reset_mail;
mod sessions;
mod ticket;

pub(crate) use authenticate::operator;
pub use authenticate::{
    Actor, AuthenticateError, Credential, authenticate, by_ticket, by_token, is_ticket, still_good,
};
pub use change_password::{ChangePasswordError, change_password};
pub use check_password::{CheckError, check_password};
pub use confirm_email::{ConfirmError, EMAIL_LINK_LIFETIME_MS, confirm_email};
pub use delete_account::{DeleteError, delete_account, finish};
pub(crate) use end::{end, end_with};
pub use issue::Issued;
pub use login::{LoginError, login};
pub use logout::{Held, logout, logout_all};
pub use refresh::{RefreshError, refresh};
pub use register::{RegisterError, register};
pub use reset::{LINK_LIFETIME_MS, LinkToken, ResetError, reset};
pub use reset_mail::{ResetMailError, reset_mail};
pub use sessions::{RevokeError, list, revoke};
pub use ticket::{TicketError, ticket};
