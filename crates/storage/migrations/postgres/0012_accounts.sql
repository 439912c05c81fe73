-- Whether they help the owner to run the instance.
ALTER TABLE users ADD COLUMN admin BOOLEAN NOT NULL DEFAULT FALSE;
-- Since when they may not come in; NULL = they may.
ALTER TABLE users ADD COLUMN disabled_at BIGINT;
-- Since when there is no such person any more. The row stays for what they wrote, without their
-- name: what else the table says of them is made up.
ALTER TABLE users ADD COLUMN deleted_at BIGINT;
-- Whether what they wrote goes with them, and is not all gone yet.
ALTER TABLE users ADD COLUMN leaving BOOLEAN NOT NULL DEFAULT FALSE;

CREATE INDEX users_leaving ON users (id) WHERE leaving;

-- One-time links to an account, that come by mail or from who runs the instance.
CREATE TABLE account_links (
    -- SHA-256 of what the link carries.
    token BYTEA NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- The address it proves; NULL = it lets its bearer take another password.
    email TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX account_links_of_user ON account_links (user_id);
CREATE INDEX account_links_expiring ON account_links (expires_at);

-- Settings that were changed while the server ran, over those it was started with.
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- What somebody wrote, for who takes it along or away.
CREATE INDEX messages_of_author ON messages (author_id, id) WHERE deleted_at IS NULL;
