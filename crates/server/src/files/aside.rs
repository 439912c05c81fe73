//! Files that are being collected.

use parlor_storage::Content;

use crate::clock;

/// A file that was moved aside by somebody who collects. Each time it has another name: equal bytes
/// that were kept anew meanwhile, and moved aside by another collector, are not the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aside {
    pub(super) content: Content,
    pub(super) name: String,
}

impl Aside {
    /// A new name for these bytes.
    pub(super) fn of(content: Content) -> Self {
        let random = u64::from_ne_bytes(clock::random());
        let name = format!("{content}.{random:016x}");
        Self { content, name }
    }

    /// What lies aside under this name; `None` where it is nothing of ours.
    pub(super) fn read(name: &str) -> Option<Self> {
        let (content, _) = name.split_once('.').unwrap_or((name, ""));
        let content = content.parse().ok()?;
        let name = name.to_owned();
        Some(Self { content, name })
    }
}
