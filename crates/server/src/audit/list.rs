//! What was done.

use parlor_protocol::{
    audit::AuditPage,
    ids::{AuditEntryId, SpaceId},
    page::PageSize,
    permissions::Permission,
};
use parlor_storage::audit::SpaceFilter;

use crate::{
    app::{Actor, App},
    members::{self, AccessError},
};

/// A page of a space's audit log, newest first, of the entries that are wanted.
///
/// # Errors
/// [`AccessError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    (space, filter): (SpaceId, SpaceFilter),
    window: (Option<AuditEntryId>, PageSize),
) -> Result<AuditPage, AccessError> {
    let access = members::in_space(app, actor, space).await?;
    let grant = access.may(Permission::ViewAuditLog)?;
    Ok(app.storage.audit().page(grant, filter, window).await?)
}
