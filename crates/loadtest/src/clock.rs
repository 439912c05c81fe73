//! One clock for all processes of a run: the time since the machine started.

use std::time::Duration;

use rustix::time::{ClockId, Timespec, clock_gettime};

/// Now, in microseconds.
pub(crate) fn micros() -> u64 {
    let now = since(clock_gettime(ClockId::Monotonic));
    u64::try_from(now.as_micros()).unwrap_or(u64::MAX)
}

/// So long from now, in microseconds.
pub(crate) fn after(time: Duration) -> u64 {
    micros() + u64::try_from(time.as_micros()).unwrap_or(u64::MAX / 2)
}

/// How long the calling thread has worked.
pub(crate) fn thread_cpu() -> Duration {
    since(clock_gettime(ClockId::ThreadCPUTime))
}

fn since(time: Timespec) -> Duration {
    Duration::try_from(time).unwrap_or_default()
}
