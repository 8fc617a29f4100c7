import { doneOnce } from '#domain/consequences/due.js';
import { Prisma } from '../generated/client.js';

/**
 * One query for each place that tells of suppliers, of six columns: at, kind, id, supplier_id, case_id, data. Ids are unique within
 * a kind. What happened to a thing later – lifted, ended, closed – is an entry of its own; what ends by its date has one from then on,
 * by `at`.
 */
export function timelineSources(suppliers: readonly string[], at: Date): Prisma.Sql[] {
  const of = Prisma.sql`supplier_id = ANY(${suppliers}::uuid[])`;
  return [
    events(of),
    scores(suppliers),
    restatements(suppliers),
    messages(of),
    interactions(of),
    imports(of),
    segmentations(of),
    overridesMade(of),
    overridesEnded(of),
    merges(suppliers),
    findingsMade(of),
    findingsLifted(of),
    alertsRaised(of),
    alertsTold(of),
    alertsClosed(of),
    submissionsMade(of),
    submissionsDecided(of),
    scoreOverrides(of),
    appealsMade(of),
    appealsDecided(of),
    appealsLapsed(of),
    proposalsMade(of),
    proposalsDecided(of),
    consequencesMade(of),
    consequencesEnded(of),
    consequencesExpired(of, at),
    ratings(of),
    surveyAnswers(of),
    meetings(of),
    forecastsPublished(of),
    forecastsCommitted(of),
  ];
}

const events = (of: Prisma.Sql) => Prisma.sql`
  SELECT at, 'event', case_id || ':' || lpad(sequence::text, 8, '0') || ':' || lpad(ordinal::text, 4, '0'), supplier_id, case_id,
         jsonb_build_object('type', type, 'actorKind', actor_kind, 'actorId', actor_id, 'data', data)
    FROM events WHERE ${of}`;

/** As it was published: a restated one is told with its first figures, and its restatement beside it. */
const scores = (suppliers: readonly string[]) => Prisma.sql`
  SELECT e.published_at, 'score', s.evaluation_id::text || ':' || s.supplier_id, s.supplier_id, NULL::uuid,
         jsonb_build_object('evaluationId', s.evaluation_id, 'periodStart', s.period_start, 'periodEnd', s.period_end,
                            'score', CASE WHEN first.revision IS NULL THEN s.score ELSE first.score END,
                            'grade', CASE WHEN first.revision IS NULL THEN s.grade ELSE first.grade END, 'official', s.official)
    FROM scores s JOIN evaluations e ON e.id = s.evaluation_id
    LEFT JOIN superseded_scores first ON first.evaluation_id = s.evaluation_id AND first.supplier_id = s.supplier_id AND first.revision = 1
   WHERE s.supplier_id = ANY(${suppliers}::uuid[]) AND e.published_at IS NOT NULL`;

const restatements = (suppliers: readonly string[]) => Prisma.sql`
  SELECT old.superseded_at, 'restatement', old.evaluation_id::text || ':' || old.supplier_id || ':' || lpad(old.revision::text, 6, '0'), old.supplier_id, NULL::uuid,
         jsonb_build_object('evaluationId', old.evaluation_id, 'restatementId', old.restatement_id, 'periodStart', s.period_start, 'periodEnd', s.period_end,
                            'revision', old.revision + 1, 'scoreBefore', old.score, 'gradeBefore', old.grade,
                            'score', CASE WHEN next.revision IS NULL THEN s.score ELSE next.score END,
                            'grade', CASE WHEN next.revision IS NULL THEN s.grade ELSE next.grade END)
    FROM superseded_scores old JOIN scores s ON s.evaluation_id = old.evaluation_id AND s.supplier_id = old.supplier_id
    LEFT JOIN superseded_scores next ON next.evaluation_id = old.evaluation_id AND next.supplier_id = old.supplier_id AND next.revision = old.revision + 1
   WHERE s.supplier_id = ANY(${suppliers}::uuid[])`;

const messages = (of: Prisma.Sql) => Prisma.sql`
  SELECT at, 'message', id::text, supplier_id, case_id,
         jsonb_build_object('direction', direction, 'channel', channel, 'author', author, 'text', text)
    FROM messages WHERE ${of}`;

/** As it stands now. */
const interactions = (of: Prisma.Sql) => Prisma.sql`
  SELECT at, 'interaction', root_id::text, supplier_id, case_id,
         jsonb_build_object('interaction', kind, 'minutes', minutes, 'withWhom', with_whom, 'summary', summary, 'nextStep', next_step,
                            'followUpOn', follow_up_on, 'by', recorded_by)
    FROM interactions WHERE ${of} AND superseded_at IS NULL`;

const imports = (of: Prisma.Sql) => Prisma.sql`
  SELECT i.finished_at, 'import', i.id::text || ':' || landed.supplier_id, landed.supplier_id, NULL::uuid,
         jsonb_build_object('importId', i.id, 'fileName', i.file_name, 'orderLines', landed.lines)
    FROM (SELECT import_id, supplier_id, count(*) AS lines FROM order_lines WHERE ${of} GROUP BY 1, 2) landed
    JOIN imports i ON i.id = landed.import_id
   WHERE i.finished_at IS NOT NULL`;

const segmentations = (of: Prisma.Sql) => Prisma.sql`
  SELECT decided_at, 'segmentation', id::text, supplier_id, NULL::uuid,
         jsonb_build_object('category', category, 'segment', segment, 'supplyRisk', supply_risk, 'profitImpact', profit_impact,
                            'policyVersion', policy_version, 'by', decided_by)
    FROM segmentations WHERE ${of}`;

const overridesMade = (of: Prisma.Sql) => Prisma.sql`
  SELECT decided_at, 'override', id::text, supplier_id, NULL::uuid,
         jsonb_build_object('what', 'made', 'category', category, 'segment', segment, 'reason', reason, 'expiresOn', expires_on, 'by', decided_by)
    FROM segment_overrides WHERE ${of}`;

const overridesEnded = (of: Prisma.Sql) => Prisma.sql`
  SELECT ended_at, 'override', id::text || ':ended', supplier_id, NULL::uuid,
         jsonb_build_object('what', CASE WHEN ended_by = 'steward' THEN 'expired' ELSE 'ended' END, 'category', category, 'segment', segment, 'by', ended_by)
    FROM segment_overrides WHERE ${of} AND ended_at IS NOT NULL`;

const merges = (suppliers: readonly string[]) => Prisma.sql`
  SELECT decided_at, 'merge', id::text, (evidence -> 'merge' ->> 'keptId')::uuid, NULL::uuid,
         (evidence -> 'merge') || jsonb_build_object('reason', reason, 'by', decided_by, 'names', evidence -> 'names')
    FROM duplicate_proposals
   WHERE status = 'merged' AND (first_id = ANY(${suppliers}::uuid[]) OR second_id = ANY(${suppliers}::uuid[]))`;

const findingsMade = (of: Prisma.Sql) => Prisma.sql`
  SELECT found_at, 'finding', id::text, supplier_id, NULL::uuid,
         jsonb_build_object('what', 'found', 'finding', kind, 'reason', reason, 'certificateId', certificate_id, 'by', found_by)
    FROM supplier_findings WHERE ${of}`;

const findingsLifted = (of: Prisma.Sql) => Prisma.sql`
  SELECT lifted_at, 'finding', id::text || ':lifted', supplier_id, NULL::uuid,
         jsonb_build_object('what', 'lifted', 'finding', kind, 'reason', lift_reason, 'by', lifted_by)
    FROM supplier_findings WHERE ${of} AND lifted_at IS NOT NULL`;

const alertsRaised = (of: Prisma.Sql) => Prisma.sql`
  SELECT raised_at, 'alert', id::text, supplier_id, NULL::uuid,
         jsonb_build_object('what', 'raised', 'rule', rule, 'subject', subject, 'raisedFor', raised_for, 'severity', severity)
    FROM alerts WHERE ${of}`;

/** The last time that people were told of it. */
const alertsTold = (of: Prisma.Sql) => Prisma.sql`
  SELECT told_at, 'alert', id::text || ':told', supplier_id, case_id,
         jsonb_build_object('what', 'told', 'rule', rule, 'subject', subject, 'raisedFor', raised_for)
    FROM alerts WHERE ${of} AND told_at IS NOT NULL`;

const alertsClosed = (of: Prisma.Sql) => Prisma.sql`
  SELECT closed_at, 'alert', id::text || ':closed', supplier_id, NULL::uuid,
         jsonb_build_object('what', 'closed', 'rule', rule, 'subject', subject, 'raisedFor', raised_for, 'because', closed_because)
    FROM alerts WHERE ${of} AND closed_at IS NOT NULL`;

const submissionsMade = (of: Prisma.Sql) => Prisma.sql`
  SELECT submitted_at, 'submission', id::text, supplier_id, NULL::uuid,
         jsonb_build_object('what', 'submitted', 'submission', kind, 'text', text, 'channel', channel, 'by', submitted_by)
    FROM supplier_submissions WHERE ${of}`;

const submissionsDecided = (of: Prisma.Sql) => Prisma.sql`
  SELECT decided_at, 'submission', id::text || ':decided', supplier_id, NULL::uuid,
         jsonb_build_object('what', status, 'submission', kind, 'reason', reason, 'by', decided_by)
    FROM supplier_submissions WHERE ${of} AND decided_at IS NOT NULL`;

/** Told when the grade was public: before that it is no decision yet. */
const scoreOverrides = (of: Prisma.Sql) => Prisma.sql`
  SELECT greatest(o.decided_at, e.published_at), 'scoreOverride', o.id::text, o.supplier_id, NULL::uuid,
         jsonb_build_object('evaluationId', o.evaluation_id, 'origin', o.origin, 'gradeBefore', o.computed_grade, 'scoreBefore', o.computed_score,
                            'grade', o.grade, 'score', o.score, 'reason', o.reason, 'by', o.decided_by)
    FROM score_overrides o JOIN evaluations e ON e.id = o.evaluation_id
   WHERE o.${of} AND e.published_at IS NOT NULL AND (o.lapsed_at IS NULL OR o.lapsed_at > e.published_at)`;

const appealsMade = (of: Prisma.Sql) => Prisma.sql`
  SELECT submitted_at, 'appeal', id::text, supplier_id, NULL::uuid,
         jsonb_build_object('what', 'submitted', 'appealId', id, 'evaluationId', evaluation_id, 'text', text, 'channel', channel, 'by', submitted_by)
    FROM appeals WHERE ${of}`;

const appealsDecided = (of: Prisma.Sql) => Prisma.sql`
  SELECT decided_at, 'appeal', id::text || ':decided', supplier_id, NULL::uuid,
         jsonb_build_object('what', status, 'appealId', id, 'evaluationId', evaluation_id, 'reason', reason, 'by', decided_by)
    FROM appeals WHERE ${of} AND decided_at IS NOT NULL`;

const appealsLapsed = (of: Prisma.Sql) => Prisma.sql`
  SELECT lapsed_at, 'appeal', id::text || ':lapsed', supplier_id, NULL::uuid,
         jsonb_build_object('what', 'undecided', 'appealId', id, 'evaluationId', evaluation_id, 'reason', NULL, 'by', NULL)
    FROM appeals WHERE ${of} AND lapsed_at IS NOT NULL`;

const proposalsMade = (of: Prisma.Sql) => Prisma.sql`
  SELECT proposed_at, 'proposal', id::text, supplier_id, cause_case_id,
         jsonb_build_object('what', 'proposed', 'proposal', kind, 'reason', reason, 'consequence', detail ->> 'kind', 'evaluationId', cause_evaluation_id)
    FROM proposals WHERE ${of}`;

const proposalsDecided = (of: Prisma.Sql) => Prisma.sql`
  SELECT decided_at, 'proposal', id::text || ':decided', supplier_id, cause_case_id,
         jsonb_build_object('what', status, 'proposal', kind, 'reason', decision, 'consequence', detail ->> 'kind', 'evaluationId', cause_evaluation_id, 'by', decided_by)
    FROM proposals WHERE ${of} AND decided_at IS NOT NULL`;

const consequencesMade = (of: Prisma.Sql) => Prisma.sql`
  SELECT created_at, 'consequence', id::text, supplier_id, NULL::uuid,
         jsonb_build_object('what', 'inForce', 'consequence', kind, 'terms', terms, 'inForceFrom', in_force_from, 'inForceUntil', in_force_until, 'by', decided_by)
    FROM consequences WHERE ${of}`;

const consequencesEnded = (of: Prisma.Sql) => Prisma.sql`
  SELECT ended_at, 'consequence', id::text || ':ended', supplier_id, NULL::uuid,
         jsonb_build_object('what', 'ended', 'consequence', kind, 'reason', end_reason, 'by', ended_by)
    FROM consequences WHERE ${of} AND ended_at IS NOT NULL`;

/** From the first moment in which it does not hold any more, by the buyer's days, which are UTC. */
const consequencesExpired = (of: Prisma.Sql, at: Date) => Prisma.sql`
  SELECT (in_force_until + 1)::timestamp AT TIME ZONE 'UTC', 'consequence', id::text || ':expired', supplier_id, NULL::uuid,
         jsonb_build_object('what', 'expired', 'consequence', kind, 'inForceFrom', in_force_from, 'inForceUntil', in_force_until)
    FROM consequences
   WHERE ${of} AND ended_at IS NULL AND in_force_until < (${at.toISOString()}::timestamptz AT TIME ZONE 'UTC')::date AND kind <> ALL(${[...doneOnce]}::text[])`;

const ratings = (of: Prisma.Sql) => Prisma.sql`
  SELECT recorded_at, 'rating', evaluation_id::text || ':' || supplier_id, supplier_id, NULL::uuid,
         jsonb_build_object('evaluationId', evaluation_id, 'raters', raters, 'raw', raw, 'calibrated', calibrated)
    FROM supplier_ratings WHERE ${of}`;

/** What the supplier itself has answered. */
const surveyAnswers = (of: Prisma.Sql) => Prisma.sql`
  SELECT i.answered_at, 'survey', i.id::text, i.supplier_id, NULL::uuid, jsonb_build_object('what', 'answered', 'survey', v.kind, 'title', v.title)
    FROM survey_invitations i JOIN surveys v ON v.id = i.survey_id WHERE i.${of} AND i.answered_at IS NOT NULL`;

/** One that was held is told as what was written down of it. */
const meetings = (of: Prisma.Sql) => Prisma.sql`
  SELECT at, 'meeting', id::text, supplier_id, NULL::uuid,
         jsonb_build_object('what', what, 'meetingId', meeting_id, 'title', title, 'startsAt', starts_at, 'reason', reason, 'by', by)
    FROM meeting_changes WHERE ${of} AND what <> 'held'`;

const forecastsPublished = (of: Prisma.Sql) => Prisma.sql`
  SELECT published_at, 'forecast', id::text, supplier_id, NULL::uuid, jsonb_build_object('what', 'published', 'version', version, 'dueAt', due_at, 'by', published_by)
    FROM forecasts WHERE ${of}`;

/** As the supplier said last: until the deadline it may commit to something else. */
const forecastsCommitted = (of: Prisma.Sql) => Prisma.sql`
  SELECT f.committed_at, 'forecast', f.id::text || ':committed', f.supplier_id, NULL::uuid,
         jsonb_build_object('what', 'committed', 'version', f.version, 'lines', count(l.*), 'short', count(l.*) FILTER (WHERE l.committed_quantity < l.quantity))
    FROM forecasts f JOIN forecast_lines l ON l.forecast_id = f.id
   WHERE f.${of} AND f.committed_at IS NOT NULL GROUP BY f.id`;
