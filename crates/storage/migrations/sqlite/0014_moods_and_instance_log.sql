-- How somebody chose to be seen on all their devices; NULL = as those say.
ALTER TABLE users ADD COLUMN chosen_status TEXT;

-- Who did what in running the instance, and to whom: rows come and never change.
CREATE TABLE instance_log (
    id INTEGER NOT NULL PRIMARY KEY,
    -- NULL = the operator, at the machine itself.
    actor_id INTEGER REFERENCES users (id),
    action TEXT NOT NULL,
    -- NULL = to nobody.
    target_id INTEGER REFERENCES users (id),
    -- JSON.
    detail TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX instance_log_of_actor ON instance_log (actor_id);
CREATE INDEX instance_log_of_target ON instance_log (target_id);
