-- AlterTable
ALTER TABLE "suppliers" ADD COLUMN     "orders_blocked_from" DATE;

-- CreateTable
CREATE TABLE "order_shares" (
    "id" UUID NOT NULL,
    "supplier_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "percent" DECIMAL(5,2),
    "valid_from" DATE NOT NULL,
    "case_id" UUID,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "order_shares_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supplier_backups" (
    "supplier_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "backup_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "supplier_backups_pkey" PRIMARY KEY ("supplier_id","category","backup_id")
);

-- CreateIndex
CREATE INDEX "order_shares_category_idx" ON "order_shares"("category");

-- CreateIndex
CREATE UNIQUE INDEX "order_shares_supplier_id_category_version_key" ON "order_shares"("supplier_id", "category", "version");

-- CreateIndex
CREATE INDEX "supplier_backups_backup_id_idx" ON "supplier_backups"("backup_id");

-- One version is the current one; before it is asked which, nobody else writes another.
CREATE UNIQUE INDEX order_shares_current ON order_shares (supplier_id, category) WHERE superseded_at IS NULL;
ALTER TABLE order_shares ADD CONSTRAINT order_shares_percent CHECK (percent BETWEEN 0 AND 100);
ALTER TABLE order_shares ADD CONSTRAINT order_shares_supplier FOREIGN KEY (supplier_id) REFERENCES suppliers (id);
ALTER TABLE supplier_backups ADD CONSTRAINT supplier_backups_supplier FOREIGN KEY (supplier_id) REFERENCES suppliers (id);
ALTER TABLE supplier_backups ADD CONSTRAINT supplier_backups_backup FOREIGN KEY (backup_id) REFERENCES suppliers (id);
ALTER TABLE supplier_backups ADD CONSTRAINT supplier_backups_other CHECK (supplier_id <> backup_id);

SELECT steward_protect('order_shares');
SELECT steward_protect('supplier_backups');
