//! Where entries come in, and the file they go to.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, BufWriter, Write as _},
    path::Path,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use super::{Action, Client, Entry, Op, What};

/// Takes entries in, from all sides; writes each to a file and keeps it.
pub struct Recorder {
    begun: Instant,
    // std Mutex: held for one push and one buffered write, never across an await.
    inner: Mutex<Inner>,
}

struct Inner {
    entries: Vec<Entry>,
    file: BufWriter<File>,
    ops: Op,
    /// The first write that failed, told at the end.
    failed: Option<io::Error>,
}

impl Recorder {
    /// A recorder that writes to this file.
    pub fn create(file: &Path) -> io::Result<Self> {
        let inner = Inner {
            entries: Vec::new(),
            file: BufWriter::new(File::create(file)?),
            ops: 0,
            failed: None,
        };
        Ok(Self {
            begun: Instant::now(),
            inner: Mutex::new(inner),
        })
    }

    /// Records that something happened now.
    pub fn record(&self, what: What) {
        let mut inner = self.lock();
        // The clock is read with the lock held: entries stand in the order of their times.
        let at = u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        let entry = Entry { at, what };
        let written = serde_json::to_writer(&mut inner.file, &entry)
            .map_err(io::Error::from)
            .and_then(|()| inner.file.write_all(b"\n"));
        if let Err(error) = written {
            inner.failed.get_or_insert(error);
        }
        inner.entries.push(entry);
    }

    /// Records that somebody asks for something; the number is for the answer.
    pub fn invoke(&self, client: Client, action: Action) -> Op {
        let op = {
            let mut inner = self.lock();
            inner.ops += 1;
            inner.ops
        };
        self.record(What::Invoke { op, client, action });
        op
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.lock().entries.len()
    }

    /// Whether nothing has happened.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole history, when everybody has gone; an error when it could not be written.
    pub fn finish(&self) -> io::Result<Vec<Entry>> {
        let mut inner = self.lock();
        inner.file.flush()?;
        match inner.failed.take() {
            Some(error) => Err(error),
            None => Ok(std::mem::take(&mut inner.entries)),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a history from the file of an earlier run.
pub fn read(file: &Path) -> io::Result<Vec<Entry>> {
    let lines = BufReader::new(File::open(file)?).lines();
    lines
        .map(|line| serde_json::from_str(&line?).map_err(io::Error::from))
        .collect()
}
