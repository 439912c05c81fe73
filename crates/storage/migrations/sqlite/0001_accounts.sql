-- The instance itself: one row.
CREATE TABLE instance (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Made with the database; cursors from another epoch mean nothing here.
    epoch TEXT NOT NULL
) STRICT;

-- A stream's id is the id of the channel, space or user it belongs to.
CREATE TABLE streams (
    id INTEGER NOT NULL PRIMARY KEY,
    last_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY REFERENCES streams (id),
    username TEXT NOT NULL,
    -- The same in lower case: unique without regard to case.
    username_key TEXT NOT NULL UNIQUE,
    email TEXT,
    email_key TEXT UNIQUE,
    display_name TEXT NOT NULL,
    status_text TEXT,
    -- Whether they own the instance.
    owner INTEGER NOT NULL,
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Two set-ups at once, on two nodes even: one wins.
CREATE UNIQUE INDEX users_one_owner ON users (owner) WHERE owner;

CREATE TABLE sessions (
    id INTEGER NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    -- When its newest refresh token expires.
    expires_at INTEGER NOT NULL,
    -- When it ends however often it is refreshed.
    ends_at INTEGER NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    revoked_at INTEGER
) STRICT;

CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX sessions_ending ON sessions (ends_at);
CREATE INDEX sessions_expiring ON sessions (expires_at);

CREATE TABLE refresh_tokens (
    id INTEGER NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    session_id INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    -- The token it came from; that row may be swept before this one.
    parent_id INTEGER,
    -- SHA-256 of the token.
    token BLOB NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    -- From here on: set when it is used first.
    used_at INTEGER,
    -- What its successor is computed from; wiped when that is never needed again.
    nonce BLOB,
    repeats INTEGER NOT NULL,
    successor_used INTEGER NOT NULL
) STRICT;

CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_of_user ON refresh_tokens (user_id);
CREATE INDEX refresh_tokens_expiring ON refresh_tokens (expires_at);
CREATE INDEX refresh_tokens_wipeable ON refresh_tokens (used_at) WHERE nonce IS NOT NULL AND successor_used;
