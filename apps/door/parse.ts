import type { CommandContract } from '#workflows/shared/process-contract.js';
import type { z } from 'zod';
import type { FieldProblem } from './door.js';

type Json = Record<string, string | number | boolean | null | string[]>;

/** A body split as the road needs it: `facts` travel to the workflow, `content` stays in the database. */
export type ParsedCommand = { readonly facts: Json; readonly content: Json } | { readonly problems: readonly FieldProblem[] };

/** Checks a body against both schemas of a command; unknown fields are dropped, a comment on an ineffective verification is asked for. */
export function parseCommand(name: string, contract: CommandContract, body: unknown): ParsedCommand {
  const given = body ?? {};
  const facts = contract.facts.safeParse(given);
  const content = contract.content.safeParse(given);
  const problems = [...problemsOf(facts), ...problemsOf(content)];
  if (!facts.success || !content.success) return { problems: unique(problems) };
  if (name === 'verify' && facts.data['result'] === 'ineffective' && content.data['comment'] === undefined) {
    return { problems: [{ path: 'comment', message: 'say what is missing, so that the supplier can mend it' }] };
  }
  return { facts: facts.data as Json, content: content.data as Json };
}

/** The fields that a schema refused. */
export function problemsOf(result: z.ZodSafeParseResult<unknown>): FieldProblem[] {
  return (result.error?.issues ?? []).map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}

function unique(problems: readonly FieldProblem[]): FieldProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem])).values()];
}
