//! `/metrics`: numbers for Prometheus (text format 0.0.4).

use std::{sync::OnceLock, time::Duration};

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::{
    extract::{Extension, State},
    http::{HeaderMap, Method, header},
    response::{IntoResponse, Response},
};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use parlor_protocol::error::{Code, Problem};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{client::Client, extract, seats::Seats};
use crate::{
    app::{App, Shared},
    push,
    refusal::Refusal,
    voice,
};

const REQUESTS: &str = "parlor_http_requests_total";
const DURATIONS: &str = "parlor_http_request_duration_seconds";
const REFUSED: &str = "parlor_connections_refused_total";
const CONNECTIONS: &str = "parlor_connections_open";
const SOCKETS: &str = "parlor_sockets_open";
const WRITES: &str = "parlor_writes_waiting";

/// In seconds: from a cached file to a password that waited for its turn.
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0];

/// How often old samples are folded away; without it they pile up between two readings.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// There is one for the process, as there is one for the `metrics` crate.
static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts to count, once in a process.
pub(super) fn recorder() -> &'static PrometheusHandle {
    RECORDER.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let builder = builder
            .set_buckets_for_metric(Matcher::Full(DURATIONS.to_owned()), &BUCKETS)
            .expect("the list of buckets is not empty");
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        // Somebody who embeds this server may count in his own way; then he has the numbers.
        if metrics::set_global_recorder(recorder).is_ok() {
            describe();
        }
        handle
    })
}

fn describe() {
    describe_counter!(REQUESTS, "Requests answered, by route and status.");
    describe_histogram!(
        DURATIONS,
        "Time from a request's headers to its answer's, by route."
    );
    describe_counter!(
        REFUSED,
        "Connections closed because their address had too many."
    );
    describe_gauge!(CONNECTIONS, "Open TCP connections, sockets included.");
    describe_gauge!(SOCKETS, "Open sockets of signed-in people.");
    describe_gauge!(
        WRITES,
        "Writes that wait until the commit before them is done."
    );
    voice::describe_metrics();
    push::describe();
}

/// Keeps the numbers small. Never returns.
pub async fn upkeep() {
    loop {
        tokio::time::sleep(UPKEEP_EVERY).await;
        recorder().run_upkeep();
    }
}

/// Counts a request that was answered.
pub(super) fn count_request(method_: &Method, route: &str, (status, took): (u16, Duration)) {
    let route = route.to_owned();
    counter!(
        REQUESTS, "method" => method(method_), "route" => route.clone(), "status" => status.to_string()
    )
    .increment(1);
    histogram!(DURATIONS, "route" => route).record(took);
}

/// Counts a connection that found no seat.
pub(super) fn count_refused_connection() {
    counter!(REFUSED).increment(1);
}

/// The methods that exist; a stranger must not be able to make up more labels.
pub(super) fn method(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let known = KNOWN.iter().find(|known| **known == method.as_str());
    known.copied().unwrap_or("other")
}

pub(super) fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(read))
}

/// The numbers, for Prometheus on this machine, or with `metrics.token`.
#[utoipa::path(
    get, path = "/metrics", tag = "operations", security((), ("bearer" = [])),
    responses(
        (status = 200, body = String, content_type = "text/plain"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn read(
    State(app): State<Shared>,
    client: Client,
    Extension(seats): Extension<Seats>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if !client.local && !has_token(&app, &headers) {
        return Err(Refusal::new(
            Code::Unauthenticated,
            "Read the metrics on the machine itself where no proxy is set up, or send \
             `metrics.token` as `Authorization: Bearer`.",
        ));
    }
    let recorder = recorder();
    gauge!(CONNECTIONS).set(number(seats.occupied()));
    gauge!(SOCKETS).set(number(app.hub.connections()));
    gauge!(WRITES).set(number(app.storage.waiting()));
    voice::report_metrics(&app.voice);
    let kind = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    Ok((kind, recorder.render()).into_response())
}

fn has_token(app: &App, headers: &HeaderMap) -> bool {
    let token = app.config.metrics.token.as_ref();
    match (token, extract::bearer(headers)) {
        (Some(token), Some(given)) => {
            verify_slices_are_equal(token.expose().as_bytes(), given.as_bytes()).is_ok()
        }
        _ => false,
    }
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever a stranger calls his method, the number of labels stays what it is.
    #[test]
    fn methods_are_a_closed_set() {
        assert_eq!(method(&Method::PATCH), "PATCH");
        assert_eq!(method(&Method::from_bytes(b"BREW").unwrap()), "other");
        assert_eq!(method(&Method::from_bytes(b"get").unwrap()), "other");
    }
}
