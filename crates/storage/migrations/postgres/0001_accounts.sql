-- The instance itself: one row.
CREATE TABLE instance (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Made with the database; cursors from another epoch mean nothing here.
    epoch TEXT NOT NULL
);

-- A stream's id is the id of the channel, space or user it belongs to.
CREATE TABLE streams (
    id BIGINT NOT NULL PRIMARY KEY,
    last_seq BIGINT NOT NULL
);

CREATE TABLE users (
    id BIGINT NOT NULL PRIMARY KEY REFERENCES streams (id),
    username TEXT NOT NULL,
    -- The same in lower case: unique without regard to case.
    username_key TEXT NOT NULL UNIQUE,
    email TEXT,
    email_key TEXT UNIQUE,
    display_name TEXT NOT NULL,
    status_text TEXT,
    -- Whether they own the instance.
    owner BOOLEAN NOT NULL,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Two set-ups at once, on two nodes even: one wins.
CREATE UNIQUE INDEX users_one_owner ON users (owner) WHERE owner;

CREATE TABLE sessions (
    id BIGINT NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    -- When its newest refresh token expires.
    expires_at BIGINT NOT NULL,
    -- When it ends however often it is refreshed.
    ends_at BIGINT NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    revoked_at BIGINT
);

CREATE INDEX sessions_of_user ON sessions (user_id);
CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX sessions_ending ON sessions (ends_at);
CREATE INDEX sessions_expiring ON sessions (expires_at);

CREATE TABLE refresh_tokens (
    id BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    session_id BIGINT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    -- The token it came from; that row may be swept before this one.
    parent_id BIGINT,
    -- SHA-256 of the token.
    token BYTEA NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL,
    revoked BOOLEAN NOT NULL,
    -- From here on: set when it is used first.
    used_at BIGINT,
    -- What its successor is computed from; wiped when that is never needed again.
    nonce BYTEA,
    repeats BIGINT NOT NULL,
    successor_used BOOLEAN NOT NULL
);

CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_of_user ON refresh_tokens (user_id);
CREATE INDEX refresh_tokens_expiring ON refresh_tokens (expires_at);
CREATE INDEX refresh_tokens_wipeable ON refresh_tokens (used_at) WHERE nonce IS NOT NULL AND successor_used;
