-- CreateTable
CREATE TABLE "relationship_plans" (
    "supplier_id" UUID NOT NULL,
    "segment" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "meeting_every_weeks" INTEGER,
    "meeting_minutes" INTEGER NOT NULL,
    "meeting_at" TEXT NOT NULL,
    "review_every_months" INTEGER NOT NULL,
    "next_review_on" DATE NOT NULL,
    "guests" JSONB NOT NULL,
    "started_on" DATE NOT NULL,
    "version" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "relationship_plans_pkey" PRIMARY KEY ("supplier_id")
);

-- CreateTable
CREATE TABLE "relationship_reviews" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "on" DATE NOT NULL,
    "decision" TEXT NOT NULL,
    "next_review_on" DATE NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "relationship_reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "relationship_entries" (
    "id" UUID NOT NULL,
    "root_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "supplier_id" UUID NOT NULL,
    "register" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "open" BOOLEAN NOT NULL,
    "due_on" DATE,
    "owner_id" UUID NOT NULL,
    "details" JSONB NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "relationship_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "relationship_templates" (
    "segment" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "relationship_templates_pkey" PRIMARY KEY ("segment")
);

-- CreateTable
CREATE TABLE "meetings" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "minutes" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "agenda" TEXT NOT NULL,
    "organizer_id" UUID NOT NULL,
    "contact_ids" UUID[],
    "guests" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "held_as" UUID,
    "by_rhythm" BOOLEAN NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "meetings_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "relationship_plans_next_review_on_idx" ON "relationship_plans"("next_review_on");

-- CreateIndex
CREATE INDEX "relationship_reviews_supplier_id_on_idx" ON "relationship_reviews"("supplier_id", "on");

-- CreateIndex
CREATE INDEX "relationship_entries_supplier_id_register_idx" ON "relationship_entries"("supplier_id", "register");

-- CreateIndex
CREATE INDEX "relationship_entries_owner_id_due_on_idx" ON "relationship_entries"("owner_id", "due_on");

-- CreateIndex
CREATE UNIQUE INDEX "relationship_entries_root_id_version_key" ON "relationship_entries"("root_id", "version");

-- CreateIndex
CREATE INDEX "meetings_supplier_id_starts_at_idx" ON "meetings"("supplier_id", "starts_at");

-- CreateIndex
CREATE INDEX "meetings_organizer_id_starts_at_idx" ON "meetings"("organizer_id", "starts_at");

-- ---------------------------------------------------------------- what Prisma's schema cannot say
SELECT steward_protect('relationship_plans');
SELECT steward_protect('relationship_reviews');
SELECT steward_protect('relationship_entries');
SELECT steward_protect('relationship_templates');
SELECT steward_protect('meetings');
CREATE UNIQUE INDEX relationship_entries_one_current ON relationship_entries (root_id) WHERE superseded_at IS NULL;
ALTER TABLE relationship_entries ADD CONSTRAINT relationship_entries_register CHECK (register IN ('target', 'milestone', 'risk', 'issue'));
ALTER TABLE meetings ADD CONSTRAINT meetings_status CHECK (status IN ('planned', 'held', 'cancelled'));
-- The rhythm makes one meeting at a time.
CREATE UNIQUE INDEX meetings_one_by_rhythm ON meetings (supplier_id) WHERE by_rhythm AND status = 'planned';
-- What was written down is never changed: a newer version supersedes it.
REVOKE UPDATE, DELETE ON relationship_entries FROM steward_staff;
GRANT UPDATE (superseded_at) ON relationship_entries TO steward_staff;
REVOKE UPDATE, DELETE ON relationship_reviews FROM steward_staff;
