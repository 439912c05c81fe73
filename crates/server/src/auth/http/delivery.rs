//! How a refresh token travels: in the body, or in a cookie that no script can read. Beside such a
//! cookie goes another, by which the device is known when its owner signs in again.

use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use parlor_auth::{
    access_token, device,
    refresh_token::{self, RefreshToken},
};
use parlor_protocol::auth::{Refresh, Token, TokenType};
use zeroize::Zeroizing;

use crate::{
    app::Shared,
    auth::Issued,
    http::{client::Client, own_origin},
    refusal::Refusal,
};

/// What a browser asks for a cookie with.
const HEADER: &str = "x-token-delivery";

/// Which cookies this request may have brought and may be answered with.
pub(super) struct Delivery {
    wanted: bool,
    secure: bool,
    refresh_token: Option<String>,
    device: Option<String>,
}

/// One of our cookies by its two names. `__Host-` binds a cookie to this host, TLS and the path `/`
/// (RFC 6265bis section 4.1.3.2): no neighbour on a sub-domain can slip us one.
#[derive(Clone, Copy)]
struct Cookie {
    secure: &'static str,
    plain: &'static str,
}

const REFRESH_TOKEN: Cookie = Cookie {
    secure: "__Host-refresh_token",
    plain: "refresh_token",
};

const DEVICE: Cookie = Cookie {
    secure: "__Host-device",
    plain: "device",
};

impl Cookie {
    const fn name(&self, secure: bool) -> &'static str {
        if secure { self.secure } else { self.plain }
    }
}

impl FromRequestParts<Shared> for Delivery {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Refusal> {
        let client = Client::from_request_parts(parts, app).await?;
        // Over plain http a browser takes no secure cookie. On this very machine, where nobody
        // listens in between, one without is good enough; elsewhere only if the owner says so.
        let secure = own_origin(&app.config.http, &client)
            .is_none_or(|own| own.is_secure() || !(own.is_loopback() || app.config.http.insecure));
        Ok(Self::of(&parts.headers, secure))
    }
}

impl Delivery {
    fn of(headers: &HeaderMap, secure: bool) -> Self {
        let wanted = headers
            .get(HEADER)
            .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"cookie"));
        let jar = CookieJar::from_headers(headers);
        let value = |cookie: Cookie| {
            let found = jar.get(cookie.name(secure));
            found.map(|cookie| cookie.value().to_owned())
        };
        Self {
            wanted,
            secure,
            refresh_token: value(REFRESH_TOKEN),
            device: value(DEVICE),
        }
    }

    /// What the device is known by, if it is.
    pub(super) fn device(&self) -> Option<&str> {
        self.device.as_deref()
    }

    /// The refresh token of the body, else that of the cookie; and whether it was the cookie's.
    pub(super) fn presented(&self, body: Refresh) -> (Option<RefreshToken>, bool) {
        match (in_body(body), &self.refresh_token) {
            (None, Some(cookie)) => (RefreshToken::parse(cookie), true),
            (text, _) => (text.and_then(|text| RefreshToken::parse(&text)), false),
        }
    }

    /// Every refresh token there is, of the body and of the cookie.
    pub(super) fn all(&self, body: Refresh) -> Vec<RefreshToken> {
        let texts = in_body(body).into_iter();
        let cookie = self.refresh_token.iter();
        let cookies = cookie.map(|text| Zeroizing::new(text.clone()));
        texts
            .chain(cookies)
            .filter_map(|text| RefreshToken::parse(&text))
            .collect()
    }

    /// The answer that carries tokens: the refresh token as a cookie where one was asked for or
    /// one came, else in the body.
    pub(super) fn answer(
        &self,
        status: StatusCode,
        issued: Issued,
        came_by_cookie: bool,
    ) -> Response {
        let text = issued.refresh_token.to_text();
        let by_cookie = self.wanted || came_by_cookie;
        let token = Token {
            access_token: issued.access_token,
            token_type: TokenType::Bearer,
            refresh_token: if by_cookie {
                String::new()
            } else {
                text.to_string()
            },
            expires_in: access_token::LIFETIME_MS.unsigned_abs() / 1000,
        };
        let mut response = (status, Json(token)).into_response();
        if by_cookie {
            let max_age_s = refresh_token::LIFETIME_MS / 1000;
            self.set(&mut response, REFRESH_TOKEN, (&text, max_age_s));
            if let Some(device) = issued.device {
                let max_age_s = device::LIFETIME_MS / 1000;
                self.set(&mut response, DEVICE, (&device, max_age_s));
            }
        }
        response
    }

    /// The answer that takes the refresh token's cookie away, by the attributes it was set with. The
    /// device stays known.
    pub(super) fn clear(&self) -> Response {
        let mut response = StatusCode::NO_CONTENT.into_response();
        self.set(&mut response, REFRESH_TOKEN, ("", 0));
        response
    }

    fn set(&self, response: &mut Response, cookie: Cookie, (value, max_age_s): (&str, i64)) {
        let name = cookie.name(self.secure);
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!(
            "{name}={value}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Strict{secure}"
        );
        let mut header = HeaderValue::try_from(text).expect("letters, digits and signs of a token");
        header.set_sensitive(true);
        response.headers_mut().append(header::SET_COOKIE, header);
    }
}

/// An empty text is how a body says "in the cookie", as our own answers do.
fn in_body(body: Refresh) -> Option<Zeroizing<String>> {
    let text = body.refresh_token?.expose();
    (!text.is_empty()).then(|| Zeroizing::new(text))
}

#[cfg(test)]
mod tests {
    use parlor_auth::refresh_token::start;
    use parlor_protocol::auth::Sealed;

    use super::*;
    use crate::clock;

    fn delivery(lines: &[(&'static str, &str)], secure: bool) -> Delivery {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        Delivery::of(&headers, secure)
    }

    fn body(text: &str) -> Refresh {
        Refresh {
            refresh_token: Some(Sealed::new(text.to_owned())),
        }
    }

    fn issued() -> Issued {
        Issued {
            access_token: "a.b.c".to_owned(),
            refresh_token: start(&mut clock::rng()),
            device: Some(Zeroizing::new("dt_x".to_owned())),
        }
    }

    /// The token of a body goes before that of a cookie; an empty one means the cookie; the
    /// cookie without the prefix is not read where there is one with it.
    #[test]
    fn a_token_is_found_where_it_is() {
        let (one, two) = (issued().refresh_token, issued().refresh_token);
        let secure = format!("x=y; __Host-refresh_token={}", one.to_text().as_str());
        let plain = format!("refresh_token={}", one.to_text().as_str());
        let found = |cookie: &str, secure, body| {
            let (token, by_cookie) = delivery(&[("cookie", cookie)], secure).presented(body);
            token.map(|token| (token.digest(), by_cookie))
        };
        let first = (one.digest(), true);
        assert_eq!(found(&secure, true, Refresh::default()), Some(first));
        assert_eq!(found(&secure, true, body("")), Some(first));
        assert_eq!(found(&plain, false, Refresh::default()), Some(first));
        assert_eq!(found(&plain, true, Refresh::default()), None);
        assert_eq!(found(&secure, false, Refresh::default()), None);
        assert_eq!(found(&secure, true, body("nonsense")), None);
        let second = (two.digest(), false);
        assert_eq!(found(&secure, true, body(&two.to_text())), Some(second));
        let all = delivery(&[("cookie", &secure)], true).all(body(&two.to_text()));
        let all: Vec<_> = all.iter().map(RefreshToken::digest).collect();
        assert_eq!(all, [two.digest(), one.digest()]);
    }

    /// A cookie is set exactly as the contract says, and taken away by the same attributes.
    #[test]
    fn a_cookie_has_its_attributes() {
        for (secure, name, end) in [
            (true, "__Host-refresh_token", "; Secure"),
            (false, "refresh_token", ""),
        ] {
            let delivery = delivery(&[("x-token-delivery", "Cookie")], secure);
            let issued = issued();
            let text = issued.refresh_token.to_text().to_string();
            let set = delivery.answer(StatusCode::OK, issued, false);
            let attributes = format!("HttpOnly; SameSite=Strict{end}");
            assert_eq!(
                set.headers()[header::SET_COOKIE],
                format!("{name}={text}; Path=/; Max-Age=2592000; {attributes}")
            );
            let device = set.headers().get_all(header::SET_COOKIE).iter().nth(1);
            let name_of_device = DEVICE.name(secure);
            assert_eq!(
                device.unwrap(),
                &format!("{name_of_device}=dt_x; Path=/; Max-Age=31536000; {attributes}")
            );
            assert_eq!(
                delivery.clear().headers()[header::SET_COOKIE],
                format!("{name}=; Path=/; Max-Age=0; {attributes}")
            );
        }
    }

    /// Without being asked for, and without one that came, there is no cookie.
    #[test]
    fn a_body_is_the_rule() {
        let delivery = delivery(&[("x-token-delivery", "body")], true);
        let answer = |by_cookie| delivery.answer(StatusCode::OK, issued(), by_cookie);
        assert!(!answer(false).headers().contains_key(header::SET_COOKIE));
        assert!(answer(true).headers().contains_key(header::SET_COOKIE));
    }
}
