-- How far people have read what the customer wrote, and how far the customer has read what they were answered.
ALTER TABLE conversation
  ADD COLUMN read_seq          bigint NOT NULL DEFAULT 0,
  ADD COLUMN customer_read_seq bigint NOT NULL DEFAULT 0;
