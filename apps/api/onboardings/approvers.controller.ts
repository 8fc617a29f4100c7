import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { rightOf, type Right } from '#domain/onboarding/approvals.js';
import type { OnboardingState } from '#domain/onboarding/state.js';
import { approverRoles } from '#domain/onboarding/terms.js';
import { Refusal } from '#domain/process/decision.js';
import { approvingPeople } from '#persistence/access/deputies.js';
import { sameHand } from '#persistence/access/keys.js';
import { getCase } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import { onboarding } from '#workflows/onboarding/contract.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { id } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';

const person = { id: z.uuid(), name: z.string() };
const approvers = z
  .object({
    items: z.array(z.object({ ...person, role: z.enum(approverRoles), inPlaceOf: z.object(person).nullable().describe('Whose right it is, where it is not their own.') })),
  })
  .meta({ id: 'OnboardingApprovers' });

type Approver = z.infer<typeof approvers>['items'][number];

@ApiTags('onboardings')
@Controller('api/v1/onboardings')
export class ApproversController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Who may give the approval that is asked for now, by their own role, as a deputy, or because it was passed on to them; nobody outside of the approval.')
  @Get(':id/approvers')
  @Permit('onboarding:read')
  @Answers(200, approvers)
  async list(@Param('id', { schema: id }) caseId: string, @Caller() caller: Principal): Promise<z.infer<typeof approvers>> {
    const found = await getCase(this.db, caseId, onboarding.process, [caller.id]);
    if (!found) throw problems.notFound('This onboarding');
    const state = found.state as OnboardingState;
    if (state.stage !== 'approving' || state.information !== null) return { items: [] };
    return { items: await approversOf(this.db, state, this.now()) };
  }
}

/** What is refused to one hand of a person is refused to all: whoever had a hand in it counts with all of theirs. */
async function approversOf(db: Database, state: OnboardingState, at: Date): Promise<Approver[]> {
  const acted = [...new Set([...state.askedBy, ...state.approvals.flatMap(({ by, inPlaceOf }) => [by, ...(inPlaceOf === null ? [] : [inPlaceOf])])])];
  const [people, hands] = await Promise.all([approvingPeople(db, at), Promise.all(acted.map((each) => sameHand(db, each)))]);
  const barred = { ...state, askedBy: [...acted, ...hands.flat()] };
  const nameOf = new Map(people.map((each) => [each.id, each.name]));
  return people.flatMap(({ id: personId, name, roles, standsInFor }) => {
    const right = rightOrNone(() => rightOf(barred, { kind: 'staff', id: personId }, { roles, standsInFor: standsInFor.map((each) => ({ ...each, hands: [] })) }));
    if (right === null) return [];
    const { role, inPlaceOf } = right;
    return [{ id: personId, name, role, inPlaceOf: inPlaceOf === null ? null : { id: inPlaceOf, name: nameOf.get(inPlaceOf) ?? '' } }];
  });
}

function rightOrNone(find: () => Right): Right | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
