//! Who asks.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use parlor_protocol::error::Code;

use crate::{
    app::{Actor, Shared},
    auth, clock,
    refusal::Refusal,
};

/// Somebody who is signed in; everybody else gets 401, and who changes too much in too short a time
/// 429 (`limits.changes_per_10_s`), whatever it is.
#[derive(Debug)]
pub struct Signed(pub Actor);

impl FromRequestParts<Shared> for Signed {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Refusal> {
        let Some(token) = bearer(&parts.headers) else {
            return Err(Refusal::new(
                Code::Unauthenticated,
                "Sign in, and send the access token as `Authorization: Bearer`.",
            ));
        };
        let actor = auth::authenticate(app, token).await?;
        if !parts.method.is_safe() {
            app.changes
                .take(actor.user, clock::instant())
                .map_err(|wait| Refusal::rate_limited("changes", wait))?;
        }
        Ok(Self(actor))
    }
}

/// The token of `Authorization: Bearer` (RFC 6750 section 2.1), if there is exactly one.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(only), None) = (all.next(), all.next()) else {
        return None;
    };
    let (scheme, token) = only.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, value.parse().unwrap());
        }
        headers
    }

    /// The scheme is matched without regard to case; other schemes, empty and doubled headers
    /// carry no token.
    #[test]
    fn only_one_bearer_token_counts() {
        assert_eq!(bearer(&headers(&["Bearer a.b.c"])), Some("a.b.c"));
        assert_eq!(bearer(&headers(&["bEARER  a.b.c "])), Some("a.b.c"));
        for values in [
            &[][..],
            &["Bearer"],
            &["Bearer "],
            &["Basic a.b.c"],
            &["a.b.c"],
            &["Bearer a", "Bearer b"],
        ] {
            assert_eq!(bearer(&headers(values)), None, "{values:?}");
        }
    }
}
