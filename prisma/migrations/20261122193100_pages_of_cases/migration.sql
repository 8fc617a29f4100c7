-- AlterTable
ALTER TABLE "links" ADD COLUMN     "generation" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "portal_drafts" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "contact_id" UUID NOT NULL,
    "form" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "file_ids" UUID[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "portal_drafts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "portal_drafts_updated_at_idx" ON "portal_drafts"("updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "portal_drafts_kind_subject_id_contact_id_form_key" ON "portal_drafts"("kind", "subject_id", "contact_id", "form");

-- ---------------------------------------------------------------- rights
SELECT steward_protect('portal_drafts');
CREATE POLICY portal_holds ON portal_drafts TO steward_portal USING (supplier_id = steward_supplier()) WITH CHECK (supplier_id = steward_supplier());
GRANT SELECT, INSERT, DELETE, UPDATE (fields, file_ids, updated_at) ON portal_drafts TO steward_portal;

-- Remarks among colleagues are not the supplier's to read, nor is what Steward notes of mails that did not arrive.
DROP POLICY portal_reads ON messages;
CREATE POLICY portal_reads ON messages FOR SELECT TO steward_portal
  USING (supplier_id = steward_supplier() AND channel <> 'note' AND author_kind <> 'system');

-- What a step said, without what colleagues decide among themselves.
CREATE POLICY portal_reads ON submissions FOR SELECT TO steward_portal
  USING (supplier_id = steward_supplier() AND command NOT IN ('comment', 'reassign', 'mergeTwin', 'decideEffectiveness')
         AND (status = 'applied' OR actor_kind = 'contact'));
GRANT SELECT (id, case_id, supplier_id, command, content, status, actor_kind, channel, received_at) ON submissions TO steward_portal;

-- Files of remarks among colleagues stay with them: a kept file is the supplier's to read where it stands in a message that it may read.
DROP POLICY portal_reads ON files;
CREATE POLICY portal_reads ON files FOR SELECT TO steward_portal USING (supplier_id = steward_supplier()
  AND (status = 'pending' OR EXISTS (SELECT FROM messages m WHERE m.supplier_id = files.supplier_id AND files.id = ANY (m.file_ids))));
-- What is in no answer yet can be taken back.
CREATE POLICY portal_takes_back ON files FOR DELETE TO steward_portal USING (supplier_id = steward_supplier() AND status = 'pending');
GRANT DELETE ON files TO steward_portal;
