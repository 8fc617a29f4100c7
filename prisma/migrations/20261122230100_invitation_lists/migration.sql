-- CreateTable
CREATE TABLE "invitation_lists" (
    "id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "invited_by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "retry_of_id" UUID,
    "invited" INTEGER NOT NULL,
    "unchanged" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL,

    CONSTRAINT "invitation_lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation_rows" (
    "list_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "cells" JSONB NOT NULL,
    "problems" JSONB NOT NULL,
    "supplier_id" UUID,
    "case_id" UUID,

    CONSTRAINT "invitation_rows_pkey" PRIMARY KEY ("list_id","line")
);

-- CreateIndex
CREATE INDEX "invitation_lists_at_id_idx" ON "invitation_lists"("at", "id");

-- AddForeignKey
ALTER TABLE "invitation_rows" ADD CONSTRAINT "invitation_rows_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "invitation_lists"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------- what Prisma's schema cannot say
SELECT steward_protect('invitation_lists');
SELECT steward_protect('invitation_rows');
ALTER TABLE invitation_rows ADD CONSTRAINT invitation_rows_status CHECK (status IN ('invited', 'unchanged', 'refused', 'settled'));
