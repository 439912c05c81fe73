//! Which feature answers what, and what lies around all of them.

use std::sync::Arc;

use axum::{Extension, Router, middleware::from_fn_with_state, routing::get};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate, SizeAbove},
    },
};
use utoipa_axum::router::OpenApiRouter;

use super::{
    asyncapi,
    cors::cors,
    docs, embedded, error,
    guard::{Guard, guard},
    health,
    identify::identify,
    metrics, openapi,
    seats::Seats,
    serve::Stop,
};
use crate::{
    admin, app::Shared, attachments, audit, auth, bans, channels, dms, embeds, exports, gateway,
    instance, invites, members, messages, notifications, pictures, pins, push, reactions, reads,
    roles, search, spaces, sync, users, voice,
};

/// Smaller answers travel in one packet anyway, in bytes.
const COMPRESS_ABOVE: u64 = 1024;

/// Every feature with its routes and their description.
pub(super) fn features() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(openapi::document())
        .merge(instance::http::routes())
        .merge(auth::http::routes())
        .merge(admin::http::routes())
        .merge(users::http::routes())
        .merge(exports::http::routes())
        .merge(spaces::http::routes())
        .merge(channels::http::routes())
        .merge(dms::http::routes())
        .merge(members::http::routes())
        .merge(bans::http::routes())
        .merge(audit::http::routes())
        .merge(roles::http::routes())
        .merge(invites::http::routes())
        .merge(messages::http::routes())
        .merge(attachments::http::routes())
        .merge(embeds::http::routes())
        .merge(pins::http::routes())
        .merge(pictures::http::routes())
        .merge(reactions::http::routes())
        .merge(reads::http::routes())
        .merge(search::http::routes())
        .merge(notifications::http::routes())
        .merge(push::http::routes())
        .merge(sync::http::routes())
        .merge(gateway::http::routes())
        .merge(gateway::voice::routes())
        .merge(voice::http::routes())
        .merge(health::routes())
        .merge(metrics::routes())
}

/// Everything that is served, from the outside in.
pub(super) fn router(app: Shared, stop: &Stop, seats: Seats) -> Router {
    metrics::recorder();
    let compressed = SizeAbove::new(COMPRESS_ABOVE)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::const_new("font/"))
        // Files: their length and their ranges are of the bytes as they lie.
        .and(NotForContentType::const_new("application/octet-stream"))
        .and(NotForContentType::const_new("application/zip"));
    let layers = ServiceBuilder::new()
        .layer(CompressionLayer::new().compress_when(compressed))
        .layer(from_fn_with_state(Arc::clone(&app), identify))
        .layer(from_fn_with_state(Arc::clone(&app), cors))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn_with_state(
            Arc::new(Guard::new(Arc::clone(&app))),
            guard,
        ))
        .layer(Extension(stop.clone()))
        .layer(Extension(seats));
    let (features, _) = features().split_for_parts();
    features
        .route("/api/openapi.json", get(openapi::serve))
        .route("/api/asyncapi.json", get(asyncapi::serve))
        .merge(docs::routes())
        .fallback(embedded::fallback)
        .method_not_allowed_fallback(embedded::method_fallback)
        .layer(layers)
        .with_state(app)
}
