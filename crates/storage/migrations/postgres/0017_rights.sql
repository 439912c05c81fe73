-- How often a right was taken or changed in a space or a conversation: what was allowed before and
-- is written after is judged again.
ALTER TABLE streams ADD COLUMN rights BIGINT NOT NULL DEFAULT 0;
