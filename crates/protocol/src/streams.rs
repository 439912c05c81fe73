//! Streams: what durable events are ordered in (see `docs/protocol.md` section 4).

/// A position in a stream. The first event has 1; 0 is "before everything". Below 2^53.
pub type Seq = u64;

/// The highest `seq` a JSON number carries exactly.
pub const SEQ_MAX: Seq = (1 << 53) - 1;
