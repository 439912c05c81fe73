-- Previews of the links in a message, as JSON; NULL = there are none.
ALTER TABLE messages ADD COLUMN embeds TEXT;

-- When somebody took the previews away, for good; NULL = nobody did.
ALTER TABLE messages ADD COLUMN embeds_removed_at INTEGER;

-- The pictures of previews. The bytes lie in the data folder, under the name of their SHA-256.
CREATE TABLE embed_images (
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    content BLOB NOT NULL,
    content_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    PRIMARY KEY (message_id, content)
) STRICT, WITHOUT ROWID;

CREATE INDEX embed_images_by_content ON embed_images (content);
