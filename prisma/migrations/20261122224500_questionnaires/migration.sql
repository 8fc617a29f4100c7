-- CreateTable
CREATE TABLE "questionnaires" (
    "version" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "document" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "questionnaires_pkey" PRIMARY KEY ("version")
);

-- CreateIndex
CREATE UNIQUE INDEX "questionnaires_code_number_key" ON "questionnaires"("code", "number");

-- ---------------------------------------------------------------- what Prisma's schema cannot say
SELECT steward_protect('questionnaires');
CREATE UNIQUE INDEX questionnaires_one_published ON questionnaires (code) WHERE status = 'published';
-- A supplier's page asks what was published; drafts are ours.
CREATE POLICY portal_reads ON questionnaires FOR SELECT TO steward_portal USING (status IN ('published', 'superseded'));
GRANT SELECT ON questionnaires TO steward_portal;
