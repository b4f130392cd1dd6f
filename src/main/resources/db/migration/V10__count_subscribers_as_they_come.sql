-- In which order subscribers came in: what lists are sorted and paged by. Given once, with gaps.
ALTER TABLE subscriber
    ADD COLUMN place bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT subscriber_place_is_unique UNIQUE;

DROP INDEX subscriber_by_edition_and_status;
CREATE INDEX subscriber_by_edition_and_status ON subscriber (edition, status, place);
DROP INDEX subscriber_by_time;

-- How many subscribers there are, by edition, status and stretch of 4,096 places; the sum of all rows that name the same. Each
-- change adds a row and touches none, so that nobody waits for anybody; now and then rows are folded into one. Totals are sums,
-- and a page far inside a list is found by skipping whole stretches.
CREATE TABLE subscriber_count (
    edition text NOT NULL,
    status  text NOT NULL,
    stretch bigint NOT NULL,
    n       bigint NOT NULL
);

INSERT INTO subscriber_count
    SELECT edition, status, place >> 12, count(*) FROM subscriber GROUP BY 1, 2, 3;

CREATE FUNCTION count_subscribers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO subscriber_count
            SELECT edition, status, place >> 12, count(*) FROM added GROUP BY 1, 2, 3;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO subscriber_count
            SELECT edition, status, place >> 12, -count(*) FROM removed GROUP BY 1, 2, 3;
    ELSE
        INSERT INTO subscriber_count
            SELECT edition, status, place >> 12, sum(n)
            FROM (SELECT edition, status, place, 1 AS n FROM added
                  UNION ALL SELECT edition, status, place, -1 FROM removed) AS changed
            GROUP BY 1, 2, 3 HAVING sum(n) <> 0;
    END IF;
    RETURN NULL;
END $$;

-- Once for each statement, whatever number of rows it changes.
CREATE TRIGGER subscriber_is_added AFTER INSERT ON subscriber
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_subscribers();
CREATE TRIGGER subscriber_is_changed AFTER UPDATE ON subscriber
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_subscribers();
CREATE TRIGGER subscriber_is_removed AFTER DELETE ON subscriber
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_subscribers();
