-- Whether the relay took the message first and a report of its failure came later. A relay that takes everything reaches nobody
-- for sure: such a failure is not forgotten when the next issue is taken.
ALTER TABLE address_failure ADD COLUMN reported boolean NOT NULL DEFAULT false;
