CREATE TABLE spaces (
    id BIGINT NOT NULL PRIMARY KEY REFERENCES streams (id),
    name TEXT NOT NULL,
    owner_id BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL
);

-- The @everyone role has the id of its space.
CREATE TABLE roles (
    id BIGINT NOT NULL PRIMARY KEY,
    space_id BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    -- One bit for each, as parlor-protocol numbers them.
    permissions BIGINT NOT NULL
);

CREATE INDEX roles_of_space ON roles (space_id, position);

CREATE TABLE channels (
    id BIGINT NOT NULL PRIMARY KEY REFERENCES streams (id),
    space_id BIGINT REFERENCES spaces (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX channels_of_space ON channels (space_id, position);

CREATE TABLE members (
    space_id BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (space_id, user_id)
);

CREATE INDEX members_of_user ON members (user_id, space_id);

CREATE TABLE invites (
    code TEXT NOT NULL PRIMARY KEY,
    space_id BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    inviter_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    max_uses BIGINT,
    uses BIGINT NOT NULL,
    expires_at BIGINT,
    created_at BIGINT NOT NULL,
    -- Taken back; the row stays until it expires, so that this may be repeated.
    revoked BOOLEAN NOT NULL
);

CREATE INDEX invites_of_space ON invites (space_id, created_at);
CREATE INDEX invites_of_inviter ON invites (inviter_id);
