//! Settings: what they are, what they mean, and where they come from.
//!
//! A setting has one name everywhere. `limits.logins_per_10_min` stands in `parlor.toml` under
//! `[limits]`, in the environment as `PARLOR_LIMITS__LOGINS_PER_10_MIN`, and `parlor config` shows
//! it with the place it was read from. Later places win: defaults, the file, the environment,
//! flags. A name that means nothing is an error, never a setting that silently does not work.

mod check;
mod destination;
mod environment;
mod load;
mod network;
mod origin;
mod public_address;
mod report;
mod secret;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use parlor_protocol::{
    ids::NodeId,
    instance::{Registration, SpaceMakers},
    limits::Limits,
};
use serde::{Deserialize, Deserializer, Serialize, de::Error};

pub use self::{
    check::Contradiction,
    destination::{BadDestination, Destination},
    load::{Flags, LoadError, Loaded},
    network::{BadNetwork, Network, canonical},
    origin::{BadOrigin, Origin},
    public_address::{BadPublicAddress, PublicAddress},
    report::Setting,
    secret::Secret,
};

/// Where a server listens when nobody says otherwise.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// Which node a server is when nobody says otherwise.
const NODE: NodeId = NodeId::new(0).expect("0 is a node");

/// Every setting.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where to listen. Port 0 takes a free one.
    #[serde(deserialize_with = "address")]
    pub listen: SocketAddr,
    /// Where the key file, the `SQLite` database and uploads are; made when it is not there.
    pub data_dir: PathBuf,
    /// `postgres://..`; the `SQLite` file in `data_dir` when absent. It holds a password.
    #[serde(skip_serializing)]
    pub database_url: Option<Secret>,
    /// Which node of several this is, 0 to 1023. Two nodes on one database need two numbers.
    #[serde(with = "node")]
    pub node: NodeId,
    /// What people see of the instance.
    pub instance: Instance,
    /// Who may have an account.
    pub accounts: Accounts,
    /// Communities.
    pub spaces: Spaces,
    /// The socket.
    pub ws: Ws,
    /// Calls.
    pub voice: Voice,
    /// HTTP.
    pub http: Http,
    /// What the instance writes to people.
    pub mail: Mail,
    /// Where files lie, if not in `data_dir`.
    pub s3: S3,
    /// Previews of links.
    pub embeds: Embeds,
    /// Web push.
    pub push: Push,
    /// Requests to other servers.
    pub outbound: Outbound,
    /// Every limit, with its unit.
    pub limits: Limits,
    /// What is written to standard error.
    pub log: Log,
    /// Who may read `/metrics`.
    pub metrics: Metrics,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: LISTEN,
            data_dir: PathBuf::from("data"),
            database_url: None,
            node: NODE,
            instance: Instance::default(),
            accounts: Accounts::default(),
            spaces: Spaces::default(),
            ws: Ws::default(),
            voice: Voice::default(),
            http: Http::default(),
            mail: Mail::default(),
            s3: S3::default(),
            embeds: Embeds::default(),
            push: Push::default(),
            outbound: Outbound::default(),
            limits: Limits::default(),
            log: Log::default(),
            metrics: Metrics::default(),
        }
    }
}

/// What people see of the instance.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Instance {
    /// What it is called, 1 to `limits.name_chars_max` characters; also the name of the first space.
    pub name: String,
}

impl Default for Instance {
    fn default() -> Self {
        Self {
            name: "Parlor".to_owned(),
        }
    }
}

/// Who may have an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Accounts {
    /// Who may make one: `invite`, `open` or `closed`.
    pub registration: Registration,
}

/// Communities.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Spaces {
    /// Who may make one: `admins` or `members`.
    pub create: SpaceMakers,
}

/// The socket.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ws {
    /// Whether `/ws?token=<access token>` is understood. Our own client does not need it.
    pub allow_query_token: bool,
}

impl Default for Ws {
    fn default() -> Self {
        Self {
            allow_query_token: true,
        }
    }
}

/// Calls.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Voice {
    /// Whether there are any.
    pub enabled: bool,
    /// Whether cameras and screens are shown in them.
    pub video: bool,
    /// Where sound comes in and goes out, an address and a UDP port; those of `listen` when absent.
    #[serde(deserialize_with = "optional_address")]
    pub udp_listen: Option<SocketAddr>,
    /// Where sound comes by TCP from those whom UDP does not reach; nowhere when absent.
    #[serde(deserialize_with = "optional_address")]
    pub tcp_listen: Option<SocketAddr>,
    /// Where browsers find that from outside: an address or a name, with a port where it is another
    /// one. When absent, it is where they found the server.
    pub public_address: Option<PublicAddress>,
    /// A STUN server that is asked how the socket is seen from outside, an address or a name, with a
    /// port where it is not 3478; browsers are told what it says. Nobody is asked when absent, or
    /// where `public_address` says it.
    pub stun: Option<PublicAddress>,
}

impl Default for Voice {
    fn default() -> Self {
        Self {
            enabled: true,
            video: true,
            udp_listen: None,
            tcp_listen: None,
            public_address: None,
            stun: None,
        }
    }
}

/// HTTP.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// What people type to get here, such as `https://chat.example.org`. When absent, it is taken
    /// from the scheme and `Host` of each request.
    pub public_url: Option<Origin>,
    /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` count: addresses and networks.
    #[serde(deserialize_with = "list::words_or_list")]
    pub trusted_proxies: Vec<Network>,
    /// Further origins whose pages may use the API, as CORS has it.
    #[serde(deserialize_with = "list::words_or_list")]
    pub allowed_origins: Vec<Origin>,
    /// Whether browsers on other machines stay signed in over plain `http`: for a network whose every
    /// member is trusted. Whoever can listen there takes over the sessions he hears.
    pub insecure: bool,
}

/// What the instance writes to people.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// The server that takes it (SMTP, RFC 5321). None is sent when absent.
    pub host: Option<String>,
    /// Its port; that of the encryption when absent.
    pub port: Option<u16>,
    /// How the way there is kept secret.
    pub encryption: Encryption,
    /// The name to sign in with there.
    pub username: Option<String>,
    /// The password to sign in with there.
    #[serde(skip_serializing)]
    pub password: Option<Secret>,
    /// Who writes: an address, or a name and an address in angle brackets.
    pub from: Option<String>,
}

/// How the way to the mail server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// TLS from the first byte, port 465 (RFC 8314).
    #[default]
    Tls,
    /// TLS after a greeting, port 587 (RFC 3207); without it nothing is sent.
    Starttls,
    /// Not at all, port 25: for a server on this machine or in this house.
    None,
}

/// Where files lie, if not in `data_dir`: a bucket of an S3-compatible service.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct S3 {
    /// The bucket; without one files lie in `data_dir`.
    pub bucket: Option<String>,
    /// Where the service is, such as `https://s3.example.org`; that of AWS when absent.
    pub endpoint: Option<String>,
    /// Its region; many services do not care.
    pub region: String,
    /// What the names of all files begin with; nothing when empty.
    pub prefix: String,
    /// Who asks; the role of the machine when absent.
    pub access_key: Option<String>,
    /// What proves it.
    #[serde(skip_serializing)]
    pub secret_key: Option<Secret>,
}

impl Default for S3 {
    fn default() -> Self {
        Self {
            bucket: None,
            endpoint: None,
            region: "us-east-1".to_owned(),
            prefix: String::new(),
            access_key: None,
            secret_key: None,
        }
    }
}

/// Previews of links.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Embeds {
    /// Whether the server asks for the addresses in messages, and shows what is there.
    pub enabled: bool,
}

/// Web push.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Push {
    /// Whether browsers are told what calls their people while no window is open.
    pub enabled: bool,
    /// Whom a push service writes to when something is wrong: `mailto:` or `https:`. When absent,
    /// `http.public_url`.
    pub contact: Option<String>,
    /// How long a message waits to be read on an open device, and for more of its channel, in
    /// seconds.
    pub delay_seconds: u32,
}

impl Default for Push {
    fn default() -> Self {
        Self {
            enabled: true,
            contact: None,
            delay_seconds: 5,
        }
    }
}

/// Requests to other servers.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outbound {
    /// Where the server may go though it is not out in the open: addresses and networks (at the
    /// ports 80 and 443), and addresses with a port.
    #[serde(deserialize_with = "list::words_or_list")]
    pub allow: Vec<Destination>,
}

/// What is written to standard error.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `error`, `warn`, `info`, `debug` or `trace`, for all or by target: `info,parlor=debug`.
    /// Below `info` only our own lines are written: others may quote what is secret.
    pub level: String,
    /// For people or for programs.
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            level: "info".to_owned(),
            format: LogFormat::default(),
        }
    }
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Words, for people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// Who may read `/metrics`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Metrics {
    /// What to send as `Authorization: Bearer`. Without one only this machine may read them.
    #[serde(skip_serializing)]
    pub token: Option<Secret>,
}

fn address<'de, D: Deserializer<'de>>(from: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(from)?;
    text.parse()
        .map_err(|_| D::Error::custom("must be an address and a port, such as 127.0.0.1:8080"))
}

fn optional_address<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SocketAddr>, D::Error> {
    address(from).map(Some)
}

/// A [`NodeId`] as the number people write.
mod node {
    use parlor_protocol::ids::NodeId;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
    pub(super) fn serialize<S: Serializer>(node: &NodeId, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u16(node.number())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NodeId, D::Error> {
        let number = u16::deserialize(from)?;
        NodeId::new(number).ok_or_else(|| D::Error::custom("must be from 0 to 1023"))
    }
}

/// Lists, which the environment can only write as words between commas.
mod list {
    use std::{fmt::Display, str::FromStr};

    use serde::{Deserialize, Deserializer, de::Error};

    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a list, or words between commas")]
    enum WordsOrList {
        Words(String),
        List(Vec<String>),
    }

    pub(super) fn words_or_list<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
    where
        D: Deserializer<'de>,
        T: FromStr<Err: Display>,
    {
        let words = match WordsOrList::deserialize(from)? {
            WordsOrList::List(words) => words,
            WordsOrList::Words(words) => words.split(',').map(|w| w.trim().to_owned()).collect(),
        };
        words
            .iter()
            .filter(|word| !word.is_empty())
            .map(|word| word.parse().map_err(D::Error::custom))
            .collect()
    }
}

#[cfg(test)]
mod tests;
