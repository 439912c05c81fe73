-- Who may not come back.
CREATE TABLE bans (
    space_id INTEGER NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    reason TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (space_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX bans_of_user ON bans (user_id);

-- Time-outs of people who left while they were silent: coming back does not end one.
CREATE TABLE silences (
    space_id INTEGER NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    silent_until INTEGER NOT NULL,
    PRIMARY KEY (space_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX silences_of_user ON silences (user_id);

-- The direct conversation of two people: the same one every time, whoever opens it.
CREATE TABLE dm_pairs (
    -- The lower and the higher id of the two.
    low_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    high_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    PRIMARY KEY (low_id, high_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX dm_pairs_of_high ON dm_pairs (high_id);
CREATE INDEX dm_pairs_of_channel ON dm_pairs (channel_id);
