-- AlterTable
ALTER TABLE "meetings" ADD COLUMN     "action_ids" UUID[] DEFAULT ARRAY[]::UUID[];

-- CreateTable
CREATE TABLE "meeting_changes" (
    "id" UUID NOT NULL,
    "meeting_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "meeting_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meeting_answers" (
    "meeting_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "proposed_at" TIMESTAMPTZ(3),
    "comment" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "meeting_answers_pkey" PRIMARY KEY ("meeting_id","address")
);

-- CreateIndex
CREATE INDEX "meeting_changes_supplier_id_at_idx" ON "meeting_changes"("supplier_id", "at");

-- CreateIndex
CREATE INDEX "meeting_changes_meeting_id_at_idx" ON "meeting_changes"("meeting_id", "at");

-- CreateIndex
CREATE INDEX "meetings_status_starts_at_idx" ON "meetings"("status", "starts_at");

-- ---------------------------------------------------------------- what Prisma's schema cannot say
SELECT steward_protect('meeting_changes');
SELECT steward_protect('meeting_answers');
ALTER TABLE meetings DROP CONSTRAINT meetings_status;
ALTER TABLE meetings ADD CONSTRAINT meetings_status CHECK (status IN ('planned', 'held', 'missed', 'cancelled'));
ALTER TABLE meeting_answers ADD CONSTRAINT meeting_answers_answer CHECK (answer IN ('accepted', 'declined', 'tentative', 'proposed'));
-- What happened with a meeting is never written anew.
REVOKE UPDATE, DELETE ON meeting_changes FROM steward_staff;
