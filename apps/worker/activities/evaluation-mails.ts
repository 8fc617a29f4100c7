import { languageOf } from '#messaging/catalogs/speak.js';
import { cycleTask, type CycleTask } from '#messaging/letters/cycle-task.js';
import { renderLetter } from '#messaging/render.js';
import { activePeopleInRoles } from '#persistence/access/people.js';
import type { Database } from '#persistence/database.js';
import type { Person } from '#persistence/generated/client.js';
import { standingOf } from '#persistence/evaluations/stages.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { getEvaluation, type EvaluationRecord } from '#persistence/scoring/evaluations.js';
import type { ManagersTask } from '#workflows/evaluation-cycle/activities.js';
import { v5 as uuidv5 } from 'uuid';
import type { ComposeSettings } from './mail-parts.js';

/** What is told of which cycle. */
interface Telling {
  readonly evaluationId: string;
  readonly task: ManagersTask;
  readonly reminder: boolean;
  readonly at: Date;
}

/** Mails each manager, or where there is none each administrator, what of a cycle waits for a person. Repeated, it changes nothing. */
export async function tellManagers(db: Database, settings: ComposeSettings, telling: Telling): Promise<void> {
  const { evaluationId } = telling;
  const evaluation = await getEvaluation(db, evaluationId);
  const { dueAt } = await standingOf(db, evaluationId);
  // What nobody has time for is not asked.
  if (!evaluation || dueAt === null) return;
  const openAppeals = await db.prisma.appeal.count({ where: { evaluationId, status: 'open' } });
  const people = await activePeopleInRoles(db, 'manager', 'admin');
  const rows = people.map((person) => rowFor(person, { evaluation, dueAt, openAppeals, settings, telling }));
  await db.transaction((tx) => insertOutbox(tx, rows));
}

function rowFor(
  person: Person,
  parts: { evaluation: EvaluationRecord; dueAt: string; openAppeals: number; settings: ComposeSettings; telling: Telling },
): ReturnType<typeof noticeRow> {
  const { evaluation, settings, telling } = parts;
  const { task, reminder, at } = telling;
  const language = languageOf(person.language);
  const letter: CycleTask = {
    task,
    reminder,
    language,
    periodStart: evaluation.periodStart,
    periodEnd: evaluation.periodEnd,
    dueAt: parts.dueAt,
    timeZone: 'UTC',
    suppliers: evaluation.total,
    ...(task === 'calibration' ? {} : { grades: evaluation.grades }),
    openAppeals: parts.openAppeals,
    url: `${settings.publicUrl}/evaluations/${evaluation.id}`,
  };
  return noticeRow({
    id: uuidv5(`cycle ${task} ${reminder ? 'reminder' : 'asked'} ${person.id}`, evaluation.id),
    template: reminder ? `cycle.${task}.reminder` : `cycle.${task}`,
    recipient: { kind: 'person', id: person.id, address: person.email, language },
    mail: renderLetter(cycleTask(letter), { language, recipientName: person.name }),
    domain: settings.mail.domain,
    at,
  });
}
