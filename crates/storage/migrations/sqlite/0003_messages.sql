CREATE TABLE messages (
    id INTEGER NOT NULL PRIMARY KEY,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    -- The position of its creation in the channel's stream.
    seq INTEGER NOT NULL,
    author_id INTEGER NOT NULL REFERENCES users (id),
    -- Empty once deleted: the row stays, so that a repeat of the send is still recognised.
    content TEXT NOT NULL,
    -- Whom it calls, as JSON; NULL = nobody.
    mentions TEXT,
    nonce TEXT,
    -- SHA-256 of the content first sent; only with a nonce.
    content_hash BLOB,
    reply_to_id INTEGER,
    created_at INTEGER NOT NULL,
    edited_at INTEGER,
    deleted_at INTEGER
) STRICT;

CREATE UNIQUE INDEX messages_of_channel ON messages (channel_id, seq);
CREATE UNIQUE INDEX messages_by_nonce ON messages (author_id, nonce) WHERE nonce IS NOT NULL;

CREATE TABLE reactions (
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    emoji TEXT NOT NULL,
    -- No cascade: whoever removes a user takes their reactions out of the counts first.
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (message_id, emoji, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX reactions_of_user ON reactions (user_id);

-- How many rows of reactions there are: counted as they come and go, so that a message with very
-- many costs as little as one with few.
CREATE TABLE reaction_counts (
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    emoji TEXT NOT NULL,
    count INTEGER NOT NULL,
    -- The position in the stream at which this emoji came to this message: the order they show in.
    first_seq INTEGER NOT NULL,
    PRIMARY KEY (message_id, emoji)
) STRICT, WITHOUT ROWID;
