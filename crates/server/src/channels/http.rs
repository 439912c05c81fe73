//! `/api/v1/channels/{id}`.

use axum::extract::State;
use parlor_protocol::{channels::Channel, error::Problem, ids::ChannelId};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::Shared,
    http::extract::{Path, Signed},
    refusal::Refusal,
};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(show))
}

/// One channel.
#[utoipa::path(
    get, path = "/api/v1/channels/{id}", tag = "channels",
    params(("id" = ChannelId, Path)),
    responses(
        (status = 200, body = Channel),
        (status = "default", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn show(
    State(app): State<Shared>,
    Signed(actor): Signed,
    Path(channel): Path<ChannelId>,
) -> Result<axum::Json<Channel>, Refusal> {
    Ok(axum::Json(super::show(&app, &actor, channel).await?))
}
