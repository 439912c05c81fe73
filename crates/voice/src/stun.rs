//! What must be known of a STUN message (RFC 8489) to say whose it is, before anything is believed; and the one question that
//! the socket itself asks. str0m reads only answers that carry a password, as browsers give them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::mirror::Answer;

/// Type, length, cookie, transaction.
const HEADER_BYTES: usize = 20;
/// The last of these.
pub(crate) const TRANSACTION_BYTES: usize = 12;
const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const BINDING_REQUEST: [u8; 2] = [0x00, 0x01];
const BINDING_SUCCESS: [u8; 2] = [0x01, 0x01];
const BINDING_ERROR: [u8; 2] = [0x01, 0x11];
const MAPPED_ADDRESS: u16 = 0x0001;
const XOR_MAPPED_ADDRESS: u16 = 0x0020;
const IPV4: u8 = 1;
const IPV6: u8 = 2;
const USERNAME: u16 = 0x0006;
const USE_CANDIDATE: u16 = 0x0025;

/// What a request for a sign of life claims; only who knows the password can prove it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Request<'a> {
    /// Whom it asks: the name that our offer gave itself.
    pub(crate) ufrag: &'a str,
    /// Whether the browser chooses this way for everything that follows.
    pub(crate) nominates: bool,
}

/// Whether it may be STUN at all; media and DTLS begin otherwise (RFC 7983).
pub(crate) fn is_stun(datagram: &[u8]) -> bool {
    datagram.first().is_some_and(|first| *first < 4)
}

/// Whether we say yes with it.
pub(crate) fn is_success(datagram: &[u8]) -> bool {
    datagram.starts_with(&BINDING_SUCCESS)
}

/// Reads a binding request.
pub(crate) fn request(datagram: &[u8]) -> Option<Request<'_>> {
    let header = datagram.get(..HEADER_BYTES)?;
    let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
    let attributes = &datagram[HEADER_BYTES..];
    if !header.starts_with(&BINDING_REQUEST) || header[4..8] != COOKIE || attributes.len() != length
    {
        return None;
    }
    let mut username = None;
    let mut nominates = false;
    for (kind, value) in Attributes(attributes) {
        match kind {
            USERNAME => username = Some(value),
            USE_CANDIDATE => nominates = true,
            _ => {}
        }
    }
    let (ufrag, _theirs) = std::str::from_utf8(username?).ok()?.split_once(':')?;
    Some(Request { ufrag, nominates })
}

/// Asks from where it is asked.
pub(crate) fn question(transaction: &[u8; TRANSACTION_BYTES]) -> Vec<u8> {
    let no_attributes = [0, 0];
    [&BINDING_REQUEST[..], &no_attributes, &COOKIE, transaction].concat()
}

/// What is answered to that question; nothing if it is no answer to it.
pub(crate) fn answer(datagram: &[u8], transaction: &[u8; TRANSACTION_BYTES]) -> Option<Answer> {
    let header: &[u8; HEADER_BYTES] = datagram.first_chunk()?;
    let attributes = &datagram[HEADER_BYTES..];
    let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
    if header[4..8] != COOKIE || &header[8..] != transaction || attributes.len() != length {
        return None;
    }
    if header.starts_with(&BINDING_ERROR) {
        return Some(Answer::Refused);
    }
    if !header.starts_with(&BINDING_SUCCESS) {
        return None;
    }
    let of = |wanted| {
        let mut all = Attributes(attributes);
        all.find(|(kind, _)| *kind == wanted)
            .map(|(_, value)| value)
    };
    // Old servers know only the plain one, which some routers change on the way.
    let mask = |value| address(value, &header[4..]);
    let seen = of(XOR_MAPPED_ADDRESS).and_then(mask);
    let plain = || of(MAPPED_ADDRESS).and_then(|value| address(value, &[0; 16]));
    seen.or_else(plain).map(Answer::Seen)
}

/// An address under a mask: the cookie and the transaction, or nothing.
fn address(value: &[u8], mask: &[u8]) -> Option<SocketAddr> {
    let ([_, family, high, low], rest) = value.split_first_chunk()?;
    let port = u16::from_be_bytes([high ^ mask.first()?, low ^ mask.get(1)?]);
    let mut bytes = [0; 16];
    let length = match *family {
        IPV4 => 4,
        IPV6 => 16,
        _ => return None,
    };
    if rest.len() != length {
        return None;
    }
    for (byte, (masked, mask)) in bytes.iter_mut().zip(rest.iter().zip(mask)) {
        *byte = masked ^ mask;
    }
    let ip: IpAddr = match (*family, bytes) {
        (IPV4, [a, b, c, d, ..]) => Ipv4Addr::new(a, b, c, d).into(),
        _ => Ipv6Addr::from(bytes).into(),
    };
    (port > 0).then(|| SocketAddr::new(ip.to_canonical(), port))
}

/// Type and value, one after the other; ends where one does not fit.
struct Attributes<'a>(&'a [u8]);

impl<'a> Iterator for Attributes<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (head, rest) = self.0.split_first_chunk::<4>()?;
        let length = usize::from(u16::from_be_bytes([head[2], head[3]]));
        let value = rest.get(..length)?;
        self.0 = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
        Some((u16::from_be_bytes([head[0], head[1]]), value))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;
    use str0m::ice::{StunMessage, StunMessageBuilder, TransId};

    use super::*;

    /// What a mirror answers, as str0m writes it, and to which question.
    pub(crate) fn success(seen: SocketAddr) -> (Vec<u8>, [u8; TRANSACTION_BYTES]) {
        written(StunMessage::binding_reply(TransId::new(), seen))
    }

    #[expect(clippy::large_types_passed_by_value, reason = "str0m takes it so")]
    fn written(message: StunMessage<'_>) -> (Vec<u8>, [u8; TRANSACTION_BYTES]) {
        let mut bytes = vec![0; 500];
        let length = message.to_bytes(None, &mut bytes, |_, _| [0; 20]).unwrap();
        bytes.truncate(length);
        let transaction = bytes[HEADER_BYTES - TRANSACTION_BYTES..HEADER_BYTES].try_into();
        (bytes, transaction.unwrap())
    }

    #[test]
    fn an_answer_tells_the_address_of_either_family() {
        for seen in ["203.0.113.9:40000", "[2001:db8::7]:1"] {
            let seen: SocketAddr = seen.parse().unwrap();
            let (bytes, transaction) = success(seen);
            assert_eq!(answer(&bytes, &transaction), Some(Answer::Seen(seen)));
            for length in 0..bytes.len() {
                assert_eq!(answer(&bytes[..length], &transaction), None, "{length}");
            }
            assert_eq!(answer(&bytes, b"Transaction!"), None);
            assert_eq!(request(&bytes), None);
        }
    }

    /// As of RFC 3489, which has no mask; and what is refused.
    #[test]
    fn old_and_unwilling_servers_are_understood() {
        let transaction = *b"transaction!";
        let header = |kind: &[u8], length| [kind, &[0, length], &COOKIE, &transaction].concat();
        let mut old = header(&BINDING_SUCCESS, 12);
        old.extend([0, 1, 0, 8, 0, IPV4, 0x9c, 0x40, 203, 0, 113, 9]);
        let seen = Answer::Seen("203.0.113.9:40000".parse().unwrap());
        assert_eq!(answer(&old, &transaction), Some(seen));
        let unwilling = header(&BINDING_ERROR, 0);
        assert_eq!(answer(&unwilling, &transaction), Some(Answer::Refused));
        assert_eq!(answer(&header(&BINDING_SUCCESS, 0), &transaction), None);
        assert_eq!(answer(&question(&transaction), &transaction), None);
    }

    #[test]
    fn a_question_is_one() {
        let message = StunMessageBuilder::new().binding().request();
        let (theirs, transaction) = written(message.build(TransId::new()));
        let ours = question(&transaction);
        // str0m adds a fingerprint, which nobody needs here, and its length.
        assert_eq!((&ours[..2], &ours[4..]), (&theirs[..2], &theirs[4..20]));
        assert_eq!(ours[2..4], [0, 0]);
    }

    fn asked(nominates: bool) -> Vec<u8> {
        let message =
            StunMessage::binding_request("ours:theirs", TransId::new(), true, 7, 9, nominates);
        let mut bytes = vec![0; 500];
        let length = message
            .to_bytes(Some(b"secret"), &mut bytes, |_, _| [0; 20])
            .unwrap();
        bytes.truncate(length);
        bytes
    }

    #[test]
    fn a_request_tells_whom_it_asks_and_whether_it_chooses() {
        for nominates in [false, true] {
            let bytes = asked(nominates);
            let ufrag = "ours";
            assert_eq!(request(&bytes), Some(Request { ufrag, nominates }));
        }
    }

    #[test]
    fn a_request_that_is_cut_anywhere_is_none() {
        let bytes = asked(true);
        for length in 0..bytes.len() {
            assert_eq!(request(&bytes[..length]), None);
        }
    }

    proptest! {
        #[test]
        fn no_datagram_is_too_strange(
            mut bytes in prop::collection::vec(any::<u8>(), 0..200),
            as_request: bool,
        ) {
            if as_request && bytes.len() >= HEADER_BYTES {
                let length = u16::try_from(bytes.len() - HEADER_BYTES).unwrap();
                bytes[..2].copy_from_slice(&BINDING_REQUEST);
                bytes[2..4].copy_from_slice(&length.to_be_bytes());
                bytes[4..8].copy_from_slice(&COOKIE);
            }
            let _ = answer(&bytes, &[0; TRANSACTION_BYTES]);
            if let Some(request) = request(&bytes) {
                prop_assert!(is_stun(&bytes) && request.ufrag.len() < bytes.len());
            }
        }
    }
}
