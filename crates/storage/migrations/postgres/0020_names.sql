-- Names in lower case, as people are looked for by the beginning of a word of them. What was written
-- before has the lower case that the engine knows.
ALTER TABLE users ADD COLUMN display_key TEXT NOT NULL DEFAULT '';
UPDATE users SET display_key = lower(display_name);

ALTER TABLE members ADD COLUMN nickname_key TEXT;
UPDATE members SET nickname_key = lower(nickname) WHERE nickname IS NOT NULL;
