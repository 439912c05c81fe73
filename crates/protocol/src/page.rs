//! Lists: whole ones, and ones that page.

use serde::{Deserialize, Serialize};

/// A short list, given whole.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Items<T> {
    /// Everything there is.
    pub items: Vec<T>,
}

impl<T> From<Vec<T>> for Items<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items }
    }
}

/// One page of a long list.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Page<T> {
    /// This page.
    pub items: Vec<T>,
    /// Whether another page follows in the direction asked for.
    pub has_more: bool,
}

/// How many rows a page may have: 1 to 100, 50 when nobody says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSize(u8);

impl PageSize {
    /// The most rows one page carries.
    pub const MAX: u8 = 100;

    /// `None` outside 1 to [`PageSize::MAX`].
    pub const fn new(rows: u64) -> Option<Self> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the range is checked first"
        )]
        if rows >= 1 && rows <= Self::MAX as u64 {
            Some(Self(rows as u8))
        } else {
            None
        }
    }

    /// The number of rows.
    pub const fn rows(self) -> usize {
        self.0 as usize
    }
}

impl<'de> Deserialize<'de> for PageSize {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u64::deserialize(deserializer)?)
            .ok_or_else(|| serde::de::Error::custom("must be from 1 to 100"))
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(50)
    }
}
