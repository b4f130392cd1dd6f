-- The subscriber first: in a week's part of the ledger all weeks are the same, so nothing was gained by comparing them first, and
-- what the ledger holds of one subscriber is found in every week.
ALTER TABLE delivery DROP CONSTRAINT delivery_pkey;
ALTER TABLE delivery ADD PRIMARY KEY (subscriber_id, week);
