-- AlterTable
ALTER TABLE "suppliers" ADD COLUMN     "qualified_until" DATE;

-- CreateTable
CREATE TABLE "deputies" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "deputy_id" UUID NOT NULL,
    "from_day" DATE NOT NULL,
    "until_day" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "deputies_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "deputies_deputy_id_until_day_idx" ON "deputies"("deputy_id", "until_day");

-- CreateIndex
CREATE INDEX "deputies_person_id_until_day_idx" ON "deputies"("person_id", "until_day");

-- ---------------------------------------------------------------- what Prisma's schema cannot say
SELECT steward_protect('deputies');
ALTER TABLE deputies ADD CONSTRAINT deputies_another CHECK (person_id <> deputy_id);
ALTER TABLE deputies ADD CONSTRAINT deputies_days CHECK (from_day <= until_day);
-- A deputyship is ended, not forgotten: approvals were given by it.
REVOKE UPDATE, DELETE ON deputies FROM steward_staff;
GRANT UPDATE (ended_at) ON deputies TO steward_staff;
-- Qualifications that run out are looked for every day.
CREATE INDEX suppliers_qualified_until ON suppliers (qualified_until) WHERE qualified_until IS NOT NULL;
