-- Whether the place of a stream was deleted: nobody sees anything of it any more, and its rows go in
-- the background, some at a time.
ALTER TABLE streams ADD COLUMN gone BOOLEAN NOT NULL DEFAULT FALSE;

CREATE INDEX streams_gone ON streams (id) WHERE gone;
