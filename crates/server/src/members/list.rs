//! Who is in a space.

use parlor_protocol::{
    ids::{SpaceId, UserId},
    members::MemberPage,
    page::{Page, PageSize},
};

use super::{AccessError, in_space};
use crate::{
    app::{Actor, App},
    refusal::Refusal,
    search::{self, NamedError},
};

/// Which members are wanted.
#[derive(Debug)]
pub struct Wanted {
    /// The last one of the page before.
    pub after: Option<UserId>,
    /// How many.
    pub size: PageSize,
    /// How a name of theirs begins; `None` = all.
    pub named: Option<String>,
    /// These, as far as they are members, and nobody else; all on one page.
    pub among: Option<Vec<UserId>>,
}

/// Why nobody is listed.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The space is missing or hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// What is looked for is no name.
    #[error(transparent)]
    Named(#[from] NamedError),
}

impl From<ListError> for Refusal {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Access(error) => error.into(),
            ListError::Named(error) => error.into(),
        }
    }
}

/// A page of a space's members, ascending by user id.
///
/// # Errors
/// See [`ListError`]; who is not one of them is told that there is no such space.
pub async fn list(
    app: &App,
    actor: &Actor,
    (space, wanted): (SpaceId, Wanted),
) -> Result<MemberPage, ListError> {
    in_space(app, actor, space).await?;
    let named = search::named(&app.config.limits, wanted.named.as_deref())?;
    let members = app.storage.members();
    let page = match &wanted.among {
        Some(users) => members.these(space, users).await.map(|items| Page {
            items,
            has_more: false,
        }),
        None => {
            members
                .page((space, named), wanted.after, wanted.size)
                .await
        }
    }
    .map_err(AccessError::from)?;
    let people = page.items.iter().map(|member| member.user_id);
    Ok(MemberPage {
        presences: app.hub.presences_of(people, actor.user),
        items: page.items,
        has_more: page.has_more,
    })
}
