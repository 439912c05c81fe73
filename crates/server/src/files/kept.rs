//! A file that is kept, to be read in pieces.

use std::io::{self, SeekFrom};

use bytes::Bytes;
use futures_util::{Stream, stream};
use parlor_storage::Content;
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _},
};

use super::bucket::Bucket;

/// How much is read at once, in bytes; the next piece is read when this one has gone out. Each of a
/// bucket is a request of its own: nobody who reads slowly holds one open.
const FILE_PIECE_BYTES: u64 = 64 * 1024;
const OBJECT_PIECE_BYTES: u64 = 1024 * 1024;

/// A file that is kept.
#[derive(Debug)]
pub struct Kept {
    bytes: u64,
    source: Source,
}

#[derive(Debug)]
enum Source {
    File(File),
    Object(Bucket, Content),
}

impl Kept {
    pub(super) const fn file(file: File, bytes: u64) -> Self {
        let source = Source::File(file);
        Self { bytes, source }
    }

    pub(super) const fn object(bucket: Bucket, content: Content, bytes: u64) -> Self {
        let source = Source::Object(bucket, content);
        Self { bytes, source }
    }

    /// How many bytes it has.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// So many of its bytes, from this one on, a piece at a time, as fast as they are taken.
    pub fn pieces(self, first: u64, length: u64) -> impl Stream<Item = io::Result<Bytes>> {
        let start = (self.source, first, first + length);
        stream::try_unfold(start, move |(mut source, at, end)| async move {
            if at == end {
                return Ok(None);
            }
            let piece = source.piece((at, end), at == first).await?;
            let at = at + piece.len() as u64;
            Ok(Some((piece, (source, at, end))))
        })
    }
}

impl Source {
    async fn piece(&mut self, (at, end): (u64, u64), begins: bool) -> io::Result<Bytes> {
        match self {
            Self::File(file) => {
                if begins {
                    file.seek(SeekFrom::Start(at)).await?;
                }
                let size = FILE_PIECE_BYTES.min(end - at);
                let mut piece = vec![0; usize::try_from(size).unwrap_or_default()];
                file.read_exact(&mut piece).await?;
                Ok(piece.into())
            }
            Self::Object(bucket, content) => {
                let end = end.min(at + OBJECT_PIECE_BYTES);
                let piece = bucket.piece(*content, at..end).await?;
                if piece.is_empty() {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                Ok(piece)
            }
        }
    }
}
