-- When an invite was taken back; NULL = it was not. The row stays for a day, so that this may be
-- repeated.
ALTER TABLE invites ADD COLUMN revoked_at BIGINT;
UPDATE invites SET revoked_at = created_at WHERE revoked;
ALTER TABLE invites DROP COLUMN revoked;

CREATE INDEX invites_revoked ON invites (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX invites_expiring ON invites (expires_at) WHERE expires_at IS NOT NULL;
