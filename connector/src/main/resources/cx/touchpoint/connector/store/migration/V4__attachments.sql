-- Files that customers and whoever answers them send.

CREATE TABLE attachment (
  id           uuid PRIMARY KEY,
  channel      text NOT NULL,
  -- By its name: a file may come before the conversation's first message.
  conversation text NOT NULL,
  -- Whose key seals it. Without the key it is of no use to anybody.
  customer     uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
  at           timestamptz NOT NULL DEFAULT now(),
  content_type text NOT NULL,
  name         bytea NOT NULL,
  -- In bytes; null until all of it is here.
  size         bigint,
  -- Whether anything that was said names it; what nothing does is forgotten soon.
  attached     boolean NOT NULL DEFAULT false
);
CREATE INDEX attachment_conversation ON attachment (channel, conversation);
CREATE INDEX attachment_customer ON attachment (customer);
CREATE INDEX attachment_at ON attachment (at);
CREATE INDEX attachment_unattached ON attachment (at) WHERE NOT attached;

-- What is in it, piece by piece, so that nobody has to hold all of it. Each is sealed by itself.
CREATE TABLE attachment_part (
  attachment uuid NOT NULL REFERENCES attachment ON DELETE CASCADE,
  no         integer NOT NULL,
  body       bytea NOT NULL,
  PRIMARY KEY (attachment, no)
);
-- What is sealed does not get smaller.
ALTER TABLE attachment_part ALTER COLUMN body SET STORAGE EXTERNAL;
