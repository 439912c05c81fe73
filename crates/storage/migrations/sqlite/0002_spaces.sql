CREATE TABLE spaces (
    id INTEGER NOT NULL PRIMARY KEY REFERENCES streams (id),
    name TEXT NOT NULL,
    owner_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;

-- The @everyone role has the id of its space.
CREATE TABLE roles (
    id INTEGER NOT NULL PRIMARY KEY,
    space_id INTEGER NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    -- One bit for each, as parlor-protocol numbers them.
    permissions INTEGER NOT NULL
) STRICT;

CREATE INDEX roles_of_space ON roles (space_id, position);

CREATE TABLE channels (
    id INTEGER NOT NULL PRIMARY KEY REFERENCES streams (id),
    space_id INTEGER REFERENCES spaces (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX channels_of_space ON channels (space_id, position);

CREATE TABLE members (
    space_id INTEGER NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (space_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_of_user ON members (user_id, space_id);

CREATE TABLE invites (
    code TEXT NOT NULL PRIMARY KEY,
    space_id INTEGER NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    inviter_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    max_uses INTEGER,
    uses INTEGER NOT NULL,
    expires_at INTEGER,
    created_at INTEGER NOT NULL,
    -- Taken back; the row stays until it expires, so that this may be repeated.
    revoked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX invites_of_space ON invites (space_id, created_at);
CREATE INDEX invites_of_inviter ON invites (inviter_id);
