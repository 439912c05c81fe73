//! What is in a packet of voice, and what can be read of one that is encrypted.

/// How often somebody who talks sends a packet, in microseconds.
pub(crate) const PACKET_MICROS: u64 = 20_000;
/// As many bytes as Opus takes for 20 ms at 32 kbit/s.
const PAYLOAD_BYTES: usize = 80;
const MARK_BYTES: usize = 16;
const HEADER_BYTES: usize = 12;
/// What SRTP and the header's extensions add to header and payload.
const MORE_BYTES: usize = 24;
const FILLING: u8 = 7;

/// What a payload begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// In which call it was said.
    pub(super) call: u32,
    /// By whom.
    pub(super) seat: u32,
    /// When, on [`crate::clock`].
    pub(super) said_at: u64,
}

/// What stands before the payload, in clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) seq: u16,
    pub(super) ssrc: u32,
}

impl Mark {
    /// As it is sent.
    pub(super) fn payload(&self) -> Vec<u8> {
        let mut payload = Vec::with_capacity(PAYLOAD_BYTES);
        payload.extend(self.call.to_be_bytes());
        payload.extend(self.seat.to_be_bytes());
        payload.extend(self.said_at.to_be_bytes());
        payload.resize(PAYLOAD_BYTES, FILLING);
        payload
    }

    /// As it came.
    pub(super) fn read(payload: &[u8]) -> Option<Self> {
        let mark: &[u8; MARK_BYTES] = payload.first_chunk()?;
        let (call, rest) = mark.split_first_chunk()?;
        let (seat, said_at) = rest.split_first_chunk()?;
        Some(Self {
            call: u32::from_be_bytes(*call),
            seat: u32::from_be_bytes(*seat),
            said_at: u64::from_be_bytes(*said_at.first_chunk()?),
        })
    }

    /// The same, not encrypted, in a datagram as large as if it were.
    pub(super) fn datagram(&self, seq: u16) -> Vec<u8> {
        let mut datagram = vec![0x80, 111];
        datagram.extend(seq.to_be_bytes());
        datagram.extend([0; 4]);
        datagram.extend(self.seat.to_be_bytes());
        datagram.extend(self.payload());
        datagram.resize(HEADER_BYTES + PAYLOAD_BYTES + MORE_BYTES, FILLING);
        datagram
    }

    /// What [`Mark::datagram`] made.
    pub(super) fn of_datagram(datagram: &[u8]) -> Option<Self> {
        Self::read(datagram.get(HEADER_BYTES..)?)
    }
}

impl Header {
    /// Of a packet of voice; nothing of what else comes (RFC 7983, RFC 5761).
    pub(super) fn read(datagram: &[u8]) -> Option<Self> {
        let header: &[u8; HEADER_BYTES] = datagram.first_chunk()?;
        let [version, kind, seq_high, seq_low, _, _, _, _, s0, s1, s2, s3] = *header;
        let is_report = (64..96).contains(&(kind & 0x7f));
        let is_rtp = (128..192).contains(&version) && !is_report;
        is_rtp.then(|| Self {
            seq: u16::from_be_bytes([seq_high, seq_low]),
            ssrc: u32::from_be_bytes([s0, s1, s2, s3]),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was said is read again; what is not voice is nothing.
    #[test]
    fn a_mark_is_read_as_it_was_said() {
        let mark = Mark {
            call: 3,
            seat: 70_000,
            said_at: 1 << 40,
        };
        assert_eq!(Mark::read(&mark.payload()), Some(mark));
        let datagram = mark.datagram(65_535);
        assert_eq!(datagram.len(), 116);
        assert_eq!(Mark::of_datagram(&datagram), Some(mark));
        let (seq, ssrc) = (65_535, 70_000);
        assert_eq!(Header::read(&datagram), Some(Header { seq, ssrc }));
        for (first, second) in [(0, 1), (22, 0), (128, 200), (128, 201)] {
            let mut other = datagram.clone();
            (other[0], other[1]) = (first, second);
            assert_eq!(Header::read(&other), None, "{first} {second}");
        }
    }
}
