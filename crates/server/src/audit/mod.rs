//! The audit log: who did what to whom in a space, for who has `VIEW_AUDIT_LOG`.
//!
//! Every write that needs a `MANAGE_*` permission, or removes, bans or silences somebody, writes its
//! entry in its own transaction; see `parlor_storage::audit`. Entries never change.

pub mod http;
mod list;

pub use list::list;
