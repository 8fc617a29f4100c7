import { commandBody } from '#apps/door/parse.js';
import type { RectificationState } from '#domain/rectification/state.js';
import { LONGEST_TEXT } from '#domain/rectification/commands.js';
import { rectification } from '#workflows/rectification/contract.js';
import type { CommandContract } from '#workflows/shared/process-contract.js';
import { MESSAGE, type Offer, type OfferedField } from './offers.js';

/** Whether the page of any case can have a form of this name: a command that the supplier may give, or the message. */
export function isFormOfSuppliers(name: string): boolean {
  const commands: Readonly<Record<string, CommandContract>> = rectification.commands;
  return name === MESSAGE.form || (Object.hasOwn(commands, name) && commands[name]?.by !== 'buyer');
}

/** Forms of a case as it stands, for its supplier. */
export interface Offers {
  /** The step itself, then what brings more of the arc at once. */
  readonly steps: readonly Offer[];
  readonly extension: Offer | null;
}

/** What the supplier may do now: exactly the commands that the process allows it, each with the fields that its schema takes. */
export function offersOf(stored: unknown): Offers {
  const state = stored as RectificationState;
  const commands: Readonly<Record<string, CommandContract>> = rectification.commands;
  const offers = rectification.allowed(stored).flatMap((name) => {
    const contract = commands[name];
    return contract && contract.by !== 'buyer' ? [offerOf(name, contract, state)] : [];
  });
  const isExtension = ({ form }: Offer) => form === 'requestExtension';
  return { steps: offers.filter((offer) => !isExtension(offer)), extension: offers.find(isExtension) ?? null };
}

function offerOf(form: string, contract: CommandContract, state: RectificationState): Offer {
  const body = commandBody(contract);
  const brought = partsBrought(form, state.stage);
  const fields = Object.entries(body.shape).flatMap(([name, schema]): OfferedField[] => {
    if (name === 'files' || (PARTS.includes(name) && !brought.includes(name))) return [];
    const required = brought.includes(name) ? name !== 'nonDetection' : !('safeParse' in schema && (schema as { safeParse(value: unknown): { success: boolean } }).safeParse(undefined).success);
    if (name === 'businessDays') return [{ name, kind: 'number', required, least: 1, most: state.terms.extensionLimit }];
    return [{ name, kind: 'text', required, least: 1, most: LONGEST_TEXT }];
  });
  // In the order in which a report of the arc is written.
  return { form, takesFiles: 'files' in body.shape, fields: fields.sort((one, other) => orderOf(one.name) - orderOf(other.name)) };
}

/** Fields in which an answer brings parts of the arc that have not had their turn. */
const PARTS: readonly string[] = ['containment', 'rootCause', 'nonDetection'];

/** The parts that are asked for beside the text: those that this answer brings along, and the second half of the root causes. */
function partsBrought(form: string, stage: RectificationState['stage']): readonly string[] {
  if (form === 'submitRootCause') return stage === 'containing' ? ['containment', 'nonDetection'] : ['nonDetection'];
  if (form === 'submitPlan') return stage === 'containing' ? PARTS : stage === 'findingCause' ? ['rootCause', 'nonDetection'] : [];
  return [];
}

const ORDER = ['containment', 'rootCause', 'businessDays', 'nonDetection', 'text', 'reason'];

function orderOf(name: string): number {
  return ORDER.indexOf(name);
}
