-- How many may be in the call of a voice channel; 0 = as many as the instance lets.
ALTER TABLE channels ADD COLUMN user_limit BIGINT NOT NULL DEFAULT 0;

-- What a microphone should send at most there, in bits a second.
ALTER TABLE channels ADD COLUMN bitrate BIGINT NOT NULL DEFAULT 32000;

-- Whom moderators silenced or deafened in the calls of a space: it outlives the call, and leaving the
-- space.
CREATE TABLE voice_marks (
    space_id BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    muted BOOLEAN NOT NULL,
    deafened BOOLEAN NOT NULL,
    PRIMARY KEY (space_id, user_id)
);

CREATE INDEX voice_marks_of_user ON voice_marks (user_id);
