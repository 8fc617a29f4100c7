-- What Prisma's schema cannot say: roles, rights, row-level security, partial unique indexes and checks.

-- ---------------------------------------------------------------- roles
-- Roles belong to the whole cluster: another database's migration may have made them, or be making them right now.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['steward_staff', 'steward_portal'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        RAISE NOTICE 'role % was made meanwhile', wanted;
      END;
    END IF;
    -- The login takes a role on with SET; the grant is one more row of the cluster that two migrations may write at once.
    FOR attempt IN 1..20 LOOP
      EXIT WHEN pg_has_role(current_user, wanted, 'USAGE');
      BEGIN
        EXECUTE format('GRANT %I TO %I', wanted, current_user);
      EXCEPTION
        WHEN unique_violation OR internal_error THEN PERFORM pg_sleep(0.05);
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION '% is not a member of % and may not become one. Let a superuser run: GRANT steward_staff, steward_portal TO %;',
            current_user, wanted, quote_ident(current_user);
      END;
    END LOOP;
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA public TO steward_staff, steward_portal;

-- ---------------------------------------------------------------- row-level security
-- Every table, later ones too, gets its rights through this function: nobody sees a row that no policy grants, the owner neither.
CREATE FUNCTION steward_protect(protected regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', protected);
  EXECUTE format('CREATE POLICY staff ON %s TO steward_staff USING (true) WITH CHECK (true)', protected);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO steward_staff', protected);
END
$$;
REVOKE EXECUTE ON FUNCTION steward_protect(regclass) FROM PUBLIC;

SELECT steward_protect(format('public.%I', tablename)::regclass)
  FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations';

-- Every process looks whether the tables are those of its version.
GRANT SELECT ON _prisma_migrations TO steward_staff;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO steward_staff;

-- The audit trail and the results of commands only ever grow.
REVOKE UPDATE, DELETE ON events, command_results FROM steward_staff;
-- A submission is immutable but for its fate; its text can be erased for a person who asks.
REVOKE UPDATE, DELETE ON submissions FROM steward_staff;
GRANT UPDATE (status, refusal_code, settled_at, content) ON submissions TO steward_staff;
-- A fact is never changed: a newer version supersedes it.
REVOKE UPDATE, DELETE ON order_lines, receipts FROM steward_staff;
GRANT UPDATE (superseded_at) ON order_lines, receipts TO steward_staff;

-- ---------------------------------------------------------------- the supplier's portal
-- Each of its transactions names one supplier; without a name it sees nothing.
CREATE FUNCTION steward_supplier() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('steward.supplier_id', true), '')::uuid;

CREATE POLICY portal_reads ON suppliers FOR SELECT TO steward_portal USING (id = steward_supplier());
CREATE POLICY portal_reads ON contacts FOR SELECT TO steward_portal USING (supplier_id = steward_supplier());
CREATE POLICY portal_reads ON cases FOR SELECT TO steward_portal USING (supplier_id = steward_supplier());
-- Remarks among colleagues are not the supplier's to read.
CREATE POLICY portal_reads ON messages FOR SELECT TO steward_portal USING (supplier_id = steward_supplier() AND channel <> 'note');
CREATE POLICY portal_reads ON files FOR SELECT TO steward_portal USING (supplier_id = steward_supplier());
GRANT SELECT ON suppliers, contacts, cases, messages, files TO steward_portal;

-- A supplier can only speak for itself: not as staff, not through another channel, and nothing that counts as done.
CREATE POLICY portal_writes ON submissions FOR INSERT TO steward_portal
  WITH CHECK (supplier_id = steward_supplier() AND actor_kind = 'contact' AND channel = 'portal' AND status = 'pending');
CREATE POLICY portal_writes ON messages FOR INSERT TO steward_portal
  WITH CHECK (supplier_id = steward_supplier() AND author_kind = 'contact' AND direction = 'in' AND channel = 'portal');
CREATE POLICY portal_writes ON files FOR INSERT TO steward_portal WITH CHECK (supplier_id = steward_supplier());
GRANT INSERT ON submissions, messages, files TO steward_portal;

-- ---------------------------------------------------------------- one of each
-- One open case per process, supplier and cause: the twin is refused here even when two starts race.
CREATE UNIQUE INDEX cases_one_open ON cases (process, supplier_id, cause) WHERE status = 'open';
-- One official evaluation per scope and period that has not been given up.
CREATE UNIQUE INDEX evaluations_one_official ON evaluations (coalesce(segment, ''), period_start, period_end)
  WHERE official AND status <> 'cancelled' AND status <> 'failed';
-- One current version of each fact.
CREATE UNIQUE INDEX order_lines_one_current ON order_lines (source, external_id) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX receipts_one_current ON receipts (source, external_id) WHERE superseded_at IS NULL;

-- The indicators read current lines by promised date, and each line's receipts.
CREATE INDEX order_lines_current_by_promise ON order_lines (supplier_id, promised_date) WHERE superseded_at IS NULL;
CREATE INDEX receipts_current_by_line ON receipts (source, line_external_id) WHERE superseded_at IS NULL;

-- What was known at an earlier cut-off: the few versions that were superseded since.
CREATE INDEX order_lines_superseded ON order_lines (superseded_at) WHERE superseded_at IS NOT NULL;
CREATE INDEX receipts_superseded ON receipts (superseded_at) WHERE superseded_at IS NOT NULL;

-- ---------------------------------------------------------------- checks
ALTER TABLE suppliers ADD CONSTRAINT suppliers_grade CHECK (grade IN ('A', 'B', 'C', 'N'));
ALTER TABLE scores ADD CONSTRAINT scores_grade CHECK (grade IN ('A', 'B', 'C', 'N') AND (score IS NULL) = (grade = 'N'));
ALTER TABLE evaluations ADD CONSTRAINT evaluations_period CHECK (period_start <= period_end);
ALTER TABLE cases ADD CONSTRAINT cases_status CHECK (status IN ('open', 'closed', 'cancelled'));
ALTER TABLE cases ADD CONSTRAINT cases_waiting_for CHECK (waiting_for IN ('supplier', 'owner', 'quality'));
ALTER TABLE files ADD CONSTRAINT files_size CHECK (size >= 0);
