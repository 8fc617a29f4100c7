-- AlterTable
ALTER TABLE "cases" ADD COLUMN     "merged_into_id" UUID,
ADD COLUMN     "readers" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "recurrence_of_id" UUID;

