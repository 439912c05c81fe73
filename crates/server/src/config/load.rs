//! Reading the settings, each place over the one before.

use std::{
    ffi::OsString,
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use figment::{
    Error, Figment, Metadata, Profile, Provider,
    error::Kind,
    providers::{Format, Toml},
    value::{Dict, Map, Value},
};

use super::{
    Config, Contradiction, Secret,
    environment::{self, Environment},
};

/// The file that is looked for in the working directory, then in the data directory.
const FILE: &str = "parlor.toml";

/// How the places are called inside figment.
pub(super) const ENVIRONMENT: &str = "environment";
pub(super) const FLAGS: &str = "flags";

/// What the command line says.
#[derive(Debug, Default)]
pub struct Flags {
    /// `--listen`.
    pub listen: Option<SocketAddr>,
    /// `--data-dir`.
    pub data_dir: Option<PathBuf>,
    /// `--database-url`.
    pub database_url: Option<Secret>,
    /// `--config`: the file to read; it must be there.
    pub config: Option<PathBuf>,
}

/// Why there are no settings. Never holds a value, only names: a value may be a secret.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("The settings file {} cannot be read: {}.", file.display(), crate::start::plain(cause))]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// Why not.
        cause: io::Error,
    },
    /// The file is not TOML.
    #[error("The settings file {} is not TOML{place}.", file.display())]
    NotToml {
        /// Which file.
        file: PathBuf,
        /// ` at line 3, column 9`, if known.
        place: String,
    },
    /// A variable that is not text.
    #[error("The environment variable {0} is not UTF-8.")]
    NotText(String),
    /// A name that is no setting.
    #[error("There is no setting `{key}`; it stands in {place}. Known there: {known}.")]
    Unknown {
        /// With its section.
        key: String,
        /// Where it was read.
        place: String,
        /// What would be known.
        known: String,
    },
    /// A value that its setting cannot have.
    #[error("The setting `{key}` in {place} {why}.")]
    Invalid {
        /// With its section.
        key: String,
        /// Where it was read.
        place: String,
        /// What is wrong, without the value.
        why: String,
    },
    /// Settings that make no sense, alone or together.
    #[error(transparent)]
    Contradiction(#[from] Contradiction),
}

/// The settings in force, and where each came from.
#[derive(Debug)]
pub struct Loaded {
    /// What is in force.
    pub config: Config,
    /// Variables that begin with `PARLOR_` and mean nothing.
    pub ignored: Vec<String>,
    pub(super) figment: Figment,
    pub(super) file: Option<PathBuf>,
}

impl Loaded {
    /// Reads the file, the environment and the flags.
    ///
    /// # Errors
    /// See [`LoadError`]; each is one sentence with the place to look at.
    pub fn read(
        flags: Flags,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, LoadError> {
        let mut environment = Environment::read(variables).map_err(LoadError::NotText)?;
        let ignored = std::mem::take(&mut environment.ignored);
        let named = flags
            .config
            .clone()
            .or_else(|| environment.config.take().map(PathBuf::from));
        let outside = Figment::new().merge(environment).merge(flags);
        let (file, toml) = match named {
            Some(file) => {
                let text = read(&file)?;
                (Some(file), text)
            }
            None => find(&outside)?,
        };
        let figment = Figment::new().merge(Toml::string(&toml)).merge(outside);
        let config = figment
            .extract_lossy::<Config>()
            .map_err(|error| explain(&error, file.as_deref()))?;
        super::check::check(&config)?;
        Ok(Self {
            config,
            ignored,
            figment,
            file,
        })
    }
}

/// The file that nobody named, if it is there: beside where we were started, or with the data.
fn find(outside: &Figment) -> Result<(Option<PathBuf>, String), LoadError> {
    let data_dir = outside
        .extract_inner("data_dir")
        .unwrap_or_else(|_| Config::default().data_dir);
    for file in [PathBuf::from(FILE), data_dir.join(FILE)] {
        if file.exists() {
            let text = read(&file)?;
            return Ok((Some(file), text));
        }
    }
    Ok((None, String::new()))
}

fn read(file: &Path) -> Result<String, LoadError> {
    fs::read_to_string(file).map_err(|cause| LoadError::Unreadable {
        file: file.to_owned(),
        cause,
    })
}

/// One sentence for whatever figment and serde say.
fn explain(error: &Error, file: Option<&Path>) -> LoadError {
    let of_outside = error
        .metadata
        .as_ref()
        .map(|metadata| metadata.name.as_ref());
    let file = file.map_or_else(|| PathBuf::from(FILE), Path::to_owned);
    let place = match of_outside {
        Some(ENVIRONMENT) => format!("the variable {}", environment::name_of(&error.path)),
        Some(FLAGS) => format!("the flag {}", flag_of(&error.path)),
        _ => file.display().to_string(),
    };
    let key = error.path.join(".");
    let why = match &error.kind {
        Kind::UnknownField(_, known) => {
            let known = known.join(", ");
            return LoadError::Unknown { key, place, known };
        }
        // Without a path it is the reader of the file that speaks, not one of the settings.
        Kind::Message(message) if error.path.is_empty() => {
            let place = place_in_file(message);
            return LoadError::NotToml { file, place };
        }
        Kind::Message(message) => message.clone(),
        Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected) => {
            format!("must be {}", plain(expected))
        }
        Kind::UnknownVariant(_, known) => format!("must be one of {}", known.join(", ")),
        _ => "is not what it must be".to_owned(),
    };
    LoadError::Invalid { key, place, why }
}

/// What Rust calls its types, in words.
fn plain(expected: &str) -> &str {
    match expected {
        "u16" | "u32" | "u64" | "usize" => "a whole number",
        expected if expected.starts_with("struct ") => "a section",
        expected => expected,
    }
}

/// A parser's message begins with "TOML parse error at line 3, column 9" and goes on with the line
/// itself, which may be the one with the password.
fn place_in_file(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    first
        .find(" at line ")
        .map_or_else(String::new, |at| first[at..].to_owned())
}

/// `--data-dir` for `data_dir`.
pub(super) fn flag_of(path: &[impl AsRef<str>]) -> String {
    let words: Vec<_> = path
        .iter()
        .map(|word| word.as_ref().replace('_', "-"))
        .collect();
    format!("--{}", words.join("-"))
}

impl Provider for Flags {
    fn metadata(&self) -> Metadata {
        Metadata::named(FLAGS)
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let listen = self.listen.map(|address| address.to_string());
        let data_dir = self
            .data_dir
            .as_ref()
            .map(|folder| folder.display().to_string());
        let database_url = self
            .database_url
            .as_ref()
            .map(|url| url.expose().to_owned());
        let values = [
            ("listen", listen),
            ("data_dir", data_dir),
            ("database_url", database_url),
        ];
        let said = values
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), Value::from(value?))));
        Ok(Profile::Default.collect(said.collect()))
    }
}
