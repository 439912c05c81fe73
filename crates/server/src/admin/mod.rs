//! Running the instance, for its owner and the admins he names.
//!
//! - The owner stands above the admins, they above everybody else; one does something to an account
//!   only from above it. Nobody stands above the owner, and only the owner names admins.
//! - Disabling an account signs it out everywhere before it is acknowledged, and keeps it out;
//!   what it wrote stays.
//! - Nobody chooses a password for somebody else: a reset link lets them do so themselves.
//! - Whatever is done here, and by the operator to a password, stands in the instance's audit log,
//!   written with the deed itself.

pub mod http;

mod access;
mod list;
mod log;
mod reset_link;
mod sign_out;
mod stored;
mod update;

pub use access::{Admin, AdminError, admin};
pub use list::{ListError, list};
pub use log::log;
pub use reset_link::reset_link;
pub use sign_out::sign_out;
pub use stored::stored;
pub use update::update;
