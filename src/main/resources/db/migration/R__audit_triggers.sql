-- The audit trail is only ever added to: against mistakes, and all there is where one database role does everything. Where another
-- role owns the tables, the service needs no more than INSERT and SELECT here; see "The audit trail" in the operator's guide.
CREATE OR REPLACE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < nullif(current_setting('viestka.forget_audit_before', true), '')::timestamptz THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'The audit trail is only ever added to' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE OR REPLACE TRIGGER audit_entry_is_not_changed BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit();
CREATE OR REPLACE TRIGGER audit_entry_is_not_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();

-- Forgets what is older than the retention time, with the rights of the tables' owner. Never the last thirty days, so that
-- nobody who has got in covers their tracks by it.
CREATE OR REPLACE FUNCTION forget_audit(before timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    forgotten bigint;
BEGIN
    IF before > now() - interval '30 days' THEN
        RAISE EXCEPTION 'The audit trail of the last thirty days is kept' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('viestka.forget_audit_before', before::text, true);
    DELETE FROM public.audit_entry WHERE at < before;
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    PERFORM set_config('viestka.forget_audit_before', '', true);
    RETURN forgotten;
END
$$;
