//! A zip that is written from its beginning to its end and never looks back (APPNOTE 6.3.10).
//!
//! Sizes come behind each file, in 64 bits, because nobody knows them before. Only
//! [`Zip::finish`] writes the end, so one that broke off is no zip.

use std::io::{self, Write};

use flate2::{Compression, Crc, write::DeflateEncoder};

/// Sizes in 64 bits.
const VERSION: u16 = 45;
/// Sizes follow the file (bit 3); names are UTF-8 (bit 11).
const FLAGS: u16 = (1 << 3) | (1 << 11);
const DEFLATED: u16 = 8;
/// 1 January 1980: what the format calls the beginning.
const DATE: u16 = (1 << 5) | 1;
/// What stands where 32 bits are not enough: look at the 64.
const SEE_64_BITS: u32 = u32::MAX;
/// The kind of the extra field that has them.
const ZIP64: u16 = 1;

/// What is being written.
pub(super) struct Zip<W> {
    out: Counted<W>,
    /// What stands at the end, one entry a file.
    directory: Vec<u8>,
    files: u64,
}

impl<W: Write> Zip<W> {
    /// Nothing is in it.
    pub(super) const fn new(out: W) -> Self {
        Self {
            out: Counted { out, bytes: 0 },
            directory: Vec::new(),
            files: 0,
        }
    }

    /// Adds a file of this name, at most 65,535 bytes long, with what is written into it.
    pub(super) fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let offset = self.out.bytes;
        let mut head = Record::default().u32(0x0403_4b50).u16(VERSION);
        head = head.about(0, name).u16(20).bytes(name.as_bytes());
        self.out
            .write_all(&head.u16(ZIP64).u16(16).u64(0).u64(0).0)?;

        let begin = self.out.bytes;
        let mut content = Checked {
            deflated: DeflateEncoder::new(&mut self.out, Compression::fast()),
            check: Crc::new(),
            bytes: 0,
        };
        write(&mut content)?;
        let (check, bytes) = content.end()?;
        let deflated = self.out.bytes - begin;

        let tail = Record::default().u32(0x0807_4b50).u32(check);
        self.out.write_all(&tail.u64(deflated).u64(bytes).0)?;

        let mut entry = Record::default().u32(0x0201_4b50).u16(VERSION).u16(VERSION);
        // No comment, the first disk, no attributes of either kind.
        entry = entry.about(check, name).u16(28).bytes(&[0; 10]);
        entry = entry.u32(SEE_64_BITS).bytes(name.as_bytes());
        entry = entry
            .u16(ZIP64)
            .u16(24)
            .u64(bytes)
            .u64(deflated)
            .u64(offset);
        self.directory.extend(entry.0);
        self.files += 1;
        Ok(())
    }

    /// Writes the end.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let (begin, bytes) = (self.out.bytes, self.directory.len() as u64);
        self.out.write_all(&self.directory)?;
        let mut end = Record::default().u32(0x0606_4b50).u64(44);
        end = end.u16(VERSION).u16(VERSION).u64(0);
        end = end.u64(self.files).u64(self.files).u64(bytes).u64(begin);
        // Where that was, on the first disk of one.
        end = end.u32(0x0706_4b50).u32(0).u64(begin + bytes).u32(1);
        end = end.u32(0x0605_4b50).u32(0).u16(u16::MAX).u16(u16::MAX);
        end = end.u32(SEE_64_BITS).u32(SEE_64_BITS).u16(0);
        self.out.write_all(&end.0)?;
        self.out.flush()
    }
}

/// Knows how much was written.
struct Counted<W> {
    out: W,
    bytes: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The content of a file, on its way in.
struct Checked<W: Write> {
    deflated: DeflateEncoder<W>,
    check: Crc,
    bytes: u64,
}

impl<W: Write> Checked<W> {
    /// The check sum and the length of all of it.
    fn end(self) -> io::Result<(u32, u64)> {
        self.deflated.finish()?;
        Ok((self.check.sum(), self.bytes))
    }
}

impl<W: Write> Write for Checked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.deflated.write(bytes)?;
        self.check.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.deflated.flush()
    }
}

/// Numbers, the lowest byte first.
#[derive(Default)]
struct Record(Vec<u8>);

impl Record {
    /// What both places say of a file, from its flags to the length of its name.
    fn about(self, check: u32, name: &str) -> Self {
        let name = u16::try_from(name.len()).unwrap_or(u16::MAX);
        let record = self.u16(FLAGS).u16(DEFLATED).u16(0).u16(DATE);
        record
            .u32(check)
            .u32(SEE_64_BITS)
            .u32(SEE_64_BITS)
            .u16(name)
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    fn u16(self, number: u16) -> Self {
        self.bytes(&number.to_le_bytes())
    }

    fn u32(self, number: u32) -> Self {
        self.bytes(&number.to_le_bytes())
    }

    fn u64(self, number: u64) -> Self {
        self.bytes(&number.to_le_bytes())
    }
}
