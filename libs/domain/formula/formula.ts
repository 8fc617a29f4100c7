import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import type { Comparison, Expression, Operation, Test } from './expression.js';

export { evaluate } from './evaluate.js';
export type { Expression } from './expression.js';

/** Longest formula, in characters. */
const LONGEST = 2_000;
/** Numbers, names and operations of one formula: as there are no loops, also the most steps that it can take. */
const MOST_NODES = 200;
const DEEPEST = 32;
const MOST_ARGUMENTS = 16;

/** What is wrong in a formula and where: `from` and `to` count characters from 0, line and column from 1. */
export interface FormulaFault {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A formula that was refused; every fault names its place and what is allowed there. */
export class FormulaInvalid extends Error {
  readonly code = 'formulaInvalid';

  constructor(readonly faults: readonly FormulaFault[]) {
    super(faults.map(({ line, column, message }) => `${line}:${column}: ${message}`).join('; '));
    this.name = 'FormulaInvalid';
  }
}

// The expression language is CEL's, of which only the syntax is taken: its own types would tell 1 from 1.0.
const parser = new Environment({
  unlistedVariablesAreDyn: true,
  limits: { maxAstNodes: MOST_NODES, maxDepth: DEEPEST, maxCallArguments: MOST_ARGUMENTS, maxListElements: MOST_ARGUMENTS, maxMapEntries: MOST_ARGUMENTS },
});

/**
 * Reads a formula over the named variables: decimal numbers, `+ - * /` (also `− × ÷`), parentheses, `min(a, b, …)`,
 * `max(a, b, …)`, `sqrt(a)`, `if(test, a, b)` or `test ? a : b`, and in tests `< <= > >= == !=`, `&& || !`.
 * Nothing else of the text is ever run. @throws FormulaInvalid
 */
export function parseFormula(text: string, variables: Iterable<string>): Expression {
  const faults: FormulaFault[] = [];
  const refuse = (from: number, to: number, message: string): never => {
    faults.push({ from, to, ...placeOf(text, from), message });
    throw new FormulaInvalid(faults);
  };
  if (text.length > LONGEST) refuse(LONGEST, text.length, `A formula has at most ${LONGEST} characters; this one has ${text.length}.`);
  // To the parser the rest of the line would be a remark: half of a formula would count for nothing, and nobody would see it.
  const remark = inCel(text).indexOf('//');
  if (remark >= 0) refuse(remark, remark + 2, `“${text.slice(remark, remark + 2)}” cannot stand here. ${ALLOWED}`);
  const read = new Reading(text, new Set(variables), (node, message) => {
    faults.push({ from: node.start, to: node.end, ...placeOf(text, node.start), message });
  });
  const expression = read.number(parsed(text, refuse));
  if (faults.length > 0) throw new FormulaInvalid(faults);
  return expression;
}

function parsed(text: string, refuse: (from: number, to: number, message: string) => never): ASTNode {
  try {
    return parser.parse(inCel(text)).ast;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const from = Math.min(error.range?.start ?? 0, text.length);
    return refuse(from, Math.max(error.range?.end ?? from, from), sayParseError(error, text.slice(from, error.range?.end)));
  }
}

/** `if` is a reserved word of CEL, and people write the signs of school; each stands for one of the same length, so that places stay. */
function inCel(text: string): string {
  return text.replace(/\bif(?=\s*\()/g, CHOICE).replaceAll('−', '-').replaceAll('×', '*').replaceAll('÷', '/');
}
const CHOICE = 'If';

function sayParseError({ code, summary }: ParseError, found: string): string {
  if (code === 'limit_exceeded') return `The formula is too large: at most ${MOST_NODES} numbers, names and operations, ${DEEPEST} deep, ${MOST_ARGUMENTS} arguments a function.`;
  if (code === 'unexpected_token' || code === 'expected_token' || code === 'unexpected_character')
    return found === '' ? 'The formula ends where something is missing.' : `“${found}” cannot stand here. ${ALLOWED}`;
  return `${summary}. ${ALLOWED}`;
}

const ALLOWED = 'Allowed are numbers, the names of measures, + - * / ( ), min, max, sqrt, if(test, a, b), and in tests < <= > >= == != && || !.';

const operations: Partial<Record<ASTNode['op'], Operation>> = { '+': 'plus', '-': 'minus', '*': 'times', '/': 'over' };
const comparisons: readonly string[] = ['<', '<=', '>', '>=', '==', '!='] satisfies Comparison[];
const functions = { min: 'least', max: 'greatest', sqrt: 'squareRoot', [CHOICE]: 'choice' } as const;

/** What stands for a part that was refused, so that the faults of the others are found too; it never gets out. */
const REFUSED: Expression = { kind: 'number', text: '0' };

/** Takes over what is on the allow-list, node by node; `refuse` hears of everything else. */
class Reading {
  constructor(
    private readonly text: string,
    private readonly variables: ReadonlySet<string>,
    private readonly refuse: (node: ASTNode, message: string) => void,
  ) {}

  number(node: ASTNode): Expression {
    switch (node.op) {
      case 'value':
        return this.literal(node);
      case 'id':
        return this.variable(node, node.args);
      case '-_':
        return { kind: 'negative', of: this.number(node.args) };
      case '+':
      case '-':
      case '*':
      case '/':
        return { kind: operations[node.op] ?? 'plus', left: this.number(node.args[0]), right: this.number(node.args[1]) };
      case '?:':
        return { kind: 'choice', test: this.test(node.args[0]), then: this.number(node.args[1]), otherwise: this.number(node.args[2]) };
      case 'call':
        return this.call(node, node.args[0], node.args[1]);
      default:
        return this.refused(node, `${this.nameOf(node)} is no number. ${ALLOWED}`);
    }
  }

  private literal(node: ASTNode): Expression {
    const written = this.text.slice(node.start, node.end);
    if (/^\d{1,15}(\.\d{1,10})?$/.test(written)) return { kind: 'number', text: written };
    if (/^\d/.test(written)) return this.refused(node, `${written} is no plain decimal number of at most 15 digits and 10 decimals, like 12.5.`);
    return this.refused(node, `${written} is no number. ${ALLOWED}`);
  }

  private variable(node: ASTNode, name: string): Expression {
    if (this.variables.has(name)) return { kind: 'variable', name };
    return this.refused(node, `${name} is no measure. Known are ${[...this.variables].join(', ')}.`);
  }

  private call(node: ASTNode, name: string, args: readonly ASTNode[]): Expression {
    const written = this.text.slice(node.start, node.start + name.length);
    const kind = Object.hasOwn(functions, name) && written !== CHOICE ? functions[name as keyof typeof functions] : undefined;
    const [first, second, third] = args;
    if (kind === 'choice' && first && second && third && args.length === 3)
      return { kind, test: this.test(first), then: this.number(second), otherwise: this.number(third) };
    if (kind === 'squareRoot' && first && args.length === 1) return { kind, of: this.number(first) };
    if ((kind === 'least' || kind === 'greatest') && args.length >= 2) return { kind, of: args.map((each) => this.number(each)) };
    if (kind === undefined) return this.refused(node, `There is no function ${written}. ${ALLOWED}`);
    const wanted = { choice: 'a test and two numbers', squareRoot: 'one number', least: 'two numbers or more', greatest: 'two numbers or more' };
    return this.refused(node, `${written} takes ${wanted[kind]}.`);
  }

  private test(node: ASTNode): Test {
    if (comparisons.includes(node.op)) {
      const { op, args } = node as Extract<ASTNode, { op: Comparison }>;
      return { kind: 'comparison', operator: op, left: this.number(args[0]), right: this.number(args[1]) };
    }
    if (node.op === '&&' || node.op === '||')
      return { kind: node.op === '&&' ? 'both' : 'either', left: this.test(node.args[0]), right: this.test(node.args[1]) };
    if (node.op === '!_') return { kind: 'not', of: this.test(node.args) };
    this.refused(node, `${this.nameOf(node)} is no test; compare two numbers, like linesDue > 3.`);
    return { kind: 'comparison', operator: '==', left: REFUSED, right: REFUSED };
  }

  private refused(node: ASTNode, message: string): Expression {
    this.refuse(node, message);
    return REFUSED;
  }

  private nameOf(node: ASTNode): string {
    const written = this.text.slice(node.start, node.end);
    const shown = `“${written.length > 60 ? `${written.slice(0, 60)}…` : written}”`;
    if (node.op === 'rcall') return `The method call ${shown}`;
    if (node.op === '.' || node.op === '[]') return `The access ${shown}`;
    return shown;
  }
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
