-- Where browsers are told what calls their person while no window is open: one place a session.
CREATE TABLE push_subscriptions (
    session_id INTEGER NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    endpoint TEXT NOT NULL,
    -- SHA-256 of the address: a browser that somebody else signed in to since is theirs alone.
    endpoint_hash BLOB NOT NULL UNIQUE,
    point BLOB NOT NULL,
    auth BLOB NOT NULL,
    hides_text INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- When nothing more could be handed over; NULL = the last message was.
    failed_at INTEGER
) STRICT;

CREATE INDEX push_subscriptions_of_user ON push_subscriptions (user_id);
