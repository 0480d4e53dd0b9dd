-- Matters that nobody settled, by when something was said last.
CREATE INDEX conversation_open ON conversation (channel, active_at) WHERE resolved_at IS NULL;
