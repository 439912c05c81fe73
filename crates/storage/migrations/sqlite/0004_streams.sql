-- What happened, as references: a replay is built from today's rows.
CREATE TABLE stream_events (
    stream_id INTEGER NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    -- The message, channel, space or user it is about.
    subject_id INTEGER NOT NULL,
    -- Only for reactions: whose, and which.
    user_id INTEGER,
    emoji TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (stream_id, seq)
) STRICT, WITHOUT ROWID;
