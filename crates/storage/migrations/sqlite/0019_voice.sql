-- How many may be in the call of a voice channel; 0 = as many as the instance lets.
ALTER TABLE channels ADD COLUMN user_limit INTEGER NOT NULL DEFAULT 0;

-- What a microphone should send at most there, in bits a second.
ALTER TABLE channels ADD COLUMN bitrate INTEGER NOT NULL DEFAULT 32000;

-- Whom moderators silenced or deafened in the calls of a space: it outlives the call, and leaving the
-- space.
CREATE TABLE voice_marks (
    space_id INTEGER NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    muted INTEGER NOT NULL,
    deafened INTEGER NOT NULL,
    PRIMARY KEY (space_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX voice_marks_of_user ON voice_marks (user_id);
