-- Somebody's reactions in order: whoever takes them along reads them in pages.
DROP INDEX reactions_of_user;
CREATE INDEX reactions_of_user ON reactions (user_id, message_id, emoji);
