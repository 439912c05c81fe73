//! File descriptors: every connection takes one, and the system gives a process few unless it asks.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What the database, the files and the log need beside the connections.
const OTHERS: usize = 256;

/// Asks for as many as this process may have, and makes the number of connections fit what it has:
/// above it newcomers wait, instead of the database finding none.
pub fn make_room(connections_max: &mut usize) {
    let before = getrlimit(Resource::Nofile);
    let all = Rlimit {
        current: before.maximum,
        maximum: before.maximum,
    };
    // Some systems say "without end" and mean a number: then it stays as it was.
    let _ = setrlimit(Resource::Nofile, all);
    let most = connections(getrlimit(Resource::Nofile).current);
    if *connections_max > most {
        tracing::warn!(
            wanted = *connections_max,
            possible = most,
            "the system gives too few file descriptors for `limits.connections_max`; raise \
             LimitNOFILE, or `ulimit -n`"
        );
        *connections_max = most;
    }
}

/// How many connections there can be with so many descriptors; `None`: as many as one likes.
fn connections(descriptors: Option<u64>) -> usize {
    let descriptors = descriptors.and_then(|count| usize::try_from(count).ok());
    descriptors.map_or(usize::MAX, |count| count.saturating_sub(OTHERS).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Room for everything else stays, and always one connection.
    #[test]
    fn connections_leave_room() {
        for (descriptors, expected) in [
            (None, usize::MAX),
            (Some(1_048_576), 1_048_320),
            (Some(1_024), 768),
            (Some(256), 1),
            (Some(0), 1),
        ] {
            assert_eq!(connections(descriptors), expected, "{descriptors:?}");
        }
    }
}
