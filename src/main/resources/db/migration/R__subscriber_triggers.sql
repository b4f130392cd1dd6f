-- Keeps subscriber_count (V4__subscriber.sql): how many subscribers there are, by edition, status and position.

CREATE OR REPLACE FUNCTION count_subscribers() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE OR REPLACE TRIGGER subscriber_is_added AFTER INSERT ON subscriber
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_subscribers();
CREATE OR REPLACE TRIGGER subscriber_is_changed AFTER UPDATE ON subscriber
    REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_subscribers();
CREATE OR REPLACE TRIGGER subscriber_is_removed AFTER DELETE ON subscriber
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_subscribers();
