//! What one round gave, and what stands in the table for several.
#![expect(
    clippy::cast_precision_loss,
    reason = "figures for people, far below 2^53"
)]

use std::time::Duration;

use crate::{clock, host::Host, program::Usage, trouble::Trouble};

/// A moment: what a process and the load had taken by then.
pub(super) struct Moment {
    at: u64,
    usage: Usage,
    load: Duration,
}

impl Moment {
    pub(super) fn of(host: &Host) -> Result<Self, Trouble> {
        Ok(Self {
            at: clock::micros(),
            usage: host.program.usage()?,
            load: clock::thread_cpu(),
        })
    }

    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// How long the process has worked since it started, in seconds.
    pub(super) fn cpu(&self) -> f64 {
        self.usage.cpu.as_secs_f64()
    }

    pub(super) fn resident(&self) -> u64 {
        self.usage.resident
    }

    pub(super) fn until(&self, end: &Self) -> Span {
        Span {
            wall: Duration::from_micros(end.at - self.at).as_secs_f64(),
            cpu: end.usage.cpu.saturating_sub(self.usage.cpu).as_secs_f64(),
            load: end.load.saturating_sub(self.load).as_secs_f64(),
            resident: end.usage.resident,
        }
    }
}

/// The time between two moments, in seconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) wall: f64,
    /// What the host worked.
    pub(super) cpu: f64,
    /// What the load worked, on its one thread.
    pub(super) load: f64,
    /// The host's memory at the end, in bytes.
    pub(super) resident: u64,
}

/// The middle one; the mean of two.
pub(super) fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = figures.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => sorted[odd / 2],
        even => f64::midpoint(sorted[even / 2 - 1], sorted[even / 2]),
    }
}

pub(super) fn count(number: u64) -> f64 {
    number as f64
}

pub(super) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

pub(super) fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

pub(super) fn kibibytes(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
