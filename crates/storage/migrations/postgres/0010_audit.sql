-- Who did what to whom: rows come and never change, and go with their space alone.
CREATE TABLE audit_log (
    space_id BIGINT NOT NULL REFERENCES spaces (id) ON DELETE CASCADE,
    -- Counted from 1 in each space, under the lock of its stream.
    id BIGINT NOT NULL,
    actor_id BIGINT NOT NULL REFERENCES users (id),
    action TEXT NOT NULL,
    -- A space, channel, role, user or message, there still or not.
    target_id BIGINT,
    -- JSON.
    detail TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (space_id, id)
);

CREATE INDEX audit_log_of_actor ON audit_log (actor_id);
