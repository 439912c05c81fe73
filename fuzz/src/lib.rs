//! What strangers send before anybody knows them, as functions of bytes that panic when something is
//! not as it must be. libFuzzer calls them (`cargo xtask fuzz`), and so does an ordinary test with
//! what lies in `fuzz/corpus` (`crates/auth/tests/corpora`).

use std::{net::SocketAddr, sync::LazyLock, time::Instant};

use parlor_auth::{
    access_token::{self, Claims},
    device,
    keys::KeyRing,
    refresh_token::RefreshToken,
    tickets::Tickets,
};
use parlor_protocol::{
    auth::Purpose,
    command::{self, Commands, Envelope, REF_CHARS_MAX},
    error::Code,
    ids::{ChannelId, MessageId, UserId},
    page::PageSize,
    search::{Bound, Clause, Query, Terms},
    time::Timestamp,
    voice::VoiceCommand,
};
use parlor_voice::{
    Command, Event, Gate, Remote, SeatId,
    rooms::{Input, Output, Rooms, Shape},
};

/// A function of bytes.
pub type Target = fn(&[u8]);

/// Each with the name of its binary and of the folder of its seeds.
pub const ALL: [(&str, Target); 5] = [
    ("frames", frames),
    ("tokens", tokens),
    ("cursors", cursors),
    ("searches", searches),
    ("datagrams", datagrams),
];

/// A text frame of either socket is a command or is refused, and what is echoed of it is short.
pub fn frames(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        frame::<command::Command>(text);
        frame::<VoiceCommand>(text);
    }
}

fn frame<C: Commands>(text: &str) {
    let reference = match Envelope::<C>::decode(text) {
        Ok(envelope) => envelope.reference,
        Err(rejected) => {
            let codes = [Code::Malformed, Code::UnknownType, Code::Validation];
            assert!(codes.contains(&rejected.code), "{rejected:?}");
            rejected.reference
        }
    };
    assert!(reference.is_none_or(|reference| reference.chars().count() <= REF_CHARS_MAX));
}

/// Only for this: what it signs opens nothing anywhere.
const KEYS: &str = "\
root AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8
sign fuzz - Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA
";
static RING: LazyLock<KeyRing> = LazyLock::new(|| KeyRing::parse(KEYS).expect("a key ring"));
/// When the token among the seeds is good.
const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// Whom an access token names.
pub fn access(text: &str) -> Option<Claims> {
    access_token::verify(&RING, text, NOW).ok()
}

/// No text is read as a credential but those we write; each has one text.
pub fn tokens(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Some(claims) = access(text) {
        assert!(claims.expires_at > claims.issued_at && claims.user.raw() > 0);
    }
    if let Some(token) = RefreshToken::parse(text) {
        assert_eq!(*token.to_text(), text);
    }
    assert_eq!(
        device::recognise(&RING, text, UserId::from_raw(1), NOW),
        None
    );
    let mut tickets = Tickets::new();
    assert_eq!(tickets.redeem(text, Purpose::Ws, None, NOW), None);
}

/// What pages are asked for by, as it stands in an address: read back from its own text it is the
/// same, and a stretch never ends before it begins.
pub fn cursors(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(id) = text.parse::<MessageId>() {
        assert!(id.raw() > 0);
        assert_eq!(id.to_string().parse(), Ok(id));
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        assert_eq!(moment.to_string().parse(), Ok(moment));
    }
    if let Ok(bound) = serde_json::from_value::<Bound>(text.into()) {
        assert!(bound.start() <= bound.end());
    }
    if let Ok(size) = serde_json::from_str::<PageSize>(text) {
        assert!((1..=usize::from(PageSize::MAX)).contains(&size.rows()));
    }
}

/// The longest search, in characters.
const SEARCH_CHARS_MAX: usize = 256;

/// Whatever is searched for or written, no word of it means anything to a database: the searches of
/// both quote words and escape nothing.
pub fn searches(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let terms = Terms::of(text);
    for word in terms.words.iter().chain(&terms.letters) {
        check(word);
    }
    let Ok(query) = Query::parse(text, SEARCH_CHARS_MAX) else {
        return;
    };
    assert_eq!(query.clauses.len(), query.terms.len());
    for clause in &query.clauses {
        match clause {
            Clause::Letter(letter) => check(letter),
            Clause::Phrase { words, .. } => {
                assert!(!words.is_empty());
                for word in words {
                    check(word);
                }
            }
        }
    }
}

fn check(word: &str) {
    let means_something =
        |c: char| matches!(c, '"' | '\'' | '\\' | ':' | '\0') || c.is_whitespace();
    assert!(
        !word.is_empty() && !word.contains(means_something),
        "{word:?}"
    );
}

/// Stands in a seed for the name that the server gave itself, which is another one every time.
const UFRAG: &[u8] = b"UFRAGUFRAGUFRAGU";
/// Ends a datagram, or an answer, and begins the next.
const NEXT: &[u8] = b"\nNEXT\n";

/// Whatever comes on the media socket, and whatever is called an answer: without a password nobody gets a byte back.
pub fn datagrams(bytes: &[u8]) {
    let shape = Shape {
        slots: 2,
        seats_max: 1,
        tcp_port: None,
    };
    let mut rooms = Rooms::new(shape).expect("a certificate");
    let (seat, now) = (SeatId(1), Instant::now());
    let address = SocketAddr::from(([192, 0, 2, 1], 4400));
    let join = Command::Join {
        seat,
        room: ChannelId::from_raw(1),
        user: UserId::from_raw(1),
        addresses: vec![address],
        bitrate_bps: 32_000,
        gate: Gate {
            heard: true,
            hears: true,
        },
    };
    rooms.handle(now, Input::Command(join));
    let Some(Output::Event(Event::Offer { sdp, .. })) = rooms.poll() else {
        panic!("no offer");
    };
    let ufrag = sdp
        .lines()
        .find_map(|line| line.strip_prefix("a=ice-ufrag:"));
    let bytes = replaced(bytes, UFRAG, ufrag.expect("a ufrag").as_bytes());
    for part in split(&bytes, NEXT) {
        if let Some(sdp) = part
            .strip_prefix(b"v=0")
            .and(std::str::from_utf8(part).ok())
        {
            let sdp = sdp.to_owned();
            let answer = Command::Answer { seat, rev: 1, sdp };
            rooms.handle(now, Input::Command(answer));
        }
        let source = Remote::Udp(SocketAddr::from(([203, 0, 113, 7], 9)));
        let bytes = part;
        rooms.handle(now, Input::Datagram { source, bytes });
        rooms.handle(now, Input::Time);
        while let Some(output) = rooms.poll() {
            assert!(matches!(output, Output::Event(_)), "a stranger is answered");
        }
    }
}

fn split<'a>(bytes: &'a [u8], by: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let bytes = rest?;
        let at = bytes.windows(by.len()).position(|part| part == by);
        rest = at.map(|at| &bytes[at + by.len()..]);
        Some(&bytes[..at.unwrap_or(bytes.len())])
    })
}

fn replaced(bytes: &[u8], what: &[u8], with: &[u8]) -> Vec<u8> {
    let parts: Vec<_> = split(bytes, what).collect();
    parts.join(with)
}
