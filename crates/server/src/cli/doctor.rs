//! `parlor doctor`: whether the instance can run, with or without a server that does already.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    path::Path,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use super::{Failure, Place, print, serve::address};
use crate::{
    app::App,
    config::{Config, PublicAddress},
    start,
    voice::{Found, Reflection, chosen_mirror, media_address, reflection, selftest},
};

/// A server on this machine answers in this time.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// More of an answer is not read, in bytes.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// What was found out about one thing.
enum Finding {
    Good(String),
    /// It may be as it should be.
    Unsure(String),
    Broken(String),
}

use Finding::{Broken, Good, Unsure};

/// Looks at everything, one line each, and fails where something is broken.
pub(super) async fn run(place: &Place) -> Result<(), Failure> {
    let config = place.load()?.config;
    let running = running(config.listen).await;
    let mut findings = vec![
        ("data", data(&config.data_dir)),
        ("database", database(&config).await),
        ("http", http(&config, running.as_deref())),
        ("voice", voice(&config, running.as_deref()).await),
        ("voice by tcp", voice_by_tcp(&config, running.as_deref())),
    ];
    if let Some(stun) = chosen_mirror(&config) {
        let finding = from_outside(&config, stun, running.as_deref()).await;
        findings.push(("voice from outside", finding));
    }
    let mut broken = 0_usize;
    for (about, finding) in findings {
        let (word, sentence) = match finding {
            Good(sentence) => ("good", sentence),
            Unsure(sentence) => ("unsure", sentence),
            Broken(sentence) => {
                broken += 1;
                ("broken", sentence)
            }
        };
        print(&format!("{about}: {word}. {sentence}\n"))?;
    }
    match broken {
        0 => Ok(()),
        1 => Err(Failure::Refused(
            "One thing is broken; see above.".to_owned(),
        )),
        more => Err(Failure::Refused(format!(
            "{more} things are broken; see above."
        ))),
    }
}

fn data(folder: &Path) -> Finding {
    let shown = folder.display();
    if !folder.exists() {
        return Good(format!(
            "{shown} is not there yet; `parlor serve` makes it."
        ));
    }
    match tempfile_in(folder) {
        Ok(()) => Good(format!("{shown} can be written.")),
        Err(error) => Broken(format!(
            "{shown} cannot be written: {}. Give it to the user that runs the server.",
            start::plain(&error)
        )),
    }
}

/// Writes a file and takes it away again.
fn tempfile_in(folder: &Path) -> io::Result<()> {
    let file = folder.join(format!(".doctor-{}", std::process::id()));
    std::fs::write(&file, b"")?;
    std::fs::remove_file(&file)
}

/// Nothing is made where there is nothing yet.
async fn database(config: &Config) -> Finding {
    if config.database_url.is_none() && !config.data_dir.exists() {
        return Good("SQLite, made by the first start.".to_owned());
    }
    match App::beside(config.clone()).await {
        Ok(app) => {
            let read = app.storage.accounts().has_owner().await;
            app.storage.close().await;
            match read {
                Ok(true) => Good("It opens, and somebody owns the instance.".to_owned()),
                Ok(false) => Good("It opens; nobody has set the instance up yet.".to_owned()),
                Err(error) => Broken(format!("It cannot be read: {error}.")),
            }
        }
        Err(error) => Broken(error.to_string()),
    }
}

fn http(config: &Config, running: Option<&str>) -> Finding {
    let listen = config.listen;
    let reached = address(config, listen);
    if running.is_some() {
        return Good(format!(
            "A Parlor serves at {listen}; people come by {reached}."
        ));
    }
    match TcpListener::bind(listen) {
        Ok(_) => Good(format!("{listen} is free; people will come by {reached}.")),
        Err(error) => Broken(format!(
            "Nothing can listen on {listen}: {}. Stop the program that does, or set `listen` to another port.",
            start::plain(&error)
        )),
    }
}

async fn voice(config: &Config, running: Option<&str>) -> Finding {
    if !config.voice.enabled {
        return Good("It is off, by `voice.enabled`.".to_owned());
    }
    let listen = media_address(config, config.listen);
    match selftest(config, listen).await {
        Ok(found @ Found::Nowhere(_)) => Unsure(found.sentence()),
        Ok(found) => Good(format!("UDP {listen} is free. {}", found.sentence())),
        Err(error) => taken(
            running,
            &format!("UDP {listen}"),
            "voice.udp_listen",
            &error,
        ),
    }
}

/// What the STUN server says that was chosen.
async fn from_outside(config: &Config, stun: &PublicAddress, running: Option<&str>) -> Finding {
    let listen = media_address(config, config.listen);
    match reflection(stun, listen).await {
        Ok(found @ Reflection::Seen(_)) => Good(found.sentence(stun)),
        Ok(found) => Unsure(found.sentence(stun)),
        Err(error) if running.is_some() && error.kind() == io::ErrorKind::AddrInUse => {
            Good(format!(
                "The server that runs asks {stun} every two minutes, and its log tells what comes of it. Stop it, and this command asks."
            ))
        }
        Err(_) => Unsure(format!(
            "{stun} is not asked, as UDP {listen} cannot be had; see above."
        )),
    }
}

fn voice_by_tcp(config: &Config, running: Option<&str>) -> Finding {
    let Some(listen) = config.voice.tcp_listen.filter(|_| config.voice.enabled) else {
        return Good(
            "It is not set up. Where networks let no UDP out, `voice.tcp_listen` helps; without it, sound goes by the page's own \
             connection there."
                .to_owned(),
        );
    };
    match TcpListener::bind(listen) {
        Ok(_) => Good(format!(
            "TCP {listen} is free. It must be open in the firewall as well."
        )),
        Err(error) => taken(
            running,
            &format!("TCP {listen}"),
            "voice.tcp_listen",
            &error,
        ),
    }
}

/// What a server that runs has, it has; what another program has is missing.
fn taken(running: Option<&str>, what: &str, setting: &str, error: &io::Error) -> Finding {
    let has_voice = running.map(|instance| instance.contains("\"voice\":{\"enabled\":true"));
    match (has_voice, error.kind()) {
        (Some(true), io::ErrorKind::AddrInUse) => Good(format!(
            "The server that runs has {what}. Stop it, and this command also tries the address that browsers are told."
        )),
        _ => Broken(format!(
            "{what} cannot be had: {}. Set `{setting}` to an address and a port that are free.",
            start::plain(error)
        )),
    }
}

/// What a server at this address says of itself; nothing where none does.
async fn running(listen: SocketAddr) -> Option<String> {
    timeout(ANSWER_MAX, ask(listen)).await.ok()?.ok()
}

#[expect(
    clippy::disallowed_methods,
    reason = "it leads to this machine, by its own setting"
)]
async fn ask(listen: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect(here(listen)).await?;
    let request =
        format!("GET /api/v1/instance HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    let most = u64::try_from(ANSWER_BYTES_MAX).unwrap_or(u64::MAX);
    stream.take(most).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let is_ours = answer.starts_with("HTTP/1.1 200") && answer.contains("\"setupRequired\"");
    is_ours
        .then_some(answer)
        .ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// By which address this machine reaches what listens there.
fn here(listen: SocketAddr) -> SocketAddr {
    let mut address = listen;
    if address.ip().is_unspecified() {
        address.set_ip(match listen {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}
