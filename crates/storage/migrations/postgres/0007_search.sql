-- The words of every message: what they are is decided by the program, not by a dictionary.
CREATE TABLE search (
    message_id BIGINT NOT NULL PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    words TSVECTOR NOT NULL
);

CREATE INDEX search_words ON search USING GIN (words);
