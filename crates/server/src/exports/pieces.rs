//! The way from the thread that makes one to who takes it.

use std::{
    io::{self, Write},
    mem,
};

use bytes::Bytes;
use tokio::{
    runtime::Handle,
    sync::mpsc::{self, Receiver, Sender},
    task::JoinHandle,
    time::timeout,
};

use super::PATIENCE;

/// How many pieces wait to be taken. Above that, the thread waits.
const PIECES_MAX: usize = 4;
/// How much is sent at once, in bytes.
const PIECE_BYTES: usize = 64 * 1024;

/// What was made so far and was not taken.
pub struct Pieces {
    made: Receiver<Bytes>,
    maker: JoinHandle<io::Result<()>>,
}

/// Pieces, made by what is begun with their other end.
pub(super) fn pieces(begin: impl FnOnce(Sink) -> JoinHandle<io::Result<()>>) -> Pieces {
    let (pieces, made) = mpsc::channel(PIECES_MAX);
    let sink = Sink {
        pieces,
        piece: Vec::with_capacity(PIECE_BYTES),
    };
    Pieces {
        made,
        maker: begin(sink),
    }
}

impl Pieces {
    /// The next one; `None` after the last.
    ///
    /// # Errors
    /// When it broke off: what came is not all of it.
    pub async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        if let Some(piece) = self.made.recv().await {
            return Ok(Some((piece, self)));
        }
        self.maker.await.map_err(io::Error::other)??;
        Ok(None)
    }
}

/// Where a thread that may block writes what it makes. What was not flushed is lost.
pub(super) struct Sink {
    pieces: Sender<Bytes>,
    piece: Vec<u8>,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PIECE_BYTES - self.piece.len();
        let taken = &bytes[..room.min(bytes.len())];
        self.piece.extend_from_slice(taken);
        if self.piece.len() == PIECE_BYTES {
            self.flush()?;
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = mem::replace(&mut self.piece, Vec::with_capacity(PIECE_BYTES));
        let sent = async { timeout(PATIENCE, self.pieces.send(piece.into())).await };
        match Handle::current().block_on(sent) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}
