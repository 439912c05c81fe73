-- The words of every message, under its id: what they are is decided by the program, so the
-- tokenizer only takes them apart again. Beginnings of two and three letters have lists of their own.
CREATE VIRTUAL TABLE search USING fts5 (words, tokenize = "ascii tokenchars ':'", prefix = '2 3', columnsize = 0);

-- What leaves the index leaves the file, too.
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

-- A virtual table knows no references.
CREATE TRIGGER search_forgets AFTER DELETE ON messages BEGIN
    DELETE FROM search WHERE rowid = old.id;
END;
