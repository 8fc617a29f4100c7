import type { CommandContract } from '#workflows/shared/process-contract.js';
import type { z } from 'zod';
import type { FieldProblem } from './door.js';

type Json = Record<string, string | number | boolean | null | string[]>;

/** A body split as the road needs it: `facts` travel to the workflow, `content` stays in the database. */
export type ParsedCommand = { readonly facts: Json; readonly content: Json } | { readonly problems: readonly FieldProblem[] };

/**
 * The whole body of a command. Where the body decides on facts, a field that is none is refused: a mistyped one must not
 * turn into the default of the one that was meant. Elsewhere unknown fields are dropped.
 */
export function commandBody({ facts, content }: CommandContract): z.ZodObject {
  const body = facts.extend(content.shape);
  return Object.keys(facts.shape).length > 0 ? body.strict() : body;
}

/** Checks a body against the schemas of a command; a comment on an ineffective verification is asked for. */
export function parseCommand(name: string, contract: CommandContract, body: unknown): ParsedCommand {
  const checked = commandBody(contract).safeParse(body ?? {});
  if (!checked.success) return { problems: problemsOf(checked) };
  const facts = contract.facts.parse(checked.data);
  const content = contract.content.parse(checked.data);
  if (name === 'verify' && facts['result'] === 'ineffective' && content['comment'] === undefined) {
    return { problems: [{ path: 'comment', message: 'say what is missing, so that the supplier can mend it' }] };
  }
  return { facts: facts as Json, content: content as Json };
}

/** The fields that a schema refused; each unknown field by its own name. */
export function problemsOf({ error }: { readonly error?: z.ZodError | undefined }): FieldProblem[] {
  return (error?.issues ?? []).flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }];
    return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'there is no such field' }));
  });
}
