//! What must be known of a STUN message (RFC 8489) to say whose it is, before anything is believed.

/// Type, length, cookie, transaction.
const HEADER_BYTES: usize = 20;
const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const BINDING_REQUEST: [u8; 2] = [0x00, 0x01];
const BINDING_SUCCESS: [u8; 2] = [0x01, 0x01];
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
mod tests {
    use proptest::prelude::*;
    use str0m::ice::{StunMessage, TransId};

    use super::*;

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
            if let Some(request) = request(&bytes) {
                prop_assert!(is_stun(&bytes) && request.ufrag.len() < bytes.len());
            }
        }
    }
}
