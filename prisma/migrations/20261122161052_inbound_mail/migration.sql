-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "redirect_of" UUID;

-- AlterTable
ALTER TABLE "inbound_mails" ADD COLUMN     "authentication" JSONB,
ADD COLUMN     "decided_at" TIMESTAMPTZ(3),
ADD COLUMN     "decided_by" TEXT,
ADD COLUMN     "decision" TEXT,
ADD COLUMN     "helo" TEXT,
ADD COLUMN     "remote_address" TEXT;

-- CreateTable
CREATE TABLE "delivery_reports" (
    "id" UUID NOT NULL,
    "outbox_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "status" TEXT,
    "diagnostic" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "delivery_reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address_suppressions" (
    "id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "outbox_id" UUID,
    "suppressed_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_by" TEXT,
    "cleared_why" TEXT,

    CONSTRAINT "address_suppressions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "delivery_reports_outbox_id_at_idx" ON "delivery_reports"("outbox_id", "at");

-- CreateIndex
CREATE INDEX "address_suppressions_suppressed_at_id_idx" ON "address_suppressions"("suppressed_at", "id");

-- CreateIndex
CREATE INDEX "outbox_redirect_of_idx" ON "outbox"("redirect_of");

-- ---------------------------------------------------------------- what Prisma's schema cannot say
SELECT steward_protect(format('public.%I', name)::regclass) FROM unnest(ARRAY['delivery_reports', 'address_suppressions']) AS name;

-- An address is either written to or not.
CREATE UNIQUE INDEX address_suppressions_one_open ON address_suppressions (address) WHERE cleared_at IS NULL;
ALTER TABLE address_suppressions ADD CONSTRAINT address_suppressions_cleared CHECK ((cleared_at IS NULL) = (cleared_by IS NULL));
ALTER TABLE delivery_reports ADD CONSTRAINT delivery_reports_kind
  CHECK (source IN ('smtp', 'bounce') AND action IN ('failed', 'delayed', 'delivered', 'relayed', 'expanded'));
-- What was said stays as it was said.
REVOKE DELETE ON delivery_reports, address_suppressions FROM steward_staff;
REVOKE UPDATE ON delivery_reports FROM steward_staff;
