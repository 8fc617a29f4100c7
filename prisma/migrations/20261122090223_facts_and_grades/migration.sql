-- AlterTable
ALTER TABLE "suppliers" ADD COLUMN     "merged_into_id" UUID,
ADD COLUMN     "pareto_class" INTEGER;

-- AlterTable
ALTER TABLE "order_lines" ADD COLUMN     "current_promised_date" DATE,
ADD COLUMN     "promise_changed_by" TEXT,
ADD COLUMN     "transport_cost" DECIMAL(18,2);

-- AlterTable
ALTER TABLE "scores" ADD COLUMN     "cut_off_at" TIMESTAMPTZ(3),
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "proposals" ADD COLUMN     "cause_evaluation_id" UUID;

-- CreateTable
CREATE TABLE "items" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "category" TEXT,
    "unit" TEXT,
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipt_reversals" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "receipt_external_id" TEXT NOT NULL,
    "quantity" DECIMAL(18,4) NOT NULL,
    "reversed_on" DATE NOT NULL,
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "receipt_reversals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shipments" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "line_external_id" TEXT NOT NULL,
    "quantity" DECIMAL(18,4) NOT NULL,
    "shipped_on" DATE NOT NULL,
    "expected_on" DATE,
    "batch" TEXT,
    "tracking_number" TEXT,
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "shipments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tracking_events" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "shipment_external_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "occurred_on" DATE NOT NULL,
    "place" TEXT,
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "tracking_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inspections" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "line_external_id" TEXT,
    "lot" TEXT,
    "inspected_on" DATE NOT NULL,
    "inspected_quantity" DECIMAL(18,4) NOT NULL,
    "rejected_quantity" DECIMAL(18,4) NOT NULL,
    "concession_quantity" DECIMAL(18,4) NOT NULL,
    "defect_type" TEXT,
    "disposition" TEXT,
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "inspections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoices" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "line_external_id" TEXT,
    "invoiced_on" DATE NOT NULL,
    "amount" DECIMAL(18,2) NOT NULL,
    "currency" TEXT,
    "due_on" DATE,
    "accurate" BOOLEAN,
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "invoice_external_id" TEXT NOT NULL,
    "paid_on" DATE NOT NULL,
    "amount" DECIMAL(18,2) NOT NULL,
    "currency" TEXT,
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "complaints" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "opened_on" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT,
    "item" TEXT,
    "description" TEXT,
    "answer_due_on" DATE,
    "answered_on" DATE,
    "closed_on" DATE,
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "complaints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stoppages" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "occurred_on" DATE NOT NULL,
    "hours" DECIMAL(12,4) NOT NULL,
    "reason" TEXT,
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "stoppages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "survey_answers" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "survey" TEXT NOT NULL,
    "answered_on" DATE NOT NULL,
    "respondent" TEXT,
    "score" DECIMAL(12,4) NOT NULL,
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "survey_answers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "progress_reports" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "reported_on" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT,
    "file_ids" UUID[],
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "progress_reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificates" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "issuer" TEXT,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "mandatory" BOOLEAN NOT NULL,
    "file_ids" UUID[],
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "certificates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contracts" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "price_terms" TEXT,
    "quality_specification" TEXT,
    "test_method" TEXT,
    "payment_terms" TEXT,
    "liquidated_damages" TEXT,
    "notice_days" INTEGER,
    "kpi_targets" JSONB,
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "contracts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_mappings" (
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_mappings_pkey" PRIMARY KEY ("name","version")
);

-- CreateTable
CREATE TABLE "connectors" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "mapping" TEXT NOT NULL,
    "shape" JSONB NOT NULL,
    "secret_name" TEXT,
    "every_minutes" INTEGER NOT NULL,
    "paused" BOOLEAN NOT NULL,
    "cursor" TEXT,
    "last_run_at" TIMESTAMPTZ(3),
    "last_import_id" UUID,
    "last_error" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connectors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supplier_submissions" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "file_ids" UUID[],
    "figures" JSONB,
    "submitted_by" TEXT NOT NULL,
    "contact_id" UUID,
    "channel" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "decided_by" TEXT,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "supplier_submissions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supplier_responses" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "case_id" UUID,
    "step" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "supplier_responses_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supplier_findings" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "certificate_id" UUID,
    "found_by" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_by" TEXT,
    "lifted_at" TIMESTAMPTZ(3),
    "lift_reason" TEXT,

    CONSTRAINT "supplier_findings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "segmentations" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "answers" JSONB NOT NULL,
    "figures" JSONB NOT NULL,
    "supply_risk" DECIMAL(5,2) NOT NULL,
    "profit_impact" DECIMAL(5,2) NOT NULL,
    "explanation" JSONB NOT NULL,
    "segment" TEXT NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "segmentations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "segment_overrides" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "category" TEXT,
    "segment" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "expires_on" DATE NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "segment_overrides_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duplicate_proposals" (
    "id" UUID NOT NULL,
    "first_id" UUID NOT NULL,
    "second_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "similarity" DECIMAL(5,4) NOT NULL,
    "evidence" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "duplicate_proposals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supplier_name_keys" (
    "supplier_id" UUID NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "supplier_name_keys_pkey" PRIMARY KEY ("supplier_id")
);

-- CreateTable
CREATE TABLE "monitoring_runs" (
    "id" UUID NOT NULL,
    "as_of" DATE NOT NULL,
    "notify" BOOLEAN NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "suppliers" INTEGER NOT NULL,
    "raised" INTEGER NOT NULL,
    "closed" INTEGER NOT NULL,
    "silent" JSONB NOT NULL,
    "requested_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "monitoring_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alerts" (
    "id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "supplier_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "raised_for" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "run_id" UUID NOT NULL,
    "raised_on" DATE NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_by" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "snoozed_until" DATE,
    "closed_on" DATE,
    "closed_at" TIMESTAMPTZ(3),
    "closed_because" TEXT,
    "closing_evidence" JSONB,
    "ended_for" TEXT,

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "superseded_scores" (
    "evaluation_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "segment" TEXT NOT NULL,
    "score" DECIMAL(4,1),
    "grade" TEXT NOT NULL,
    "indicators" JSONB NOT NULL,
    "explanation" JSONB NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "scored_at" TIMESTAMPTZ(3) NOT NULL,
    "cut_off_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3) NOT NULL,
    "restatement_id" UUID NOT NULL,

    CONSTRAINT "superseded_scores_pkey" PRIMARY KEY ("evaluation_id","supplier_id","revision")
);

-- CreateTable
CREATE TABLE "restatements" (
    "id" UUID NOT NULL,
    "import_id" UUID,
    "status" TEXT NOT NULL,
    "suppliers" INTEGER NOT NULL,
    "restated" INTEGER NOT NULL,
    "unchanged" INTEGER NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "restatements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "restatement_scopes" (
    "restatement_id" UUID NOT NULL,
    "evaluation_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "first_date" DATE NOT NULL,
    "last_date" DATE NOT NULL,
    "fate" TEXT,
    "done" BOOLEAN NOT NULL,

    CONSTRAINT "restatement_scopes_pkey" PRIMARY KEY ("restatement_id","evaluation_id","supplier_id")
);

-- CreateTable
CREATE TABLE "backtests" (
    "id" UUID NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "against_version" INTEGER NOT NULL,
    "request" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "result" JSONB,
    "error" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "backtests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "items_source_external_id_version_key" ON "items"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "receipt_reversals_source_external_id_version_key" ON "receipt_reversals"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "shipments_source_external_id_version_key" ON "shipments"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "tracking_events_source_external_id_version_key" ON "tracking_events"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "inspections_source_external_id_version_key" ON "inspections"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "invoices_source_external_id_version_key" ON "invoices"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "payments_source_external_id_version_key" ON "payments"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "complaints_source_external_id_version_key" ON "complaints"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "stoppages_source_external_id_version_key" ON "stoppages"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "survey_answers_source_external_id_version_key" ON "survey_answers"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "progress_reports_source_external_id_version_key" ON "progress_reports"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "certificates_source_external_id_version_key" ON "certificates"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "contracts_source_external_id_version_key" ON "contracts"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "connectors_name_key" ON "connectors"("name");

-- CreateIndex
CREATE INDEX "supplier_submissions_status_submitted_at_idx" ON "supplier_submissions"("status", "submitted_at");

-- CreateIndex
CREATE INDEX "supplier_submissions_supplier_id_submitted_at_idx" ON "supplier_submissions"("supplier_id", "submitted_at");

-- CreateIndex
CREATE INDEX "supplier_responses_supplier_id_asked_at_idx" ON "supplier_responses"("supplier_id", "asked_at");

-- CreateIndex
CREATE INDEX "supplier_responses_case_id_idx" ON "supplier_responses"("case_id");

-- CreateIndex
CREATE INDEX "supplier_findings_supplier_id_idx" ON "supplier_findings"("supplier_id");

-- CreateIndex
CREATE INDEX "segmentations_supplier_id_category_idx" ON "segmentations"("supplier_id", "category");

-- CreateIndex
CREATE INDEX "segment_overrides_supplier_id_idx" ON "segment_overrides"("supplier_id");

-- CreateIndex
CREATE INDEX "duplicate_proposals_status_similarity_idx" ON "duplicate_proposals"("status", "similarity");

-- CreateIndex
CREATE UNIQUE INDEX "duplicate_proposals_first_id_second_id_key" ON "duplicate_proposals"("first_id", "second_id");

-- CreateIndex
CREATE INDEX "monitoring_runs_started_at_id_idx" ON "monitoring_runs"("started_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "alerts_rule_supplier_id_subject_raised_for_key" ON "alerts"("rule", "supplier_id", "subject", "raised_for");

-- CreateIndex
CREATE INDEX "alerts_supplier_id_raised_on_idx" ON "alerts"("supplier_id", "raised_on");

-- CreateIndex
CREATE INDEX "alerts_status_severity_raised_on_idx" ON "alerts"("status", "severity", "raised_on");

-- CreateIndex
CREATE INDEX "restatements_status_requested_at_idx" ON "restatements"("status", "requested_at");

-- CreateIndex
CREATE INDEX "restatement_scopes_evaluation_id_supplier_id_idx" ON "restatement_scopes"("evaluation_id", "supplier_id");

-- CreateIndex
CREATE INDEX "backtests_policy_version_requested_at_idx" ON "backtests"("policy_version", "requested_at");

-- ---------------------------------------------------------------- what Prisma's schema cannot say
-- Similar names are found by their trigrams. The extension is trusted: the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX supplier_name_keys_similar ON supplier_name_keys USING gin (key gin_trgm_ops);

SELECT steward_protect(format('public.%I', name)::regclass)
  FROM unnest(ARRAY['items', 'receipt_reversals', 'shipments', 'tracking_events', 'inspections', 'invoices', 'payments', 'complaints',
    'stoppages', 'survey_answers', 'progress_reports', 'certificates', 'contracts', 'saved_mappings', 'connectors', 'supplier_submissions',
    'supplier_responses', 'supplier_findings', 'segmentations', 'segment_overrides', 'duplicate_proposals', 'supplier_name_keys',
    'monitoring_runs', 'alerts', 'superseded_scores', 'restatements', 'restatement_scopes', 'backtests']) AS name;

-- A fact is never changed: a newer version supersedes it. Only a merge of suppliers moves it, and for that both grants are there.
DO $$
DECLARE
  fact text;
BEGIN
  FOREACH fact IN ARRAY ARRAY['items', 'receipt_reversals', 'shipments', 'tracking_events', 'inspections', 'invoices', 'payments', 'complaints',
    'stoppages', 'survey_answers', 'progress_reports', 'certificates', 'contracts'] LOOP
    EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM steward_staff', fact);
    EXECUTE format('GRANT UPDATE (superseded_at) ON %I TO steward_staff', fact);
    EXECUTE format('CREATE UNIQUE INDEX %I ON %I (source, external_id) WHERE superseded_at IS NULL', fact || '_one_current', fact);
    EXECUTE format('CREATE INDEX %I ON %I (superseded_at) WHERE superseded_at IS NOT NULL', fact || '_superseded', fact);
    IF fact <> 'items' THEN EXECUTE format('GRANT UPDATE (supplier_id) ON %I TO steward_staff', fact); END IF;
  END LOOP;
END
$$;
GRANT UPDATE (supplier_id) ON order_lines, receipts TO steward_staff;
-- What was published stays as it was published.
REVOKE UPDATE, DELETE ON superseded_scores, saved_mappings FROM steward_staff;

-- The indicators read current facts of a supplier by the day they belong to.
CREATE INDEX receipt_reversals_current ON receipt_reversals (source, receipt_external_id) WHERE superseded_at IS NULL;
CREATE INDEX shipments_current_by_line ON shipments (source, line_external_id) WHERE superseded_at IS NULL;
CREATE INDEX tracking_events_current ON tracking_events (source, shipment_external_id) WHERE superseded_at IS NULL;
CREATE INDEX inspections_current ON inspections (supplier_id, inspected_on) WHERE superseded_at IS NULL;
CREATE INDEX inspections_current_by_line ON inspections (source, line_external_id) WHERE superseded_at IS NULL;
CREATE INDEX invoices_current ON invoices (supplier_id, invoiced_on) WHERE superseded_at IS NULL;
CREATE INDEX payments_current ON payments (source, invoice_external_id) WHERE superseded_at IS NULL;
CREATE INDEX complaints_current ON complaints (supplier_id, opened_on) WHERE superseded_at IS NULL;
CREATE INDEX stoppages_current ON stoppages (supplier_id, occurred_on) WHERE superseded_at IS NULL;
CREATE INDEX survey_answers_current ON survey_answers (supplier_id, answered_on) WHERE superseded_at IS NULL;
CREATE INDEX progress_reports_current ON progress_reports (supplier_id, reported_on) WHERE superseded_at IS NULL;
CREATE INDEX certificates_current ON certificates (supplier_id, valid_to) WHERE superseded_at IS NULL;
CREATE INDEX contracts_current ON contracts (supplier_id, valid_to) WHERE superseded_at IS NULL;

-- One open alert per rule, supplier and subject; one segmentation and one override in force.
CREATE UNIQUE INDEX alerts_one_open ON alerts (rule, supplier_id, subject) WHERE status <> 'closed';
CREATE UNIQUE INDEX segmentations_one_current ON segmentations (supplier_id, category) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX segment_overrides_one_current ON segment_overrides (supplier_id, coalesce(category, '')) WHERE ended_at IS NULL;

ALTER TABLE superseded_scores ADD CONSTRAINT superseded_scores_grade CHECK (grade IN ('A', 'B', 'C', 'N') AND (score IS NULL) = (grade = 'N'));
ALTER TABLE order_lines ADD CONSTRAINT order_lines_cancelled CHECK (cancelled_by IN ('buyer', 'supplier'));
ALTER TABLE order_lines ADD CONSTRAINT order_lines_promise_changed CHECK (promise_changed_by IN ('buyer', 'supplier'));
ALTER TABLE duplicate_proposals ADD CONSTRAINT duplicate_proposals_ordered CHECK (first_id < second_id);
ALTER TABLE alerts ADD CONSTRAINT alerts_status CHECK (status IN ('open', 'acknowledged', 'snoozed', 'closed') AND (closed_at IS NULL) = (status <> 'closed'));

-- Policies: a draft can be replaced; a backtest keeps what it found, supplier by supplier.
ALTER TABLE "policies" ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "backtest_outcomes" (
    "backtest_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "supplier_id" UUID NOT NULL,
    "segment" TEXT NOT NULL,
    "grade_before" TEXT NOT NULL,
    "score_before" DECIMAL(4,1),
    "grade_after" TEXT NOT NULL,
    "score_after" DECIMAL(4,1),
    "reason" JSONB,

    CONSTRAINT "backtest_outcomes_pkey" PRIMARY KEY ("backtest_id","position","supplier_id")
);
CREATE INDEX "backtests_status_requested_at_idx" ON "backtests"("status", "requested_at");
ALTER TABLE "backtest_outcomes" ADD CONSTRAINT "backtest_outcomes_backtest_id_fkey" FOREIGN KEY ("backtest_id") REFERENCES "backtests"("id") ON DELETE CASCADE ON UPDATE CASCADE;
SELECT steward_protect('public.backtest_outcomes'::regclass);
ALTER TABLE policies ADD CONSTRAINT policies_status CHECK (status IN ('draft', 'published', 'superseded', 'discarded'));
ALTER TABLE backtests ADD CONSTRAINT backtests_status CHECK (status IN ('running', 'completed', 'failed', 'cancelled') AND (finished_at IS NULL) = (status = 'running'));

-- A policy that was published is a record of how suppliers were judged: it can be superseded, and nothing else.
CREATE FUNCTION steward_keep_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'policy version % is kept: versions are never deleted', OLD.version USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.status <> 'draft' AND ((NEW.version, NEW.name, NEW.document, NEW.revision, NEW.created_by, NEW.created_at, NEW.published_at)
      IS DISTINCT FROM (OLD.version, OLD.name, OLD.document, OLD.revision, OLD.created_by, OLD.created_at, OLD.published_at)
      OR NOT (NEW.status = OLD.status OR OLD.status = 'published' AND NEW.status = 'superseded')) THEN
    RAISE EXCEPTION 'policy version % is %: it never changes again', OLD.version, OLD.status USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER policies_kept BEFORE UPDATE OR DELETE ON policies FOR EACH ROW EXECUTE FUNCTION steward_keep_policy();

-- An evaluation is judged to its end by the policy that it began with.
CREATE FUNCTION steward_keep_evaluation_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'evaluation % keeps policy version %', OLD.id, OLD.policy_version USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER evaluations_policy_kept BEFORE UPDATE OF policy_version ON evaluations
  FOR EACH ROW WHEN (NEW.policy_version IS DISTINCT FROM OLD.policy_version) EXECUTE FUNCTION steward_keep_evaluation_policy();

-- When the source last changed a fact: an older version that arrives later does not supersede a newer one.
DO $$
DECLARE
  fact text;
BEGIN
  FOREACH fact IN ARRAY ARRAY['order_lines', 'receipts', 'items', 'receipt_reversals', 'shipments', 'tracking_events', 'inspections', 'invoices',
    'payments', 'complaints', 'stoppages', 'survey_answers', 'progress_reports', 'certificates', 'contracts'] LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN recorded_at timestamptz(3)', fact);
  END LOOP;
END
$$;
-- Cleaning compares a line with the other lines of its item: unit, currency, outliers.
CREATE INDEX order_lines_current_by_item ON order_lines (source, item) WHERE superseded_at IS NULL AND item IS NOT NULL;
ALTER TABLE restatements ADD CONSTRAINT restatements_status CHECK (status IN ('pending', 'running', 'waiting', 'completed'));
ALTER TABLE restatement_scopes ADD CONSTRAINT restatement_scopes_fate CHECK (fate IN ('restated', 'unchanged', 'dropped'));
ALTER TABLE restatement_scopes ADD CONSTRAINT restatement_scopes_dates CHECK (first_date <= last_date);
-- The cases that a score of an evaluation opened are found by what opened them.
CREATE INDEX submissions_openings_by_evaluation ON submissions ((facts ->> 'evaluationId'), supplier_id) WHERE command = 'open';

-- Who ended an override; which names were compared already, by the words that tell suppliers apart; who was merged into whom; whose tax id it is.
ALTER TABLE segment_overrides ADD COLUMN ended_by TEXT;
ALTER TABLE supplier_name_keys ADD COLUMN core TEXT NOT NULL, ADD COLUMN compared_at TIMESTAMPTZ(3);
DROP INDEX supplier_name_keys_similar;
CREATE INDEX supplier_name_keys_similar ON supplier_name_keys USING gin (core gin_trgm_ops);
CREATE INDEX supplier_name_keys_waiting ON supplier_name_keys (supplier_id) WHERE compared_at IS NULL;
CREATE INDEX suppliers_merged ON suppliers (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX suppliers_tax_key ON suppliers (country, upper(regexp_replace(tax_id, '[^[:alnum:]]', '', 'g'))) WHERE tax_id IS NOT NULL AND merged_into_id IS NULL;
ALTER TABLE suppliers ADD CONSTRAINT suppliers_not_merged_into_itself CHECK (merged_into_id <> id);
ALTER TABLE suppliers ADD CONSTRAINT suppliers_pareto_class CHECK (pareto_class IN (1, 2, 3));
ALTER TABLE duplicate_proposals ADD CONSTRAINT duplicate_proposals_status CHECK (status IN ('open', 'dismissed', 'merged', 'obsolete'));

-- The indicators also read current receipts, what was taken back, and payments by supplier.
CREATE INDEX receipts_current ON receipts (supplier_id, received_on) WHERE superseded_at IS NULL;
CREATE INDEX receipt_reversals_current_by_supplier ON receipt_reversals (supplier_id) WHERE superseded_at IS NULL;
CREATE INDEX payments_current_by_supplier ON payments (supplier_id) WHERE superseded_at IS NULL;

-- Corrected rows are an import of their own, which tells whose they are.
ALTER TABLE "imports" ADD COLUMN     "retry_of_id" UUID;

-- ---------------------------------------------------------------- statistics
-- A planner that still believes a table to be empty reads it once for every supplier. Autovacuum looks every minute, an evaluation may
-- start seconds after an import; and only the owner of a table may analyse it. What has grown by a tenth since is analysed anew.
CREATE FUNCTION steward_refresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stale regclass;
BEGIN
  FOR stale IN
    SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_relation_size(c.oid) > 0
       AND (c.reltuples < 0 OR pg_relation_size(c.oid) / current_setting('block_size')::int > c.relpages * 1.1)
     ORDER BY c.oid
  LOOP
    EXECUTE format('ANALYZE %s', stale);
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION steward_refresh_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION steward_refresh_statistics() TO steward_staff;

-- ---------------------------------------------------------------- refusals
CREATE TABLE "refusals" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "indicator" TEXT NOT NULL,
    "refused_on" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_by" TEXT,
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdraw_reason" TEXT,

    CONSTRAINT "refusals_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "refusals_supplier_id_refused_on_idx" ON "refusals"("supplier_id", "refused_on");
SELECT steward_protect('refusals');
REVOKE UPDATE, DELETE ON refusals FROM steward_staff;
GRANT UPDATE (supplier_id, withdrawn_by, withdrawn_at, withdraw_reason) ON refusals TO steward_staff;
