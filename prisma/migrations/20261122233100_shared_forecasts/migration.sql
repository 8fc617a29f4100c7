-- CreateTable
CREATE TABLE "forecasts" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "contact_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "published_by" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "committed_at" TIMESTAMPTZ(3),
    "committed_by" UUID,

    CONSTRAINT "forecasts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "forecast_lines" (
    "forecast_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "supplier_id" UUID NOT NULL,
    "item" TEXT,
    "category" TEXT,
    "month" DATE NOT NULL,
    "quantity" DECIMAL(18,4) NOT NULL,
    "unit" TEXT NOT NULL,
    "committed_quantity" DECIMAL(18,4),
    "comment" TEXT NOT NULL,

    CONSTRAINT "forecast_lines_pkey" PRIMARY KEY ("forecast_id","position")
);

-- CreateIndex
CREATE INDEX "forecasts_due_at_idx" ON "forecasts"("due_at");

-- CreateIndex
CREATE UNIQUE INDEX "forecasts_supplier_id_version_key" ON "forecasts"("supplier_id", "version");

-- ---------------------------------------------------------------- what Prisma's schema cannot say
SELECT steward_protect('forecasts');
SELECT steward_protect('forecast_lines');
ALTER TABLE forecast_lines ADD CONSTRAINT forecast_lines_subject CHECK ((item IS NULL) <> (category IS NULL));
-- What was published is never changed; what the supplier commits to is its own to write, of its own forecast.
REVOKE UPDATE, DELETE ON forecasts, forecast_lines FROM steward_staff;
CREATE POLICY portal_reads ON forecasts FOR SELECT TO steward_portal USING (supplier_id = steward_supplier());
CREATE POLICY portal_commits ON forecasts FOR UPDATE TO steward_portal USING (supplier_id = steward_supplier()) WITH CHECK (supplier_id = steward_supplier());
CREATE POLICY portal_reads ON forecast_lines FOR SELECT TO steward_portal USING (supplier_id = steward_supplier());
CREATE POLICY portal_commits ON forecast_lines FOR UPDATE TO steward_portal USING (supplier_id = steward_supplier()) WITH CHECK (supplier_id = steward_supplier());
GRANT SELECT, UPDATE (committed_at, committed_by) ON forecasts TO steward_portal;
GRANT SELECT, UPDATE (committed_quantity, comment) ON forecast_lines TO steward_portal;
