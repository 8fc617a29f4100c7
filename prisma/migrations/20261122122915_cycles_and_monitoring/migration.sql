-- AlterTable
ALTER TABLE "alerts" ADD COLUMN     "case_id" UUID,
ADD COLUMN     "told_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "evaluations" ADD COLUMN     "calibrated_at" TIMESTAMPTZ(3),
ADD COLUMN     "calibrated_by" TEXT,
ADD COLUMN     "cancel_reason" TEXT,
ADD COLUMN     "cancelled_by" TEXT,
ADD COLUMN     "collect_ratings" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "ratings_used" TEXT,
ADD COLUMN     "reviewed_at" TIMESTAMPTZ(3),
ADD COLUMN     "reviewed_by" TEXT,
ADD COLUMN     "schedule_id" UUID,
ADD COLUMN     "stage" TEXT NOT NULL DEFAULT 'scoring',
ADD COLUMN     "stage_due_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "submissions" ADD COLUMN     "batch_id" UUID;

-- AlterTable
ALTER TABLE "proposals" ADD COLUMN     "detail" JSONB,
ADD COLUMN     "proposed_by" TEXT;

-- AlterTable
ALTER TABLE "superseded_scores" ALTER COLUMN "restatement_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "evaluation_stages" (
    "evaluation_id" UUID NOT NULL,
    "stage" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "evaluation_stages_pkey" PRIMARY KEY ("evaluation_id","stage")
);

-- CreateTable
CREATE TABLE "evaluation_schedules" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "segment" TEXT,
    "cadence" TEXT NOT NULL,
    "after_days" INTEGER NOT NULL,
    "time_of_day" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "overlap" TEXT NOT NULL,
    "catch_up_days" INTEGER NOT NULL,
    "collect_ratings" BOOLEAN NOT NULL,
    "paused" BOOLEAN NOT NULL,
    "since" DATE NOT NULL,
    "revision" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),
    "last_run_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "evaluation_schedules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "score_overrides" (
    "id" UUID NOT NULL,
    "evaluation_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "origin" TEXT NOT NULL,
    "appeal_id" UUID,
    "computed_score" DECIMAL(4,1),
    "computed_grade" TEXT NOT NULL,
    "score" DECIMAL(4,1),
    "grade" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "lapsed_at" TIMESTAMPTZ(3),

    CONSTRAINT "score_overrides_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scorecards" (
    "id" UUID NOT NULL,
    "evaluation_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "outbox_id" UUID,
    "appeal_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scorecards_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "appeals" (
    "id" UUID NOT NULL,
    "evaluation_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "file_ids" UUID[],
    "channel" TEXT NOT NULL,
    "submitted_by" TEXT NOT NULL,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "lapsed_at" TIMESTAMPTZ(3),

    CONSTRAINT "appeals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consequences" (
    "id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "evaluation_id" UUID,
    "kind" TEXT NOT NULL,
    "terms" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "in_force_from" DATE NOT NULL,
    "in_force_until" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "consequences_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rater_assignments" (
    "person_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "assigned_by" TEXT NOT NULL,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rater_assignments_pkey" PRIMARY KEY ("person_id","supplier_id")
);

-- CreateTable
CREATE TABLE "surveys" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "evaluation_id" UUID,
    "title" TEXT NOT NULL,
    "questions" JSONB NOT NULL,
    "period_start" DATE NOT NULL,
    "period_end" DATE NOT NULL,
    "status" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "requested_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "cancelled_by" TEXT,
    "cancel_reason" TEXT,
    "not_asked_ids" UUID[],

    CONSTRAINT "surveys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "survey_invitations" (
    "id" UUID NOT NULL,
    "survey_id" UUID NOT NULL,
    "recipient_kind" TEXT NOT NULL,
    "recipient_id" UUID NOT NULL,
    "supplier_id" UUID,
    "subject_ids" UUID[],
    "status" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "reminded_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "delegated_to_id" UUID,
    "delegate_reason" TEXT,

    CONSTRAINT "survey_invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "survey_replies" (
    "invitation_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "value" DECIMAL(12,4),
    "comment" TEXT,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "survey_replies_pkey" PRIMARY KEY ("invitation_id","supplier_id","question")
);

-- CreateTable
CREATE TABLE "supplier_ratings" (
    "evaluation_id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "rated_on" DATE NOT NULL,
    "raters" INTEGER NOT NULL,
    "raw" DECIMAL(7,4) NOT NULL,
    "calibrated" DECIMAL(7,4),
    "used" DECIMAL(7,4),
    "detail" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "supplier_ratings_pkey" PRIMARY KEY ("evaluation_id","supplier_id")
);

-- CreateTable
CREATE TABLE "standards_reviews" (
    "id" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "evidence" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decision" TEXT,

    CONSTRAINT "standards_reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "links" (
    "hash" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "supplier_id" UUID,
    "recipient_kind" TEXT NOT NULL,
    "recipient_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "links_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "outcome_baselines" (
    "outcome" TEXT NOT NULL,
    "value" DECIMAL(24,10) NOT NULL,
    "period_start" DATE NOT NULL,
    "period_end" DATE NOT NULL,
    "source" TEXT NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outcome_baselines_pkey" PRIMARY KEY ("outcome")
);

-- CreateTable
CREATE TABLE "rehearsals" (
    "id" UUID NOT NULL,
    "request" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "progress" JSONB NOT NULL,
    "result" JSONB,
    "error" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rehearsals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "score_overrides_evaluation_id_supplier_id_idx" ON "score_overrides"("evaluation_id", "supplier_id");

-- CreateIndex
CREATE UNIQUE INDEX "scorecards_evaluation_id_supplier_id_revision_key" ON "scorecards"("evaluation_id", "supplier_id", "revision");

-- CreateIndex
CREATE INDEX "appeals_status_due_at_idx" ON "appeals"("status", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "appeals_evaluation_id_supplier_id_key" ON "appeals"("evaluation_id", "supplier_id");

-- CreateIndex
CREATE UNIQUE INDEX "consequences_proposal_id_key" ON "consequences"("proposal_id");

-- CreateIndex
CREATE INDEX "consequences_supplier_id_created_at_idx" ON "consequences"("supplier_id", "created_at");

-- CreateIndex
CREATE INDEX "consequences_created_at_id_idx" ON "consequences"("created_at", "id");

-- CreateIndex
CREATE INDEX "rater_assignments_supplier_id_idx" ON "rater_assignments"("supplier_id");

-- CreateIndex
CREATE UNIQUE INDEX "surveys_evaluation_id_key" ON "surveys"("evaluation_id");

-- CreateIndex
CREATE INDEX "surveys_created_at_id_idx" ON "surveys"("created_at", "id");

-- CreateIndex
CREATE INDEX "survey_invitations_recipient_id_status_idx" ON "survey_invitations"("recipient_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "survey_invitations_survey_id_recipient_kind_recipient_id_key" ON "survey_invitations"("survey_id", "recipient_kind", "recipient_id");

-- CreateIndex
CREATE INDEX "supplier_ratings_supplier_id_rated_on_idx" ON "supplier_ratings"("supplier_id", "rated_on");

-- CreateIndex
CREATE UNIQUE INDEX "standards_reviews_year_key" ON "standards_reviews"("year");

-- CreateIndex
CREATE INDEX "standards_reviews_status_due_at_idx" ON "standards_reviews"("status", "due_at");

-- CreateIndex
CREATE INDEX "links_kind_subject_id_idx" ON "links"("kind", "subject_id");

-- CreateIndex
CREATE INDEX "rehearsals_requested_at_id_idx" ON "rehearsals"("requested_at", "id");

-- CreateIndex
CREATE INDEX "alerts_run_id_idx" ON "alerts"("run_id");

-- CreateIndex
CREATE INDEX "evaluations_schedule_id_period_end_idx" ON "evaluations"("schedule_id", "period_end");

-- CreateIndex
CREATE INDEX "submissions_batch_id_id_idx" ON "submissions"("batch_id", "id");

-- CreateIndex
CREATE INDEX "proposals_supplier_id_proposed_at_idx" ON "proposals"("supplier_id", "proposed_at");

-- AddForeignKey
ALTER TABLE "evaluation_stages" ADD CONSTRAINT "evaluation_stages_evaluation_id_fkey" FOREIGN KEY ("evaluation_id") REFERENCES "evaluations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "survey_invitations" ADD CONSTRAINT "survey_invitations_survey_id_fkey" FOREIGN KEY ("survey_id") REFERENCES "surveys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "survey_replies" ADD CONSTRAINT "survey_replies_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "survey_invitations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "monitoring_schedule" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "time_of_day" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "paused" BOOLEAN NOT NULL,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "monitoring_schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_news" (
    "alert_id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_news_pkey" PRIMARY KEY ("alert_id","what")
);

-- CreateIndex
CREATE INDEX "alert_news_run_id_idx" ON "alert_news"("run_id");

-- AlterTable
ALTER TABLE "monitoring_runs" ADD COLUMN "told" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "opened" INTEGER NOT NULL DEFAULT 0;

-- ---------------------------------------------------------------- what Prisma's schema cannot say
SELECT steward_protect(format('public.%I', name)::regclass)
  FROM unnest(ARRAY['evaluation_stages', 'evaluation_schedules', 'score_overrides', 'scorecards', 'appeals', 'consequences', 'rater_assignments',
    'surveys', 'survey_invitations', 'survey_replies', 'supplier_ratings', 'standards_reviews', 'links', 'outcome_baselines', 'rehearsals', 'monitoring_schedule', 'alert_news']) AS name;

-- Evaluations of before knew no stages.
UPDATE evaluations SET stage = CASE status WHEN 'closed' THEN 'closed' WHEN 'failed' THEN 'failed' WHEN 'cancelled' THEN 'cancelled'
  WHEN 'published' THEN 'consequences' ELSE 'scoring' END;

ALTER TABLE evaluations ADD CONSTRAINT evaluations_ratings_used CHECK (ratings_used IN ('calibrated', 'raw'));
ALTER TABLE score_overrides ADD CONSTRAINT score_overrides_grade CHECK (grade IN ('A', 'B', 'C', 'N') AND (score IS NULL) = (grade = 'N'));
-- One override counts.
CREATE UNIQUE INDEX score_overrides_one_current ON score_overrides (evaluation_id, supplier_id) WHERE lapsed_at IS NULL;
ALTER TABLE appeals ADD CONSTRAINT appeals_status CHECK (status IN ('open', 'upheld', 'rejected', 'undecided') AND (status IN ('upheld', 'rejected')) = (decided_by IS NOT NULL));
ALTER TABLE survey_invitations ADD CONSTRAINT survey_invitations_status CHECK (status IN ('open', 'answered', 'delegated', 'missing'));
ALTER TABLE rehearsals ADD CONSTRAINT rehearsals_status CHECK (status IN ('running', 'completed', 'failed', 'cancelled') AND (finished_at IS NULL) = (status = 'running'));
-- Two schedules may not start the cycles of one segment.
CREATE UNIQUE INDEX evaluation_schedules_one_per_segment ON evaluation_schedules (coalesce(segment, '')) WHERE removed_at IS NULL;
ALTER TABLE monitoring_schedule ADD CONSTRAINT monitoring_schedule_one_row CHECK (id = 1);
CREATE UNIQUE INDEX evaluation_schedules_name ON evaluation_schedules (name) WHERE removed_at IS NULL;
-- What was said in the past stays as it was said.
REVOKE DELETE ON score_overrides, appeals, consequences, supplier_ratings FROM steward_staff;

-- ---------------------------------------------------------------- the supplier's portal
-- Of what concerns scores a supplier sees its own scorecards and appeals, and may appeal.
CREATE POLICY portal_reads ON scorecards FOR SELECT TO steward_portal USING (supplier_id = steward_supplier());
CREATE POLICY portal_reads ON scores FOR SELECT TO steward_portal USING (supplier_id = steward_supplier()
  AND EXISTS (SELECT FROM scorecards c WHERE c.evaluation_id = scores.evaluation_id AND c.supplier_id = scores.supplier_id));
CREATE POLICY portal_reads ON appeals FOR SELECT TO steward_portal USING (supplier_id = steward_supplier());
CREATE POLICY portal_writes ON appeals FOR INSERT TO steward_portal WITH CHECK (supplier_id = steward_supplier() AND channel = 'portal' AND status = 'open'
  AND EXISTS (SELECT FROM scorecards c WHERE c.evaluation_id = appeals.evaluation_id AND c.supplier_id = appeals.supplier_id AND c.appeal_until >= appeals.submitted_at));
GRANT SELECT ON scorecards, scores, appeals TO steward_portal;
GRANT INSERT ON appeals TO steward_portal;
-- Of the evaluations behind its scorecards it sees where they stand, what a person has set in place of what was computed, and what was said before.
CREATE POLICY portal_reads ON evaluations FOR SELECT TO steward_portal
  USING (EXISTS (SELECT FROM scorecards c WHERE c.evaluation_id = evaluations.id AND c.supplier_id = steward_supplier()));
CREATE POLICY portal_reads ON score_overrides FOR SELECT TO steward_portal USING (supplier_id = steward_supplier());
CREATE POLICY portal_reads ON superseded_scores FOR SELECT TO steward_portal USING (supplier_id = steward_supplier());
GRANT SELECT (id, status, stage, published_at) ON evaluations TO steward_portal;
GRANT SELECT ON score_overrides TO steward_portal;
GRANT SELECT (evaluation_id, supplier_id, revision, score, grade) ON superseded_scores TO steward_portal;

-- ---------------------------------------------------------------- suppliers rate us
-- A supplier sees what it was asked and what it has said, answers while it may, and passes on to its own contacts; what others say is not its to read.
CREATE POLICY portal_reads ON survey_invitations FOR SELECT TO steward_portal USING (supplier_id = steward_supplier());
CREATE POLICY portal_reads ON surveys FOR SELECT TO steward_portal
  USING (EXISTS (SELECT FROM survey_invitations i WHERE i.survey_id = surveys.id AND i.supplier_id = steward_supplier()));
-- It holds the survey while it answers, which takes a right to update; no update passes the check.
CREATE POLICY portal_holds ON surveys FOR UPDATE TO steward_portal
  USING (EXISTS (SELECT FROM survey_invitations i WHERE i.survey_id = surveys.id AND i.supplier_id = steward_supplier())) WITH CHECK (false);
CREATE POLICY portal_passes_on ON survey_invitations FOR INSERT TO steward_portal
  WITH CHECK (supplier_id = steward_supplier() AND subject_ids = ARRAY[steward_supplier()] AND status = 'open' AND recipient_kind = 'contact'
    AND EXISTS (SELECT FROM contacts c WHERE c.id = recipient_id AND c.supplier_id = steward_supplier())
    AND EXISTS (SELECT FROM surveys s WHERE s.id = survey_id AND s.status IN ('preparing', 'open')));
CREATE POLICY portal_answers ON survey_invitations FOR UPDATE TO steward_portal
  USING (supplier_id = steward_supplier() AND status = 'open')
  WITH CHECK (supplier_id = steward_supplier() AND subject_ids = ARRAY[steward_supplier()] AND status IN ('open', 'answered', 'delegated'));
CREATE POLICY portal_reads ON survey_replies FOR SELECT TO steward_portal
  USING (EXISTS (SELECT FROM survey_invitations i WHERE i.id = invitation_id AND i.supplier_id = steward_supplier()));
CREATE POLICY portal_writes ON survey_replies FOR INSERT TO steward_portal WITH CHECK (supplier_id = steward_supplier()
  AND EXISTS (SELECT FROM survey_invitations i WHERE i.id = invitation_id AND i.supplier_id = steward_supplier() AND i.status = 'open'));
CREATE POLICY portal_changes ON survey_replies FOR UPDATE TO steward_portal USING (supplier_id = steward_supplier()
  AND EXISTS (SELECT FROM survey_invitations i WHERE i.id = invitation_id AND i.supplier_id = steward_supplier() AND i.status = 'open'));
CREATE POLICY portal_takes_back ON survey_replies FOR DELETE TO steward_portal USING (supplier_id = steward_supplier()
  AND EXISTS (SELECT FROM survey_invitations i WHERE i.id = invitation_id AND i.supplier_id = steward_supplier() AND i.status = 'open'));
GRANT SELECT (id, kind, questions, period_start, period_end, status, due_at), UPDATE (id) ON surveys TO steward_portal;
GRANT SELECT, INSERT, UPDATE (status, answered_at, subject_ids, delegated_to_id, delegate_reason) ON survey_invitations TO steward_portal;
GRANT SELECT, INSERT, UPDATE (value, comment, saved_at), DELETE ON survey_replies TO steward_portal;
