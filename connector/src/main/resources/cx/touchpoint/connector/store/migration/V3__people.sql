-- Which customers are one person, as channels proved it.

-- Those that are one person have the same; null for who is alone. What was proved is sealed with the customer's key.
ALTER TABLE customer ADD COLUMN person uuid, ADD COLUMN proved bytea;
CREATE INDEX customer_person ON customer (person) WHERE person IS NOT NULL;

-- A name is there as a keyed hash only; the key is not in the database.
CREATE TABLE identity (
  hash   bytea PRIMARY KEY,
  key    text NOT NULL,
  person uuid NOT NULL,
  since  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX identity_person ON identity (person);
CREATE INDEX identity_since ON identity (since);

-- By which name a customer was linked, so that a wrong link can be taken back.
CREATE TABLE proof (
  customer uuid NOT NULL REFERENCES customer ON DELETE CASCADE,
  hash     bytea NOT NULL,
  PRIMARY KEY (customer, hash)
);
CREATE INDEX proof_hash ON proof (hash);

-- Who looked at a customer, or erased one. Holds nothing that tells who the customer was.
CREATE TABLE audit (
  at     timestamptz NOT NULL DEFAULT now(),
  actor  text NOT NULL,
  action text NOT NULL,
  person uuid NOT NULL
);
CREATE INDEX audit_at ON audit (at);
