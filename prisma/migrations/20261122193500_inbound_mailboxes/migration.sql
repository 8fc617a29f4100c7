-- CreateTable
CREATE TABLE "inbound_mailboxes" (
    "name" TEXT NOT NULL,
    "uid_validity" BIGINT NOT NULL,
    "last_uid" BIGINT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inbound_mailboxes_pkey" PRIMARY KEY ("name")
);

SELECT steward_protect('inbound_mailboxes');
