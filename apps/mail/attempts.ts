import { beginningOf, wellFormed } from '#messaging/inbound/well-formed.js';
import { parseReplyAddress } from '#messaging/reply-address.js';
import { settleInbound } from '#persistence/inbound/inbound.js';
import { getScorecard } from '#persistence/scorecards/scorecards.js';
import { NotYet } from './not-yet.js';
import { settleMail, type SettlePorts } from './settle.js';
import { reasonOf } from './smtp-listener.js';

/** How often a mail may fail by itself before a person gets it. */
export const MOST_ATTEMPTS = 5;

const LONGEST_REASON = 300;

/** Prisma's and PostgreSQL's codes for: no connection, no free connection, no time, shutting down, deadlock. */
const AWAY_CODES = /^(?:P10\d\d|P20(?:24|28|34|37)|08\w{3}|53\w{3}|57P0\d|40\w{3}|E(?:CONN\w+|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|NOSPC|IO|MFILE|NFILE|ACCES|ROFS|DQUOT))$/;
/** gRPC's codes for: cancelled, too late, exhausted, not there. */
const AWAY_STATUSES: readonly unknown[] = [1, 4, 8, 14];

/**
 * Settles mails and counts their failures: one that fails again and again though database, disk and Temporal are there is held
 * with the reason. The counts begin anew with the process.
 * @throws what `settle` throws, while the mail may be tried again
 */
export function settleInAttempts(settle: typeof settleMail = settleMail): typeof settleMail {
  const failures = new Map<string, number>();
  return async (ports, id) => {
    try {
      await settle(ports, id);
      failures.delete(id);
    } catch (error) {
      if (error instanceof NotYet || isAway(error) || !(await answers(ports))) throw error;
      const count = (failures.get(id) ?? 0) + 1;
      failures.set(id, count);
      if (count < MOST_ATTEMPTS) throw error;
      await hold(ports, id, error);
      failures.delete(id);
    }
  };
}

async function hold({ db, secret, now }: SettlePorts, id: string, error: unknown): Promise<void> {
  const reason = `failing: ${wellFormed(beginningOf(reasonOf(error), LONGEST_REASON))}`;
  const row = await db.prisma.inboundMail.findUnique({ where: { id }, select: { envelopeTo: true } });
  const address = row && parseReplyAddress(row.envelopeTo, secret);
  // The address of a scorecard names no case.
  const card = address?.genuine ? await getScorecard(db, address.caseId) : null;
  const about = card ? { supplierId: card.supplierId } : address?.genuine ? { caseId: address.caseId } : {};
  await settleInbound(db, id, { status: 'held', reason, ...about }, now());
  console.warn(`mail ${id} is held after ${MOST_ATTEMPTS} attempts: ${reasonOf(error)}`);
}

/** True for errors of what is around the mail, not of the mail. */
function isAway(error: unknown): boolean {
  let each = error;
  for (let depth = 0; depth < 5 && typeof each === 'object' && each !== null; depth++) {
    const code = 'code' in each ? each.code : undefined;
    if (typeof code === 'string' ? AWAY_CODES.test(code) : AWAY_STATUSES.includes(code)) return true;
    each = 'cause' in each ? each.cause : undefined;
  }
  return false;
}

/** An error that names no code may still mean that the database is gone. */
async function answers({ db }: SettlePorts): Promise<boolean> {
  return db.prisma.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
}
