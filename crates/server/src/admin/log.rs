//! What was done in running the instance.

use parlor_protocol::{
    audit::InstanceEntry,
    ids::AuditEntryId,
    page::{Page, PageSize},
};

use super::{Admin, AdminError};
use crate::app::App;

/// A page of the instance's audit log, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn log(
    app: &App,
    _: &Admin,
    (before, size): (Option<AuditEntryId>, PageSize),
) -> Result<Page<InstanceEntry>, AdminError> {
    Ok(app.storage.audit().of_instance(before, size).await?)
}
