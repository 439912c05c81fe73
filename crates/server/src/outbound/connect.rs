//! The one place where the server connects to somebody else's.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Request, Response,
    body::Incoming,
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::JoinSet,
};
use tokio_rustls::TlsConnector;

use super::{OutboundError, target::Target};

/// How long one address may take to take a connection, where there are others.
const CONNECT_MAX: Duration = Duration::from_secs(2);
/// What a head and an unread piece of a body may take in memory, in bytes.
const BUFFER_BYTES: usize = 64 * 1024;

/// How others prove who they are: by what the public web trusts (RFC 8446, 5246), and none else.
pub(super) fn tls() -> Result<TlsConnector, rustls::Error> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// An answer that has begun, and the connection that drives it: it ends with this.
pub(super) struct Begun {
    pub(super) response: Response<Incoming>,
    pub(super) connection: JoinSet<()>,
}

/// Connects to where it was decided to go, and asks.
pub(super) async fn ask(
    target: &Target,
    tls: &TlsConnector,
    request: Request<Full<Bytes>>,
) -> Result<Begun, OutboundError> {
    let stream = connect(target).await?;
    let mut connection = JoinSet::new();
    let mut sender = if target.tls() {
        let name = ServerName::try_from(target.host().to_owned());
        let name = name.map_err(|_| OutboundError::NotAllowed)?;
        let stream = tls.connect(name, stream).await;
        speak(stream.map_err(|_| OutboundError::Failed)?, &mut connection).await?
    } else {
        speak(stream, &mut connection).await?
    };
    let response = sender.send_request(request).await;
    Ok(Begun {
        response: response.map_err(|_| OutboundError::Failed)?,
        connection,
    })
}

#[expect(clippy::disallowed_methods, reason = "this is the one place")]
async fn connect(target: &Target) -> Result<TcpStream, OutboundError> {
    for address in target.addresses() {
        let connecting = tokio::time::timeout(CONNECT_MAX, TcpStream::connect(address));
        if let Ok(Ok(stream)) = connecting.await {
            return Ok(stream);
        }
    }
    Err(OutboundError::Failed)
}

/// HTTP/1.1, one request a connection.
async fn speak(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    connection: &mut JoinSet<()>,
) -> Result<SendRequest<Full<Bytes>>, OutboundError> {
    let mut builder = http1::Builder::new();
    builder.max_buf_size(BUFFER_BYTES);
    let spoken = builder.handshake(TokioIo::new(stream)).await;
    let (sender, driver) = spoken.map_err(|_| OutboundError::Failed)?;
    connection.spawn(async move {
        // What goes wrong shows in the answer.
        let _ = driver.await;
    });
    Ok(sender)
}
