-- What happened, as references: a replay is built from today's rows.
CREATE TABLE stream_events (
    stream_id BIGINT NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    -- The message, channel, space or user it is about.
    subject_id BIGINT NOT NULL,
    -- Only for reactions: whose, and which.
    user_id BIGINT,
    emoji TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (stream_id, seq)
);
