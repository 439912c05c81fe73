//! WebSocket frames (RFC 6455) as a server sends them, taken apart by hand; and as a client sends
//! them, under a mask of zeros, so that they can be written down once.

/// The opcodes used here.
pub(crate) const TEXT: u8 = 1;
/// NATS speaks in these.
pub(crate) const BINARY: u8 = 2;
/// The other side ends the connection.
pub(crate) const CLOSE: u8 = 8;
/// Wants a [`PONG`].
pub(crate) const PING: u8 = 9;
/// The answer.
pub(crate) const PONG: u8 = 10;

/// Most significant bit of the first byte: the message ends with this frame.
const FIN: u8 = 0x80;
/// Of the second byte: the payload is masked.
const MASKED: u8 = 0x80;
/// Of its other bits: the length follows in two bytes, or in eight.
const LENGTH_16: u8 = 0x7e;
const LENGTH_64: u8 = 0x7f;
/// A mask of zeros changes nothing.
const MASK: [u8; 4] = [0; 4];

/// A frame of a server.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Frame<'a> {
    /// What it is.
    pub(crate) opcode: u8,
    /// What is in it.
    pub(crate) payload: &'a [u8],
    /// How many bytes it takes.
    pub(crate) length: usize,
}

/// The first frame of these bytes, if it is whole.
pub(crate) fn first(bytes: &[u8]) -> Option<Frame<'_>> {
    let (at, length) = payload(bytes)?;
    let end = at.checked_add(length)?;
    Some(Frame {
        opcode: bytes.first()? & 0x0f,
        payload: bytes.get(at..end)?,
        length: end,
    })
}

/// Where the payload begins, or the mask before it, and how long it is.
fn payload(bytes: &[u8]) -> Option<(usize, usize)> {
    Some(match bytes.get(1)? & !MASKED {
        LENGTH_16 => (
            4,
            usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)),
        ),
        LENGTH_64 => {
            let long = u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?);
            (10, usize::try_from(long).unwrap_or(usize::MAX))
        }
        short => (2, usize::from(short)),
    })
}

/// What is in the first frame of a client's, which [`of_client`] made, and how many bytes it takes.
pub(crate) fn of_client_read(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let (at, length) = payload(bytes)?;
    let at = at + MASK.len();
    let end = at.checked_add(length)?;
    Some((bytes.get(at..end)?, end))
}

/// A frame of a client.
pub(crate) fn of_client(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = head(opcode, payload.len(), MASKED);
    frame.extend(MASK);
    frame.extend(payload);
    frame
}

/// A frame of a server.
pub(crate) fn of_server(payload: &[u8]) -> Vec<u8> {
    let mut frame = head(TEXT, payload.len(), 0);
    frame.extend(payload);
    frame
}

fn head(opcode: u8, length: usize, masked: u8) -> Vec<u8> {
    let mut head = vec![FIN | opcode];
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short @ 0..LENGTH_16), _) => head.push(masked | short),
        (_, Ok(medium)) => {
            head.push(masked | LENGTH_16);
            head.extend(medium.to_be_bytes());
        }
        _ => {
            head.push(masked | LENGTH_64);
            head.extend((length as u64).to_be_bytes());
        }
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each of the three lengths is read as it was written, and nothing before it is whole.
    #[test]
    fn lengths_of_every_kind() {
        for length in [0, 1, 125, 126, 65_535, 65_536] {
            let payload = vec![b'x'; length];
            let frame = of_server(&payload);
            let whole = first(&frame).expect("it is whole");
            assert_eq!((whole.opcode, whole.payload), (TEXT, &payload[..]));
            assert_eq!(whole.length, frame.len());
            assert_eq!(first(&frame[..frame.len() - 1]), None, "{length}");
            let masked = of_client(PONG, &payload);
            let read = of_client_read(&masked);
            assert_eq!(read, Some((&payload[..], frame.len() + 4)));
        }
    }
}
