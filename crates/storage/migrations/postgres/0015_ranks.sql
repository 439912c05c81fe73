-- Positions of roles are counted without holes: by them it is judged who stands above whom.
UPDATE roles SET position = dense.place
FROM (
    SELECT id, ROW_NUMBER() OVER (PARTITION BY space_id ORDER BY position, id) - 1 AS place FROM roles
) AS dense
WHERE dense.id = roles.id AND roles.position <> dense.place;

-- The space that set-up made, which open registration leads to; none once it is gone.
ALTER TABLE instance ADD COLUMN first_space BIGINT;
UPDATE instance SET first_space = (SELECT MIN(id) FROM spaces WHERE id > 0);
