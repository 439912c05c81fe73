//! What must be on the machine, how to see whether it is, and how to get it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::postgres;
use crate::process::{self, Failure, ask, in_path};

/// A version of Node: major and minor.
type Version = (u32, u32);

/// What the web client's tools accept, as in the `engines` of frontend/package.json.
const NODE: &str = "Node 20.19 or a later 20, or 22.12 or newer";

/// Whether the web client's tools accept this version.
fn node_will_do(version: Version) -> bool {
    matches!(version, (20, 19..) | (22, 12..) | (23.., _))
}

/// apt-get downloads about 150 MB at most.
const INSTALL_MAX: Duration = Duration::from_mins(15);

/// Something that is not part of the repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Node and npm: builds the web client.
    Node,
    /// A C compiler: SQLite and the cryptography library are C.
    Compiler,
    /// PostgreSQL's programs: the second database that everything is tested on.
    Postgres,
    /// Chromium: the browser tests.
    Chromium,
    /// A font with emoji: without it reactions are boxes in the browser tests.
    EmojiFont,
}

impl Need {
    fn is_there(self) -> bool {
        match self {
            Need::Node => in_path("npm").is_some() && node().is_some_and(node_will_do),
            Need::Compiler => ["cc", "gcc", "clang"]
                .iter()
                .any(|name| in_path(name).is_some()),
            Need::Postgres => postgres::programs().is_some(),
            Need::Chromium => chromium().is_some(),
            Need::EmojiFont => emoji_font(),
        }
    }

    fn name(self) -> String {
        match self {
            Need::Node => match node() {
                Some((major, minor)) if !node_will_do((major, minor)) => {
                    format!("{NODE} (this one is {major}.{minor})")
                }
                _ => format!("{NODE}, with npm"),
            },
            Need::Compiler => "a C compiler".to_owned(),
            Need::Postgres => "PostgreSQL (initdb and pg_ctl)".to_owned(),
            Need::Chromium => "Chromium".to_owned(),
            Need::EmojiFont => "a font with emoji".to_owned(),
        }
    }

    /// Debian's package, where Debian's package will do. Debian 12 has Node 18: too old.
    fn debian_package(self) -> Option<&'static str> {
        match self {
            Need::Node => None,
            Need::Compiler => Some("build-essential"),
            Need::Postgres => Some("postgresql"),
            Need::Chromium => Some("chromium"),
            Need::EmojiFont => Some("fonts-noto-color-emoji"),
        }
    }

    fn how_to_get(self) -> String {
        let debian = match self.debian_package() {
            Some(package) => format!("apt-get install {package}"),
            None => "https://nodejs.org/en/download, or nvm: nvm install 24 \
                     (Debian 12's own nodejs package is version 18)"
                .to_owned(),
        };
        let mac = match self {
            Need::Node => "brew install node",
            Need::Compiler => "xcode-select --install",
            Need::Postgres => "brew install postgresql@17",
            Need::Chromium => "Google Chrome will do, or set CHROMIUM_PATH",
            Need::EmojiFont => "part of the system",
        };
        format!("    Debian, Ubuntu: {debian}\n    macOS:          {mac}\n")
    }
}

/// Fails with one friendly paragraph a missing piece.
pub(crate) fn check(needs: &[Need]) -> Result<(), Failure> {
    let missing: Vec<Need> = needs
        .iter()
        .copied()
        .filter(|need| !need.is_there())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let pieces: Vec<String> = missing
        .iter()
        .map(|need| format!("\n  {}\n{}", need.name(), need.how_to_get()))
        .collect();
    Err(Failure::Broken(format!(
        "Missing on this machine:\n{}",
        pieces.concat()
    )))
}

/// As `check`, but first installs what is missing where that is plainly welcome: as root, on
/// Debian or its children, which is how containers and CI machines come.
pub(crate) fn check_or_install(needs: &[Need]) -> Result<(), Failure> {
    let packages: Vec<&str> = needs
        .iter()
        .filter(|need| !need.is_there())
        .filter_map(|need| need.debian_package())
        .collect();
    if !packages.is_empty() && postgres::is_root() && is_debian() {
        println!("Installing what is missing: {}", packages.join(" "));
        apt_get(&["update"])?;
        let mut arguments = vec!["install", "-y", "--no-install-recommends"];
        arguments.extend(packages);
        apt_get(&arguments)?;
    }
    check(needs)
}

/// The browser for the tests: `$CHROMIUM_PATH`, or where one is usually found.
pub(crate) fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM_PATH")
        .map(PathBuf::from)
        .filter(|file| file.is_file());
    named
        .or_else(|| {
            ["chromium", "chromium-browser", "google-chrome"]
                .iter()
                .find_map(|n| in_path(n))
        })
        .or_else(|| {
            [
                "Chromium.app/Contents/MacOS/Chromium",
                "Google Chrome.app/Contents/MacOS/Google Chrome",
            ]
            .iter()
            .map(|program| Path::new("/Applications").join(program))
            .find(|file| file.is_file())
        })
}

fn node() -> Option<Version> {
    version(&ask("node", &["--version"])?)
}

/// Reads `v22.12.0`.
fn version(text: &str) -> Option<Version> {
    let mut numbers = text.trim().trim_start_matches('v').split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

fn emoji_font() -> bool {
    cfg!(target_os = "macos")
        || Path::new("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf").is_file()
        || ask("fc-list", &[":lang=und-zsye", "family"]).is_some_and(|fonts| !fonts.is_empty())
}

fn is_debian() -> bool {
    in_path("apt-get").is_some()
        && std::fs::read_to_string("/etc/os-release").is_ok_and(|text| names_debian(&text))
}

/// Reads /etc/os-release: `ID` or `ID_LIKE` says Debian (Ubuntu says that it is like it).
fn names_debian(os_release: &str) -> bool {
    os_release
        .lines()
        .filter_map(|line| {
            line.strip_prefix("ID=")
                .or_else(|| line.strip_prefix("ID_LIKE="))
        })
        .any(|value| {
            value
                .trim_matches('"')
                .split(' ')
                .any(|id| id == "debian" || id == "ubuntu")
        })
}

fn apt_get(arguments: &[&str]) -> Result<(), Failure> {
    let mut command = process::command("apt-get", ".", arguments);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    process::run(&mut command, INSTALL_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Debian and its children are told apart from the rest.
    #[test]
    fn debian_is_recognised() {
        assert!(names_debian("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(names_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!names_debian("ID=fedora\nPRETTY_NAME=\"not debian\"\n"));
    }

    /// What the tools of the web client do not run on is told from what they do, to the minor.
    #[test]
    fn an_old_node_is_told_from_a_new_one() {
        let will_do = |text: &str| version(text).is_some_and(node_will_do);
        for good in [
            "v20.19.0",
            "v20.20.1\n",
            "v22.12.0",
            "v22.20.0",
            "v24.0.0",
            "v25.1.0",
        ] {
            assert!(will_do(good), "{good}");
        }
        for bad in [
            "v18.20.8", "v20.18.3", "v21.7.3", "v22.11.0", "", "v22", "nonsense",
        ] {
            assert!(!will_do(bad), "{bad}");
        }
    }

    /// Whatever may be missing, the person is told what to type on both systems.
    #[test]
    fn every_need_says_how_to_get_it() {
        use Need::{Chromium, Compiler, EmojiFont, Node, Postgres};
        for need in [Node, Compiler, Postgres, Chromium, EmojiFont] {
            let how = need.how_to_get();
            assert!(how.contains("Debian") && how.contains("macOS"), "{how}");
        }
    }
}
