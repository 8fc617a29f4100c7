-- AlterTable
ALTER TABLE "messages" ALTER COLUMN "case_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "interactions" (
    "id" UUID NOT NULL,
    "root_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "supplier_id" UUID NOT NULL,
    "case_id" UUID,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "minutes" INTEGER,
    "with_whom" TEXT NOT NULL,
    "contact_ids" UUID[],
    "summary" TEXT NOT NULL,
    "next_step" TEXT NOT NULL,
    "follow_up_on" DATE,
    "follow_up_by_id" UUID,
    "followed_up_at" TIMESTAMPTZ(3),
    "followed_up_by" TEXT,
    "correction" TEXT,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "interactions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "interactions_supplier_id_at_idx" ON "interactions"("supplier_id", "at");

-- CreateIndex
CREATE INDEX "interactions_follow_up_by_id_follow_up_on_idx" ON "interactions"("follow_up_by_id", "follow_up_on");

-- CreateIndex
CREATE UNIQUE INDEX "interactions_root_id_version_key" ON "interactions"("root_id", "version");

-- CreateIndex
CREATE INDEX "messages_supplier_id_at_idx" ON "messages"("supplier_id", "at");

-- ---------------------------------------------------------------- what Prisma's schema cannot say
SELECT steward_protect('interactions');
-- Of a message outside of any case the same source makes one as well.
CREATE UNIQUE INDEX messages_one_free ON messages (source_id) WHERE case_id IS NULL;
CREATE UNIQUE INDEX interactions_one_current ON interactions (root_id) WHERE superseded_at IS NULL;
ALTER TABLE interactions ADD CONSTRAINT interactions_kind CHECK (kind IN ('call', 'visit', 'meeting'));
ALTER TABLE interactions ADD CONSTRAINT interactions_follow_up CHECK ((follow_up_on IS NULL) = (follow_up_by_id IS NULL));
-- What was written down is never changed: a newer version supersedes it.
REVOKE UPDATE, DELETE ON interactions FROM steward_staff;
GRANT UPDATE (superseded_at, followed_up_at, followed_up_by) ON interactions TO steward_staff;
