//! What was done in running the instance.

use parlor_protocol::{audit::InstancePage, ids::AuditEntryId, page::PageSize};
use parlor_storage::audit::InstanceFilter;

use super::{Admin, AdminError};
use crate::app::App;

/// A page of the instance's audit log, newest first, of the entries that are wanted.
///
/// # Errors
/// When the database does not answer.
pub async fn log(
    app: &App,
    _: &Admin,
    filter: InstanceFilter,
    window: (Option<AuditEntryId>, PageSize),
) -> Result<InstancePage, AdminError> {
    Ok(app.storage.audit().of_instance(filter, window).await?)
}
