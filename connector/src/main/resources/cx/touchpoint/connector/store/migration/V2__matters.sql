-- A customer's matter: who has it, whether it is settled. Columns of which an earlier version knows nothing may be null.

ALTER TABLE conversation
  -- Since when people have it, and why, sealed with its customer's key.
  ADD COLUMN handed_over_at  timestamptz,
  ADD COLUMN handover_reason bytea,
  -- Since when it is settled; and since when it is open again, null when it never was settled.
  ADD COLUMN resolved_at     timestamptz,
  ADD COLUMN reopened_at     timestamptz,
  -- Whether they were told that nobody can answer now; until somebody does.
  ADD COLUMN apologised      boolean NOT NULL DEFAULT false;

-- Whose answer keeps it; null for anybody's.
ALTER TABLE promised ADD COLUMN by_whom text CHECK (by_whom IN ('Human', 'Automated'));
