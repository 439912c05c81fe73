-- The position in its channel's stream at which a message was pinned; NULL = it is not.
ALTER TABLE messages ADD COLUMN pinned_seq BIGINT;

CREATE INDEX messages_pinned ON messages (channel_id, pinned_seq) WHERE pinned_seq IS NOT NULL;

-- When a status text is no longer shown; NULL = it stays.
ALTER TABLE users ADD COLUMN status_until BIGINT;
