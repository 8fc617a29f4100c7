import { SYSTEM } from '#domain/process/decision.js';
import type { Happening } from '#domain/rehearsal/story.js';
import type { Database } from '../database.js';

/** Something that happened, with the instant at which it was played and a key by which it is told once. */
export interface Played {
  readonly key: string;
  readonly at: Date;
  readonly happening: Undated;
  /** Orders what happened on one day of the same kind to the same supplier, where clocks that run side by side would not. */
  readonly order: string;
}

/** A {@link Happening} without its day. */
export type Undated = Happening extends infer Each ? (Each extends unknown ? Omit<Each, 'on'> : never) : never;

/** Everything worth telling that was played after an instant, in no order. */
export async function happenings(db: Database, since: Date): Promise<Played[]> {
  const rows = await db.prisma.$queryRaw<{ key: string; at: Date; happening: unknown; order: string }[]>`
    SELECT 'published ' || e.id AS key, e.published_at AS at, coalesce(e.segment, '') AS "order", jsonb_build_object('kind', 'published',
             'periodStart', e.period_start, 'periodEnd', e.period_end,
             'grades', (SELECT jsonb_build_object('A', count(*) FILTER (WHERE grade = 'A'), 'B', count(*) FILTER (WHERE grade = 'B'),
                          'C', count(*) FILTER (WHERE grade = 'C'), 'N', count(*) FILTER (WHERE grade = 'N')) FROM scores WHERE evaluation_id = e.id),
             'gradedC', (SELECT coalesce(jsonb_agg(s.name ORDER BY s.name), '[]') FROM scores x JOIN suppliers s ON s.id = x.supplier_id
                          WHERE x.evaluation_id = e.id AND x.grade = 'C')) AS happening
      FROM evaluations e WHERE e.published_at > ${since}
    UNION ALL
    SELECT 'restated ' || o.evaluation_id || o.supplier_id || o.revision, o.superseded_at, lpad(o.revision::text, 6, '0'), jsonb_build_object('kind', 'restated', 'supplier', s.name,
             'periodStart', n.period_start, 'periodEnd', n.period_end, 'before', o.grade,
             'after', coalesce((SELECT l.grade FROM superseded_scores l WHERE l.evaluation_id = o.evaluation_id AND l.supplier_id = o.supplier_id AND l.revision = o.revision + 1), n.grade))
      FROM superseded_scores o JOIN scores n USING (evaluation_id, supplier_id) JOIN suppliers s ON s.id = o.supplier_id WHERE o.superseded_at > ${since}
    UNION ALL
    SELECT 'raised ' || a.id, a.raised_at, '', jsonb_build_object('kind', 'alertRaised', 'supplier', s.name, 'rule', a.rule, 'severity', a.severity, 'raisedFor', a.raised_for,
      'category', a.evidence->>'category')
      FROM alerts a JOIN suppliers s ON s.id = a.supplier_id WHERE a.raised_at > ${since}
    UNION ALL
    SELECT 'closed ' || a.id, a.closed_at, '', jsonb_build_object('kind', 'alertClosed', 'supplier', s.name, 'rule', a.rule, 'raisedFor', a.raised_for, 'category', a.evidence->>'category',
             'because', coalesce(a.closed_because, ''))
      FROM alerts a JOIN suppliers s ON s.id = a.supplier_id WHERE a.closed_at > ${since}
    UNION ALL
    SELECT 'case ' || v.case_id || v.sequence || '-' || v.ordinal, v.at, concat_ws(' ', c.opened_at::date, c.cause, lpad(v.sequence::text, 6, '0'), lpad(v.ordinal::text, 6, '0')), jsonb_build_object('kind', 'case', 'supplier', s.name, 'event', v.type, 'severity', c.severity, 'data', v.data)
      FROM events v JOIN cases c ON c.id = v.case_id JOIN suppliers s ON s.id = v.supplier_id WHERE c.process = 'rectification' AND v.at > ${since}
    UNION ALL
    SELECT 'case ' || v.case_id || v.sequence || '-' || v.ordinal, v.at, concat_ws(' ', c.opened_at::date, lpad(v.sequence::text, 6, '0'), lpad(v.ordinal::text, 6, '0')), jsonb_build_object('kind', c.process, 'supplier', s.name, 'event', v.type, 'data', v.data)
      FROM events v JOIN cases c ON c.id = v.case_id JOIN suppliers s ON s.id = v.supplier_id WHERE c.process IN ('onboarding', 'phaseOut') AND v.at > ${since}
    UNION ALL
    SELECT 'proposed ' || p.id, p.proposed_at, '', jsonb_build_object('kind', 'proposed', 'supplier', s.name, 'proposal', p.kind, 'what', coalesce(p.detail ->> 'kind', p.kind), 'reason', p.reason)
      FROM proposals p JOIN suppliers s ON s.id = p.supplier_id WHERE p.proposed_at > ${since}
    UNION ALL
    SELECT 'decided ' || p.id, p.decided_at, '', jsonb_build_object('kind', 'decided', 'supplier', s.name, 'proposal', p.kind, 'what', coalesce(p.detail ->> 'kind', p.kind), 'decision', p.status)
      FROM proposals p JOIN suppliers s ON s.id = p.supplier_id WHERE p.decided_at > ${since}
    UNION ALL
    SELECT 'rated ' || v.id, v.closed_at, '', jsonb_build_object('kind', 'rated', 'periodStart', v.period_start, 'periodEnd', v.period_end,
             'asked', count(i.id), 'answered', count(i.id) FILTER (WHERE i.status = 'answered'))
      FROM surveys v JOIN survey_invitations i ON i.survey_id = v.id WHERE v.closed_at > ${since} AND i.status <> 'delegated' GROUP BY v.id
    UNION ALL
    SELECT 'calibrated ' || e.id, e.calibrated_at, coalesce(e.segment, ''), jsonb_build_object('kind', 'calibrated', 'periodStart', e.period_start, 'periodEnd', e.period_end,
             'use', e.ratings_used, 'byDeadline', e.calibrated_by = ${SYSTEM.id})
      FROM evaluations e WHERE e.calibrated_at > ${since}
    UNION ALL
    SELECT 'released ' || e.id, e.reviewed_at, coalesce(e.segment, ''), jsonb_build_object('kind', 'released', 'periodStart', e.period_start, 'periodEnd', e.period_end,
             'byDeadline', e.reviewed_by = ${SYSTEM.id})
      FROM evaluations e JOIN evaluation_stages g ON g.evaluation_id = e.id AND g.stage = 'review' WHERE e.reviewed_at > ${since}
    UNION ALL
    SELECT 'overridden ' || o.id, o.decided_at, '', jsonb_build_object('kind', 'overridden', 'supplier', s.name, 'before', o.computed_grade, 'after', o.grade)
      FROM score_overrides o JOIN suppliers s ON s.id = o.supplier_id WHERE o.origin = 'review' AND o.decided_at > ${since}
    UNION ALL
    SELECT 'appealed ' || a.id, a.submitted_at, '', jsonb_build_object('kind', 'appealed', 'supplier', s.name, 'periodStart', x.period_start, 'periodEnd', x.period_end)
      FROM appeals a JOIN suppliers s ON s.id = a.supplier_id JOIN scores x ON x.evaluation_id = a.evaluation_id AND x.supplier_id = a.supplier_id
     WHERE a.submitted_at > ${since}
    UNION ALL
    SELECT 'appealEnded ' || a.id, a.decided_at, '', jsonb_build_object('kind', 'appealEnded', 'supplier', s.name, 'periodStart', x.period_start, 'periodEnd', x.period_end,
             'decision', a.status, 'grade', x.grade)
      FROM appeals a JOIN suppliers s ON s.id = a.supplier_id JOIN scores x ON x.evaluation_id = a.evaluation_id AND x.supplier_id = a.supplier_id
     WHERE a.decided_at > ${since}
    UNION ALL
    SELECT 'mail ' || m.id, m.created_at, '', jsonb_build_object('kind', 'mailed', 'template', m.template, 'mails', 1, 'toSuppliers', (m.recipient_kind = 'contact')::int)
      FROM outbox m WHERE m.case_id IS NULL AND m.created_at > ${since}`;
  return rows.map((row) => ({ ...row, happening: row.happening as Undated }));
}
