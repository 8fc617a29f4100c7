-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "suppliers" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tax_id" TEXT,
    "country" TEXT,
    "time_zone" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "segment" TEXT NOT NULL,
    "grade" TEXT,
    "categories" TEXT[],
    "owner_id" UUID,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "suppliers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contacts" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "language" TEXT,
    "escalate_to_id" UUID,
    "position" INTEGER NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imports" (
    "id" UUID NOT NULL,
    "mapping" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "dry_run" BOOLEAN NOT NULL,
    "rows_read" INTEGER NOT NULL,
    "landed" INTEGER NOT NULL,
    "updated" INTEGER NOT NULL,
    "unchanged" INTEGER NOT NULL,
    "quarantined" INTEGER NOT NULL,
    "filtered" INTEGER NOT NULL,
    "warnings" INTEGER NOT NULL,
    "error" TEXT,
    "started_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_rows" (
    "id" BIGSERIAL NOT NULL,
    "import_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "column" TEXT,
    "value" TEXT,
    "rule" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "raw" JSONB,

    CONSTRAINT "import_rows_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_lines" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "order_number" TEXT,
    "item" TEXT,
    "category" TEXT,
    "ordered_quantity" DECIMAL(18,4) NOT NULL,
    "unit" TEXT NOT NULL,
    "unit_price" DECIMAL(18,6),
    "line_value" DECIMAL(18,2),
    "currency" TEXT,
    "order_date" DATE,
    "original_promised_date" DATE NOT NULL,
    "promised_date" DATE NOT NULL,
    "cancelled_by" TEXT,
    "cancelled_on" DATE,
    "cancelled_quantity" DECIMAL(18,4),
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipts" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "line_external_id" TEXT NOT NULL,
    "quantity" DECIMAL(18,4) NOT NULL,
    "received_on" DATE NOT NULL,
    "content_hash" TEXT NOT NULL,
    "import_id" UUID,
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "receipts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policies" (
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "policies_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "evaluations" (
    "id" UUID NOT NULL,
    "period_start" DATE NOT NULL,
    "period_end" DATE NOT NULL,
    "segment" TEXT,
    "official" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "scored" INTEGER NOT NULL,
    "requested_by" TEXT NOT NULL,
    "cut_off_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "evaluations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evaluation_members" (
    "evaluation_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "chunk" INTEGER NOT NULL,
    "segment" TEXT NOT NULL,

    CONSTRAINT "evaluation_members_pkey" PRIMARY KEY ("evaluation_id","supplier_id")
);

-- CreateTable
CREATE TABLE "scores" (
    "evaluation_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "official" BOOLEAN NOT NULL,
    "segment" TEXT NOT NULL,
    "period_start" DATE NOT NULL,
    "period_end" DATE NOT NULL,
    "score" DECIMAL(4,1),
    "grade" TEXT NOT NULL,
    "indicators" JSONB NOT NULL,
    "explanation" JSONB NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "scored_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scores_pkey" PRIMARY KEY ("evaluation_id","supplier_id")
);

-- CreateTable
CREATE TABLE "cases" (
    "id" UUID NOT NULL,
    "process" TEXT NOT NULL,
    "supplier_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "severity" TEXT,
    "stage" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "outcome" TEXT,
    "waiting_for" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "overdue" BOOLEAN NOT NULL,
    "owner_id" UUID,
    "policy_version" INTEGER NOT NULL,
    "confidential" BOOLEAN NOT NULL,
    "sequence" INTEGER NOT NULL,
    "schema_version" INTEGER NOT NULL,
    "state" JSONB NOT NULL,
    "head_hash" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "submissions" (
    "id" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "process" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "command" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "content" JSONB NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "expected_sequence" INTEGER,
    "status" TEXT NOT NULL,
    "refusal_code" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "submissions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "events" (
    "case_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "supplier_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "command_id" UUID,
    "submission_id" UUID,
    "data" JSONB NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "events_pkey" PRIMARY KEY ("case_id","sequence","ordinal")
);

-- CreateTable
CREATE TABLE "command_results" (
    "case_id" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "result" JSONB NOT NULL,

    CONSTRAINT "command_results_pkey" PRIMARY KEY ("case_id","command_id")
);

-- CreateTable
CREATE TABLE "proposals" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "supplier_id" UUID NOT NULL,
    "cause_case_id" UUID,
    "reason" TEXT NOT NULL,
    "for_role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision" TEXT,

    CONSTRAINT "proposals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "case_id" UUID,
    "supplier_id" UUID,
    "channel" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "recipient_kind" TEXT NOT NULL,
    "recipient_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "calendar" TEXT,
    "message_id" TEXT NOT NULL,
    "in_reply_to" TEXT,
    "references" TEXT[],
    "reply_to" TEXT,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "ambiguous" BOOLEAN NOT NULL,
    "attempt_started_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound_mails" (
    "id" UUID NOT NULL,
    "message_id" TEXT,
    "raw_sha256" TEXT NOT NULL,
    "raw_key" TEXT NOT NULL,
    "envelope_from" TEXT NOT NULL,
    "envelope_to" TEXT NOT NULL,
    "from_address" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "reply" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "case_id" UUID,
    "supplier_id" UUID,
    "submission_id" UUID,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbound_mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" UUID NOT NULL,
    "case_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "direction" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "author_kind" TEXT NOT NULL,
    "author_id" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "file_ids" UUID[],
    "source_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox" (
    "id" UUID NOT NULL,
    "message_id" TEXT,
    "from_address" TEXT NOT NULL,
    "to_addresses" TEXT[],
    "reply_to" TEXT,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT,
    "raw" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mailbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "files" (
    "id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "supplier_id" UUID,
    "case_id" UUID,
    "status" TEXT NOT NULL,
    "uploaded_by" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "people" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "roles" TEXT[],
    "language" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "roles" TEXT[],
    "person_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_links" (
    "hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_links_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "sessions" (
    "hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "principal" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_sha256" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "http_status" INTEGER,
    "location" TEXT,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("principal","route","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "suppliers_code_key" ON "suppliers"("code");

-- CreateIndex
CREATE INDEX "suppliers_name_id_idx" ON "suppliers"("name", "id");

-- CreateIndex
CREATE INDEX "suppliers_status_segment_idx" ON "suppliers"("status", "segment");

-- CreateIndex
CREATE INDEX "contacts_supplier_id_idx" ON "contacts"("supplier_id");

-- CreateIndex
CREATE INDEX "contacts_email_idx" ON "contacts"("email");

-- CreateIndex
CREATE INDEX "imports_started_at_id_idx" ON "imports"("started_at", "id");

-- CreateIndex
CREATE INDEX "import_rows_import_id_status_line_idx" ON "import_rows"("import_id", "status", "line");

-- CreateIndex
CREATE UNIQUE INDEX "order_lines_source_external_id_version_key" ON "order_lines"("source", "external_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "receipts_source_external_id_version_key" ON "receipts"("source", "external_id", "version");

-- CreateIndex
CREATE INDEX "evaluations_created_at_id_idx" ON "evaluations"("created_at", "id");

-- CreateIndex
CREATE INDEX "evaluation_members_evaluation_id_chunk_idx" ON "evaluation_members"("evaluation_id", "chunk");

-- CreateIndex
CREATE INDEX "scores_supplier_id_period_end_idx" ON "scores"("supplier_id", "period_end");

-- CreateIndex
CREATE INDEX "cases_process_status_stage_due_at_idx" ON "cases"("process", "status", "stage", "due_at");

-- CreateIndex
CREATE INDEX "cases_supplier_id_opened_at_idx" ON "cases"("supplier_id", "opened_at");

-- CreateIndex
CREATE INDEX "submissions_status_received_at_idx" ON "submissions"("status", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "submissions_case_id_command_id_key" ON "submissions"("case_id", "command_id");

-- CreateIndex
CREATE INDEX "events_supplier_id_at_idx" ON "events"("supplier_id", "at");

-- CreateIndex
CREATE INDEX "proposals_status_for_role_idx" ON "proposals"("status", "for_role");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_message_id_key" ON "outbox"("message_id");

-- CreateIndex
CREATE INDEX "outbox_status_created_at_idx" ON "outbox"("status", "created_at");

-- CreateIndex
CREATE INDEX "outbox_case_id_idx" ON "outbox"("case_id");

-- CreateIndex
CREATE INDEX "inbound_mails_status_received_at_idx" ON "inbound_mails"("status", "received_at");

-- CreateIndex
CREATE INDEX "inbound_mails_case_id_idx" ON "inbound_mails"("case_id");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_mails_raw_sha256_envelope_to_key" ON "inbound_mails"("raw_sha256", "envelope_to");

-- CreateIndex
CREATE INDEX "messages_case_id_at_idx" ON "messages"("case_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "messages_source_id_case_id_key" ON "messages"("source_id", "case_id");

-- CreateIndex
CREATE INDEX "mailbox_received_at_id_idx" ON "mailbox"("received_at", "id");

-- CreateIndex
CREATE INDEX "files_case_id_idx" ON "files"("case_id");

-- CreateIndex
CREATE INDEX "files_status_uploaded_at_idx" ON "files"("status", "uploaded_at");

-- CreateIndex
CREATE UNIQUE INDEX "people_email_key" ON "people"("email");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "sessions_person_id_idx" ON "sessions"("person_id");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- AddForeignKey
ALTER TABLE "suppliers" ADD CONSTRAINT "suppliers_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "people"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_supplier_id_fkey" FOREIGN KEY ("supplier_id") REFERENCES "suppliers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_policy_version_fkey" FOREIGN KEY ("policy_version") REFERENCES "policies"("version") ON DELETE RESTRICT ON UPDATE CASCADE;
