import { defaultTemplates, relationshipTemplate, type RelationshipTemplate } from '#domain/relationship/plan.js';
import { segments, type Segment } from '#domain/supplier/status.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { Prisma } from '../generated/client.js';

/** The template of a segment; version 0 is the default that nobody has changed. */
export interface TemplateRecord {
  readonly segment: Segment;
  readonly content: RelationshipTemplate;
  readonly version: number;
  readonly updatedBy: string | null;
  readonly updatedAt: Date | null;
}

/** The templates of all segments. */
export async function listTemplates(db: Database | Transaction): Promise<TemplateRecord[]> {
  const rows = new Map((await connectionOf(db).relationshipTemplate.findMany()).map((row) => [row.segment, row]));
  return segments.map((segment) => {
    const row = rows.get(segment);
    return row
      ? { segment, content: relationshipTemplate.parse(row.content), version: row.version, updatedBy: row.updatedBy, updatedAt: row.updatedAt }
      : { segment, content: defaultTemplates[segment], version: 0, updatedBy: null, updatedAt: null };
  });
}

/** The template that a new plan of this segment is made from. */
export async function templateOf(db: Database | Transaction, segment: Segment): Promise<RelationshipTemplate> {
  const found = (await listTemplates(db)).find((each) => each.segment === segment);
  return found?.content ?? defaultTemplates[segment];
}

/** Puts a template in the place of the one before; plans that were made from it stay as they are. */
export async function saveTemplate(db: Database, { segment, content, by, at }: { segment: Segment; content: RelationshipTemplate; by: string; at: Date }): Promise<void> {
  const columns = { content: content satisfies Prisma.InputJsonObject, updatedBy: by, updatedAt: at };
  await db.prisma.relationshipTemplate.upsert({ where: { segment }, create: { ...columns, segment, version: 1 }, update: { ...columns, version: { increment: 1 } } });
}
