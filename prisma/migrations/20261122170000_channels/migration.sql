-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "held_reason" TEXT,
ADD COLUMN     "not_before" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "delivery_attempts" (
    "outbox_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "code" TEXT,
    "detail" TEXT,

    CONSTRAINT "delivery_attempts_pkey" PRIMARY KEY ("outbox_id","number")
);

-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "events" TEXT[],
    "secret_version" INTEGER NOT NULL,
    "paused" BOOLEAN NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_channels" (
    "kind" TEXT NOT NULL,
    "secret_name" TEXT NOT NULL,
    "sign_name" TEXT,
    "chat_id" TEXT,
    "paused" BOOLEAN NOT NULL,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_channels_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "channel_rates" (
    "key" TEXT NOT NULL,
    "free_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_rates_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "notification_preferences" (
    "person_id" UUID NOT NULL,
    "document" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_preferences_pkey" PRIMARY KEY ("person_id")
);

-- CreateIndex
CREATE INDEX "outbox_recipient_id_created_at_idx" ON "outbox"("recipient_id", "created_at");

SELECT steward_protect('delivery_attempts');
SELECT steward_protect('webhook_endpoints');
SELECT steward_protect('chat_channels');
SELECT steward_protect('channel_rates');
SELECT steward_protect('notification_preferences');
