-- AlterTable
ALTER TABLE "outbox" ADD COLUMN     "platform_id" TEXT;

-- AlterTable
ALTER TABLE "chat_channels" ADD COLUMN     "receive_name" TEXT;

-- CreateTable
CREATE TABLE "personal_chats" (
    "person_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "code_hash" TEXT,
    "code_expires_at" TIMESTAMPTZ(3),
    "guesses" INTEGER NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "verified_at" TIMESTAMPTZ(3),

    CONSTRAINT "personal_chats_pkey" PRIMARY KEY ("person_id","kind")
);

-- CreateIndex
CREATE INDEX "outbox_platform_id_idx" ON "outbox"("platform_id");

-- ---------------------------------------------------------------- what Prisma's schema cannot say
SELECT steward_protect('personal_chats');
-- A chat that is somebody's own is nobody else's.
CREATE UNIQUE INDEX personal_chats_one_person ON personal_chats (kind, destination) WHERE verified_at IS NOT NULL;
-- What our people say to each other in a chat is not the supplier's to read.
CREATE POLICY portal_reads_no_chats ON messages AS RESTRICTIVE FOR SELECT TO steward_portal
  USING (channel NOT IN ('slack', 'teams', 'dingtalk', 'feishu', 'wecom', 'telegram'));
