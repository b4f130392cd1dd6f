-- A database that was restored from a backup does not know what was sent since, and one that was copied for a trial has the readers of
-- the real one: it is told by where it is. In another cluster, in another database of one, and after tables were made anew, one of the three
-- numbers is another. Some services that imitate PostgreSQL do not tell the first.
CREATE TABLE database_home (
    identity text NOT NULL
);
CREATE UNIQUE INDEX database_home_is_one ON database_home ((true));

CREATE FUNCTION database_identity() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    here text := (SELECT oid::text FROM pg_database WHERE datname = current_database()) || '/' || 'database_home'::regclass::oid;
BEGIN
    RETURN (SELECT system_identifier FROM pg_control_system()) || '/' || here;
EXCEPTION
    WHEN insufficient_privilege OR undefined_function THEN
        RETURN '?/' || here;
END $$;

INSERT INTO database_home VALUES (database_identity());
