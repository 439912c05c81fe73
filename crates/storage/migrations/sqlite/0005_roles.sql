ALTER TABLE spaces ADD COLUMN description TEXT NOT NULL DEFAULT '';
CREATE INDEX spaces_of_owner ON spaces (owner_id);

-- As #rrggbb; NULL = none.
ALTER TABLE roles ADD COLUMN color TEXT;

ALTER TABLE channels ADD COLUMN topic TEXT NOT NULL DEFAULT '';
-- The category it stands under; whoever deletes that lifts its channels out first.
ALTER TABLE channels ADD COLUMN parent_id INTEGER;
ALTER TABLE channels ADD COLUMN slow_mode_seconds INTEGER NOT NULL DEFAULT 0;

CREATE INDEX channels_of_parent ON channels (parent_id) WHERE parent_id IS NOT NULL;

ALTER TABLE members ADD COLUMN nickname TEXT;
ALTER TABLE members ADD COLUMN timeout_until INTEGER;

-- Who holds which role. @everyone is held by all and stands in no row.
CREATE TABLE member_roles (
    space_id INTEGER NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (space_id, user_id, role_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX member_roles_of_role ON member_roles (role_id);
CREATE INDEX member_roles_of_user ON member_roles (user_id, space_id);

-- What a channel gives and takes. No reference to the channel: the rules of a deleted one say who
-- may learn that it is gone, for as long as the log tells it.
CREATE TABLE overrides (
    channel_id INTEGER NOT NULL,
    -- A role or a user.
    target_id INTEGER NOT NULL,
    space_id INTEGER NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    is_role INTEGER NOT NULL,
    allow INTEGER NOT NULL,
    deny INTEGER NOT NULL,
    PRIMARY KEY (channel_id, target_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX overrides_of_space ON overrides (space_id);
CREATE INDEX overrides_of_target ON overrides (target_id, space_id);

-- The people of a direct conversation.
CREATE TABLE channel_members (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (channel_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX channel_members_of_user ON channel_members (user_id, channel_id);
