//! Running the instance (`docs/protocol.md` section 1): for its owner and the admins he names.

use serde::{Deserialize, Serialize};

use crate::{
    instance::{Registration, SpaceMakers},
    time::Timestamp,
    users::{User, present},
};

/// A person as who runs the instance sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AdminUser {
    /// What others see.
    #[serde(flatten)]
    pub user: User,
    /// For signing in and for mail from the instance.
    pub email: Option<String>,
    /// Whether they own this instance.
    pub owner: bool,
    /// Whether they help to run it.
    pub admin: bool,
    /// Whether they may not come in.
    pub disabled: bool,
    /// How many devices they are signed in on.
    #[cfg_attr(test, ts(type = "number"))]
    pub sessions: u64,
    /// When one of them was last used; `null` = they are signed in nowhere.
    pub last_used_at: Option<Timestamp>,
    /// What the files they sent come to, in bytes.
    #[cfg_attr(test, ts(type = "number"))]
    pub upload_bytes: u64,
}

/// `GET /admin/storage`: where what the instance keeps lies, and how much it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Stored {
    /// What the database is.
    pub database: DatabaseKind,
    /// What it comes to, in bytes.
    #[cfg_attr(test, ts(type = "number"))]
    pub database_bytes: u64,
    /// Where files lie.
    pub files: FilePlace,
    /// How many files people sent.
    #[cfg_attr(test, ts(type = "number"))]
    pub uploads: u64,
    /// What they come to, in bytes; equal ones count each, although they are kept once.
    #[cfg_attr(test, ts(type = "number"))]
    pub upload_bytes: u64,
    /// What the pictures of link previews come to, in bytes.
    #[cfg_attr(test, ts(type = "number"))]
    pub preview_bytes: u64,
    /// What is free where the data folder lies, in bytes; `null` = the system does not say.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub free_bytes: Option<u64>,
}

/// Which database an instance has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum DatabaseKind {
    /// A file in the data folder.
    Sqlite,
    /// A server of its own.
    Postgres,
}

/// Where the bytes of files lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum FilePlace {
    /// In the data folder.
    Folder,
    /// In an S3-compatible bucket.
    Bucket,
}

/// `PATCH /admin/users/{id}`: what is absent stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct UpdateUser {
    /// `true`: they are signed out everywhere and cannot sign in. Nothing they wrote goes.
    pub disabled: Option<bool>,
    /// Whether they help to run the instance. Only its owner decides that.
    pub admin: Option<bool>,
}

/// A one-time link that lets its bearer take another password.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ResetLink {
    /// What to hand to them: a page of the client. Without `http.public_url` it begins with `/`.
    pub url: String,
    /// What `POST /auth/reset` takes, also at the end of the link.
    pub token: String,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

/// The settings that can be changed while the server runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Settings {
    /// What the instance is called: `instance.name`.
    pub name: String,
    /// Who may make an account: `accounts.registration`.
    pub registration: Registration,
    /// Who may make a space: `spaces.create`.
    pub space_creation: SpaceMakers,
}

/// `PATCH /admin/settings`: what is absent stays, `null` = as the server was started with.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS), ts(optional_fields))]
pub struct UpdateSettings {
    /// 1 to 64 characters.
    #[serde(default, deserialize_with = "present")]
    #[cfg_attr(test, ts(type = "string | null", optional))]
    #[schema(value_type = Option<String>)]
    pub name: Option<Option<String>>,
    /// Who may make an account.
    #[serde(default, deserialize_with = "present")]
    #[cfg_attr(test, ts(as = "Option<Option<Registration>>", optional))]
    #[schema(value_type = Option<Registration>)]
    pub registration: Option<Option<Registration>>,
    /// Who may make a space.
    #[serde(default, deserialize_with = "present")]
    #[cfg_attr(test, ts(as = "Option<Option<SpaceMakers>>", optional))]
    #[schema(value_type = Option<SpaceMakers>)]
    pub space_creation: Option<Option<SpaceMakers>>,
}
