//! What a link leads to.

use std::sync::Arc;

use super::page::Page;
use crate::images::Still;

/// What was found at an address; remembered, so cheap to clone.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) page: Page,
    pub(super) still: Option<Arc<Still>>,
}
