-- Files of messages. The bytes lie in the data folder, under the name of their SHA-256; here is
-- what they are and whose. A row that goes, with its message, its channel or its uploader, leaves
-- the bytes to be collected.
CREATE TABLE attachments (
    id BIGINT NOT NULL PRIMARY KEY,
    uploader_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- NULL = in no message yet: the uploader's alone, and gone after a day.
    message_id BIGINT REFERENCES messages (id) ON DELETE CASCADE,
    -- Where in its message.
    position BIGINT NOT NULL,
    filename TEXT NOT NULL,
    -- By content, never by name.
    content_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    -- SHA-256 of the bytes.
    content BYTEA NOT NULL,
    -- What a picture shows, in words.
    alt TEXT,
    -- From here on: only of a picture that this server encoded anew, and may show.
    width BIGINT,
    height BIGINT,
    placeholder TEXT,
    -- SHA-256 of a small still, where the picture is big.
    thumbnail BYTEA,
    thumbnail_type TEXT,
    created_at BIGINT NOT NULL
);

CREATE INDEX attachments_of_message ON attachments (message_id, position);
CREATE INDEX attachments_of_uploader ON attachments (uploader_id, size_bytes);
CREATE INDEX attachments_waiting ON attachments (uploader_id, id) WHERE message_id IS NULL;
CREATE INDEX attachments_by_content ON attachments (content);
CREATE INDEX attachments_by_thumbnail ON attachments (thumbnail) WHERE thumbnail IS NOT NULL;

-- SHA-256 of a square WebP; NULL = draw initials.
ALTER TABLE users ADD COLUMN avatar BYTEA;
ALTER TABLE spaces ADD COLUMN icon BYTEA;

CREATE INDEX users_by_avatar ON users (avatar) WHERE avatar IS NOT NULL;
CREATE INDEX spaces_by_icon ON spaces (icon) WHERE icon IS NOT NULL;
