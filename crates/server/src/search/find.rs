//! Finding messages: the whole rule.

use std::time::Duration;

use parlor_protocol::{
    ids::{ChannelId, SpaceId, UserId},
    page::PageSize,
    search::{Bound, Has, Query, SearchResults, Unsearchable},
};
use parlor_storage::search::{Find, FindError};

use crate::{
    app::{Actor, App},
    clock,
    members::{self, AccessError},
    refusal::Refusal,
};

/// What to look for. All of it must hold.
#[derive(Debug)]
pub struct Wanted {
    /// Words, as typed.
    pub text: String,
    /// Only here.
    pub channel: Option<ChannelId>,
    /// Only in channels of this space.
    pub space: Option<SpaceId>,
    /// Only by this person.
    pub author: Option<UserId>,
    /// Only with this.
    pub has: Option<Has>,
    /// Only before; the oldest result of the page before, for the next page.
    pub before: Option<Bound>,
    /// Only after.
    pub after: Option<Bound>,
    /// How many.
    pub size: PageSize,
}

/// Why nothing was looked for.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The channel or space is missing or hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The text asks for nothing.
    #[error("q {0}")]
    Text(#[from] Unsearchable),
    /// Nothing at all is asked for.
    #[error("nothing to look for")]
    Nothing,
    /// Too many searches in too short a time.
    #[error("too fast, wait {retry_after:?}")]
    TooFast {
        /// How long to wait.
        retry_after: Duration,
    },
    /// It would take too long.
    #[error("too much to look through")]
    TooMuch,
}

impl From<SearchError> for Refusal {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Access(error) => error.into(),
            SearchError::Text(why) => Self::field("q", &why.to_string()),
            SearchError::Nothing => Self::field(
                "q",
                "must say what to look for where no channel, author or attribute is named",
            ),
            SearchError::TooFast { retry_after } => Self::rate_limited("searches", retry_after),
            SearchError::TooMuch => Self {
                detail: "This search takes too long. Add a word, a channel, an author or a time, \
                         or try again in a moment."
                    .to_owned(),
                ..Self::overloaded()
            },
        }
    }
}

/// The newest messages that are as wanted, among those the actor may see.
///
/// # Errors
/// See [`SearchError`].
pub async fn find(app: &App, actor: &Actor, wanted: Wanted) -> Result<SearchResults, SearchError> {
    let query = Query::parse(&wanted.text, app.config.limits.search_chars_max)?;
    let (channel, author, has) = (wanted.channel, wanted.author, wanted.has);
    let nothing = query.clauses.is_empty() && channel.is_none() && author.is_none();
    if nothing && has.is_none() {
        return Err(SearchError::Nothing);
    }
    app.searches
        .take(actor.user, clock::instant())
        .map_err(|retry_after| SearchError::TooFast { retry_after })?;
    if let Some(channel) = channel {
        members::in_channel(app, actor, channel).await?;
    }
    if let Some(space) = wanted.space {
        members::in_space(app, actor, space).await?;
    }
    let terms = query.terms.clone();
    let find = Find {
        query,
        channel,
        space: wanted.space,
        author,
        has,
        before: wanted.before,
        after: wanted.after,
        size: wanted.size,
    };
    let page = app.storage.search().find(actor.user, find).await;
    let page = page.map_err(|error| match error {
        FindError::TooMuch => SearchError::TooMuch,
        FindError::Storage(error) => AccessError::from(error).into(),
    })?;
    Ok(SearchResults {
        items: page.items,
        has_more: page.has_more,
        terms,
    })
}
