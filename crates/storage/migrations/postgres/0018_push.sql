-- Where browsers are told what calls their person while no window is open: one place a session.
CREATE TABLE push_subscriptions (
    session_id BIGINT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    endpoint TEXT NOT NULL,
    -- SHA-256 of the address: a browser that somebody else signed in to since is theirs alone.
    endpoint_hash BYTEA NOT NULL UNIQUE,
    point BYTEA NOT NULL,
    auth BYTEA NOT NULL,
    hides_text BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    -- When nothing more could be handed over; NULL = the last message was.
    failed_at BIGINT
);

CREATE INDEX push_subscriptions_of_user ON push_subscriptions (user_id);
