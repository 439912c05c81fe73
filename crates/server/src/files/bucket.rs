//! Files in a bucket of an S3-compatible service, under the names they would have in a folder.

use std::{
    io,
    ops::Range,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use object_store::{
    ClientOptions, Error, ObjectStore as _, ObjectStoreExt as _, PutPayload, RetryConfig,
    WriteMultipart,
    aws::{AmazonS3, AmazonS3Builder},
    path::Path as Key,
};
use parlor_storage::Content;
use tokio::{fs::File, io::AsyncReadExt as _};

use super::{Aside, Kept, folder::unless_missing};
use crate::config::S3;

/// What is being collected.
const ASIDE: &str = "aside";
/// Bigger files go in parts of this size, in bytes: two of them on their way at once.
const PART_BYTES: usize = 8 * 1024 * 1024;
const PARTS_AT_ONCE: usize = 2;
/// How long one request may take; none carries more than a part.
const REQUEST_MAX: Duration = Duration::from_mins(1);
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// How often, and for how long, a request is made again that the service did not answer well.
const RETRIES_MAX: usize = 3;
const RETRY_MAX: Duration = Duration::from_secs(30);

/// The bucket. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Bucket {
    store: Arc<AmazonS3>,
    prefix: Key,
}

impl Bucket {
    /// As the settings say, which name one; and asks whether it is there.
    pub(super) async fn open(s3: &S3, bucket: &str) -> io::Result<Self> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket)
            .with_region(&s3.region)
            .with_client_options(options(s3))
            .with_retry(RetryConfig {
                max_retries: RETRIES_MAX,
                retry_timeout: RETRY_MAX,
                ..RetryConfig::default()
            });
        if let Some(endpoint) = &s3.endpoint {
            builder = builder.with_endpoint(endpoint.as_str());
        }
        if let (Some(id), Some(secret)) = (&s3.access_key, &s3.secret_key) {
            builder = builder
                .with_access_key_id(id)
                .with_secret_access_key(secret.expose());
        }
        let bucket = Self {
            store: Arc::new(builder.build().map_err(failed)?),
            prefix: Key::from(s3.prefix.as_str()),
        };
        bucket.all_aside(None).await?;
        Ok(bucket)
    }

    pub(super) async fn put(&self, from: &Path, content: Content) -> io::Result<()> {
        let place = self.place(content);
        match self.store.head(&place).await {
            // Equal bytes are there already.
            Ok(_) => return Ok(()),
            Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(failed(error)),
        }
        let mut file = File::open(from).await?;
        let first = part(&mut file).await?;
        if first.len() < PART_BYTES {
            let put = self.store.put(&place, PutPayload::from(first)).await;
            return put.map(drop).map_err(failed);
        }
        let upload = self.store.put_multipart(&place).await.map_err(failed)?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, PART_BYTES);
        match send(&mut upload, first, file).await {
            Ok(()) => upload.finish().await.map(drop).map_err(failed),
            Err(error) => {
                // What stays of it costs until the service's own rule removes it.
                let _ = upload.abort().await;
                Err(error)
            }
        }
    }

    pub(super) async fn read(&self, content: Content) -> io::Result<Kept> {
        let found = self.store.head(&self.place(content)).await;
        let bytes = found.map_err(failed)?.size;
        Ok(Kept::object(self.clone(), content, bytes))
    }

    pub(super) async fn piece(&self, content: Content, range: Range<u64>) -> io::Result<Bytes> {
        let piece = self.store.get_range(&self.place(content), range).await;
        piece.map_err(failed)
    }

    /// There is no renaming: for a moment it is there twice.
    pub(super) async fn set_aside(&self, content: Content) -> io::Result<Option<Aside>> {
        let aside = Aside::of(content);
        let place = self.place(content);
        match self.store.copy(&place, &self.aside(&aside)).await {
            Ok(()) => self.remove(&place).await?,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(failed(error)),
        }
        Ok(Some(aside))
    }

    pub(super) async fn put_back(&self, aside: &Aside) -> io::Result<()> {
        let (from, to) = (self.aside(aside), self.place(aside.content));
        unless_missing(self.store.copy(&from, &to).await.map_err(failed))?;
        self.remove(&from).await
    }

    pub(super) async fn remove_aside(&self, aside: &Aside) -> io::Result<()> {
        self.remove(&self.aside(aside)).await
    }

    /// Only what was left there long ago: another may be between his copy and its removal, and needs
    /// the copy then.
    pub(super) async fn all_aside(&self, before: Option<SystemTime>) -> io::Result<Vec<Aside>> {
        let under = self.prefix.clone().join(ASIDE);
        let names = self.list(&under, before).await?;
        Ok(names.iter().filter_map(|name| Aside::read(name)).collect())
    }

    /// Those that begin with this byte and were last written before this time.
    pub(super) async fn all(
        &self,
        first_byte: u8,
        before: Option<SystemTime>,
    ) -> io::Result<Vec<Content>> {
        let shard = format!("{first_byte:02x}");
        let under = self.prefix.clone().join(shard.as_str());
        let names = self.list(&under, before).await?;
        let contents = names.iter().map(|name| format!("{shard}{name}").parse());
        Ok(contents.filter_map(Result::ok).collect())
    }

    async fn list(&self, under: &Key, before: Option<SystemTime>) -> io::Result<Vec<String>> {
        let mut objects = self.store.list(Some(under));
        let mut names = Vec::new();
        while let Some(object) = objects.try_next().await.map_err(failed)? {
            let written = SystemTime::from(object.last_modified);
            if before.is_none_or(|before| written < before) {
                names.extend(object.location.filename().map(str::to_owned));
            }
        }
        Ok(names)
    }

    /// Some services say so when it is not there, others do not.
    async fn remove(&self, key: &Key) -> io::Result<()> {
        unless_missing(self.store.delete(key).await.map_err(failed))
    }

    fn place(&self, content: Content) -> Key {
        let name = content.to_string();
        self.prefix.clone().join(&name[..2]).join(&name[2..])
    }

    fn aside(&self, aside: &Aside) -> Key {
        self.prefix.clone().join(ASIDE).join(aside.name.as_str())
    }
}

fn options(s3: &S3) -> ClientOptions {
    let plain = s3.endpoint.as_ref();
    let plain = plain.is_some_and(|endpoint| endpoint.as_str().starts_with("http://"));
    ClientOptions::new()
        .with_allow_http(plain)
        .with_timeout(REQUEST_MAX)
        .with_connect_timeout(CONNECT_MAX)
}

async fn send(upload: &mut WriteMultipart, mut next: Vec<u8>, mut file: File) -> io::Result<()> {
    while !next.is_empty() {
        upload
            .wait_for_capacity(PARTS_AT_ONCE)
            .await
            .map_err(failed)?;
        upload.put(next.into());
        next = part(&mut file).await?;
    }
    Ok(())
}

/// The next part of a file; a short one is the last.
async fn part(file: &mut File) -> io::Result<Vec<u8>> {
    let mut part = Vec::new();
    file.take(PART_BYTES as u64).read_to_end(&mut part).await?;
    Ok(part)
}

/// What is not there is told from what cannot be had now.
fn failed(error: Error) -> io::Error {
    match error {
        Error::NotFound { .. } => io::ErrorKind::NotFound.into(),
        error => io::Error::other(error),
    }
}
