-- How far each person has read each channel. No row: nothing of it.
CREATE TABLE read_marks (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    -- A position in the channel's stream.
    read_seq INTEGER NOT NULL,
    PRIMARY KEY (user_id, channel_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX read_marks_of_channel ON read_marks (channel_id);

-- Whom the messages call that stand, so that calls can be counted without reading messages.
CREATE TABLE mentions (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    -- A user, a role, or 0 for everybody.
    target_id INTEGER NOT NULL,
    -- The message's position.
    seq INTEGER NOT NULL,
    -- Who wrote it: nobody is called by themself.
    author_id INTEGER NOT NULL,
    PRIMARY KEY (channel_id, target_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX mentions_of_message ON mentions (channel_id, seq);

-- What people want to be called by, where they said so.
CREATE TABLE notification_settings (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- A space or a channel; what it says for one that is gone is never read.
    place_id INTEGER NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
    level TEXT NOT NULL,
    muted_until INTEGER,
    PRIMARY KEY (user_id, place_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX notification_settings_of_place ON notification_settings (place_id);

-- What is unread is counted from this alone.
CREATE INDEX messages_standing ON messages (channel_id, seq, author_id) WHERE deleted_at IS NULL;

-- Who was here before there were marks has read what was here.
INSERT INTO read_marks (user_id, channel_id, read_seq)
SELECT m.user_id, c.id, t.last_seq
FROM members m JOIN channels c ON c.space_id = m.space_id JOIN streams t ON t.id = c.id;

INSERT INTO mentions (channel_id, target_id, seq, author_id)
SELECT m.channel_id, CAST(u.value AS INTEGER), m.seq, m.author_id
FROM messages m JOIN json_each(m.mentions, '$.userIds') u
WHERE m.mentions IS NOT NULL
UNION
SELECT m.channel_id, CAST(r.value AS INTEGER), m.seq, m.author_id
FROM messages m JOIN json_each(m.mentions, '$.roleIds') r
WHERE m.mentions IS NOT NULL
UNION
SELECT m.channel_id, 0, m.seq, m.author_id FROM messages m
WHERE m.mentions IS NOT NULL AND json_extract(m.mentions, '$.everyone');
