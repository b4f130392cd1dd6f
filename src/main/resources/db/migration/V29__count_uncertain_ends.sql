-- How often the link broke after the end of this reader's message: it is sent again only so often.
ALTER TABLE delivery ADD COLUMN uncertain_ends smallint NOT NULL DEFAULT 0;
