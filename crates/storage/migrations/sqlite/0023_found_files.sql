-- Which messages have files, and pictures, is in the index of words from here on. What it is written
-- from is there already, so the program does all of it.
SELECT 1;
