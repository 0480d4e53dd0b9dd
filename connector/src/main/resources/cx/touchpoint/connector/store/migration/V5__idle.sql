-- Matters that nobody settled, by when something was said last; and conversations that cost less to write.

-- Each thing that is said changes active_at, and a changed column that is indexed means an entry more in every index
-- (no HOT update). The hour changes once an hour. An earlier version beside this one leaves it as it is, so it may be
-- older than active_at, never newer.
ALTER TABLE conversation
  ADD COLUMN active_hour timestamptz NOT NULL DEFAULT date_trunc('hour', now());
UPDATE conversation SET active_hour = date_trunc('hour', active_at);
DROP INDEX conversation_active;
CREATE INDEX conversation_active ON conversation (active_hour);
CREATE INDEX conversation_open ON conversation (channel, active_hour) WHERE resolved_at IS NULL;
-- Room in each page for the next version of its rows.
ALTER TABLE conversation SET (fillfactor = 70);
