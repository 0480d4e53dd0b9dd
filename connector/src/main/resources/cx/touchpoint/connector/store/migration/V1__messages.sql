-- What one tenant remembers, in a schema of its own. Statements that use it are in Sql.java.

-- Content is sealed with its customer's key; without the row here nobody can read it any more.
CREATE TABLE customer (
  id     uuid PRIMARY KEY,
  key    bytea NOT NULL,
  since  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX customer_since ON customer (since);

CREATE TABLE conversation (
  no                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel           text NOT NULL,
  name              text NOT NULL,
  customer          uuid NOT NULL REFERENCES customer,
  began_at          timestamptz NOT NULL DEFAULT now(),
  active_at         timestamptz NOT NULL DEFAULT now(),
  last_seq          bigint NOT NULL DEFAULT 0,
  -- The last message of the customer's that somebody answered, refused or gave up.
  turn_seq          bigint NOT NULL DEFAULT 0,
  unanswered        integer NOT NULL DEFAULT 0,
  -- When its next turn may be taken; null while nothing waits, the end of the lease while somebody has it.
  due_at            timestamptz,
  -- Counts who had it; whoever had it before is refused.
  epoch             bigint NOT NULL DEFAULT 0,
  attempts          integer NOT NULL DEFAULT 0,
  first_answered_at timestamptz,
  delivered_seq     bigint NOT NULL DEFAULT 0,
  -- The replica that the customer was connected to last, and since when they are not.
  attended_by       text,
  left_at           timestamptz,
  abandoned         boolean NOT NULL DEFAULT false,
  spoiled           boolean NOT NULL DEFAULT false,
  UNIQUE (channel, name)
);
CREATE INDEX conversation_due ON conversation (channel, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX conversation_left ON conversation (channel, left_at)
  WHERE left_at IS NOT NULL AND first_answered_at IS NULL AND NOT abandoned;
CREATE INDEX conversation_customer ON conversation (customer);
CREATE INDEX conversation_active ON conversation (active_at);

CREATE TABLE message (
  conversation bigint NOT NULL,
  seq          bigint NOT NULL,
  at           timestamptz NOT NULL DEFAULT now(),
  id           text NOT NULL,
  author       text NOT NULL CHECK (author IN ('Customer', 'Human', 'Automated')),
  in_reply_to  text,
  traceparent  text,
  tracestate   text,
  body         bytea NOT NULL,
  PRIMARY KEY (conversation, seq, at)
) PARTITION BY RANGE (at);

-- By what a message that is sent twice is known; kept longer than any provider tries again.
CREATE TABLE received (
  channel      text NOT NULL,
  key          bytea NOT NULL,
  conversation bigint NOT NULL,
  seq          bigint NOT NULL,
  at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (channel, key)
);
CREATE INDEX received_at ON received (at);

-- Promises that are open, each decided by deleting its row.
CREATE TABLE promised (
  conversation    bigint NOT NULL,
  seq             bigint NOT NULL,
  channel         text NOT NULL,
  phase           text NOT NULL,
  target          text NOT NULL,
  since           timestamptz NOT NULL,
  due_at          timestamptz NOT NULL,
  abandoned_after interval NOT NULL,
  PRIMARY KEY (conversation, phase, seq, target)
);
CREATE INDEX promised_due ON promised (channel, due_at);

CREATE TABLE dead_letter (
  conversation bigint NOT NULL,
  seq          bigint NOT NULL,
  channel      text NOT NULL,
  reason       text NOT NULL,
  at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (conversation, seq)
);
CREATE INDEX dead_letter_channel ON dead_letter (channel, at);

-- Written to find out whether anything can be written again.
CREATE TABLE pulse (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  at  timestamptz NOT NULL DEFAULT now()
);
