//! What went in and out, by which way: numbers to watch.

use std::sync::atomic::{AtomicU64, Ordering};

/// What one way has carried since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Carried {
    /// Packets from browsers.
    pub packets_in: u64,
    /// Bytes of them.
    pub bytes_in: u64,
    /// Packets to browsers.
    pub packets_out: u64,
    /// Bytes of them.
    pub bytes_out: u64,
}

/// What all ways have carried since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traffic {
    /// Datagrams on the media socket.
    pub udp: Carried,
    /// The same, on connections of TCP.
    pub tcp: Carried,
    /// Frames on `WebSockets`.
    pub ws: Carried,
}

/// Counted by the media thread, read by others.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) udp: Count,
    pub(crate) tcp: Count,
    pub(crate) ws: Count,
}

#[derive(Debug, Default)]
pub(crate) struct Count {
    packets_in: AtomicU64,
    bytes_in: AtomicU64,
    packets_out: AtomicU64,
    bytes_out: AtomicU64,
}

impl Counts {
    pub(crate) fn read(&self) -> Traffic {
        Traffic {
            udp: self.udp.read(),
            tcp: self.tcp.read(),
            ws: self.ws.read(),
        }
    }
}

impl Count {
    pub(crate) fn came(&self, bytes: usize) {
        add(&self.packets_in, 1);
        add(&self.bytes_in, bytes);
    }

    pub(crate) fn went(&self, bytes: usize) {
        add(&self.packets_out, 1);
        add(&self.bytes_out, bytes);
    }

    fn read(&self) -> Carried {
        Carried {
            packets_in: self.packets_in.load(Ordering::Relaxed),
            bytes_in: self.bytes_in.load(Ordering::Relaxed),
            packets_out: self.packets_out.load(Ordering::Relaxed),
            bytes_out: self.bytes_out.load(Ordering::Relaxed),
        }
    }
}

fn add(count: &AtomicU64, more: usize) {
    count.fetch_add(u64::try_from(more).unwrap_or(u64::MAX), Ordering::Relaxed);
}
