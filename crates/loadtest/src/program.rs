//! The processes that are measured, and what the system says of them.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::trouble::Trouble;

/// No server takes this long to start, also on a busy machine.
const START_MAX: Duration = Duration::from_mins(1);
/// `USER_HZ`: in what `/proc/PID/stat` counts, the same on every architecture of Linux we know.
const TICKS_PER_SECOND: u32 = 100;

/// A process of ours; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    name: String,
}

/// What a process has taken.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    /// Of the processors, its own work and the system's for it.
    pub(crate) cpu: Duration,
    /// Of memory, in bytes.
    pub(crate) resident: u64,
}

impl Program {
    /// Starts it; its complaints go to `log`.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Result<Self, Trouble> {
        let name = command.get_program().to_string_lossy().into_owned();
        let file = fs::File::options().create(true).append(true).open(log);
        let file = file.map_err(Trouble::io(log.display().to_string()))?;
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(file)
            .spawn()
            .map_err(Trouble::io(format!("starting {name}")))?;
        Ok(Self { child, name })
    }

    /// Waits for a line of its output that begins with `prefix`; gives the rest of that line, and
    /// the lines before it.
    pub(crate) fn line(&mut self, prefix: &'static str) -> Result<(String, Vec<String>), Trouble> {
        let output = self.child.stdout.take();
        let output = output.ok_or_else(|| Trouble::broken("its output was read already"))?;
        let (found, wanted) = mpsc::channel();
        thread::spawn(move || {
            let mut before = Vec::new();
            let mut lines = BufReader::new(output).lines().map_while(Result::ok);
            for line in lines.by_ref() {
                match line.strip_prefix(prefix) {
                    Some(rest) => {
                        let rest = rest.trim().to_owned();
                        let _ = found.send((rest, std::mem::take(&mut before)));
                        break;
                    }
                    None => before.push(line),
                }
            }
            // Read to its end: nobody should wait because we do not listen.
            lines.for_each(drop);
        });
        wanted.recv_timeout(START_MAX).map_err(|_| {
            let name = &self.name;
            Trouble::broken(format!("{name} did not say `{prefix}` when it started"))
        })
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has taken so far.
    pub(crate) fn usage(&self) -> Result<Usage, Trouble> {
        usage(self.id()).ok_or_else(|| {
            let name = &self.name;
            Trouble::broken(format!("{name} has ended, or /proc does not show it"))
        })
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

fn usage(id: u32) -> Option<Usage> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name of the program stands in brackets and may hold anything.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11);
    let mut ticks = || fields.next()?.parse::<u32>().ok();
    let ticks = ticks()? + ticks()?;
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let resident = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = resident.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(Usage {
        cpu: Duration::from_secs(1) * ticks / TICKS_PER_SECOND,
        resident: kilobytes * 1024,
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// The figures of our own process are there and plausible.
    #[test]
    fn our_own_usage() {
        let before = usage(std::process::id()).expect("we are there");
        let mut sum = 0_u64;
        while usage(std::process::id()).is_some_and(|now| now.cpu <= before.cpu) {
            sum = (0..1_000_000_u64).fold(sum, |sum, number| sum.rotate_left(3) ^ number);
        }
        assert!(before.resident > 100 * 1024, "{before:?} {sum}");
    }
}
