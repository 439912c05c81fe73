//! Bodies that are JSON.

use axum::{
    extract::{FromRequest, Request},
    http::header,
};
use parlor_protocol::error::Code;
use serde::de::DeserializeOwned;

use super::{
    body::{media_type, read},
    explain::{from_form, from_json},
};
use crate::{app::Shared, refusal::Refusal};

/// A body that is one JSON object.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Shared> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, Refusal> {
        if !is_json(&media_type(request.headers())) {
            return Err(unsupported("application/json"));
        }
        let body = read(request.into_body(), app.config.limits.request_bytes_max).await?;
        from_json(&body).map(Self)
    }
}

/// A body that is one JSON object, or no body at all.
#[derive(Debug)]
pub struct JsonOrEmpty<T>(pub T);

impl<T: DeserializeOwned + Default> FromRequest<Shared> for JsonOrEmpty<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, Refusal> {
        let media_type = media_type(request.headers());
        let body = read(request.into_body(), app.config.limits.request_bytes_max).await?;
        match (body.is_empty(), is_json(&media_type)) {
            (true, _) => Ok(Self(T::default())),
            (false, true) => from_json(&body).map(Self),
            (false, false) => Err(unsupported("application/json")),
        }
    }
}

/// A body that is one JSON object or an HTML form.
#[derive(Debug)]
pub struct JsonOrForm<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Shared> for JsonOrForm<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &Shared) -> Result<Self, Refusal> {
        let media_type = media_type(request.headers());
        let is_form = media_type == "application/x-www-form-urlencoded";
        if !is_form && !is_json(&media_type) {
            return Err(unsupported(
                "application/json or application/x-www-form-urlencoded",
            ));
        }
        let body = read(request.into_body(), app.config.limits.request_bytes_max).await?;
        let read = if is_form { from_form } else { from_json };
        read(&body).map(Self)
    }
}

/// `application/json`, or another name for the same such as `application/merge-patch+json`
/// (RFC 6839 section 3.1).
fn is_json(media_type: &str) -> bool {
    match media_type.strip_prefix("application/") {
        Some(subtype) => subtype == "json" || subtype.ends_with("+json"),
        None => false,
    }
}

fn unsupported(wanted: &str) -> Refusal {
    let header = header::CONTENT_TYPE;
    Refusal::new(
        Code::UnsupportedMediaType,
        format!("Send the body as {wanted}, and say so in the `{header}` header."),
    )
}
