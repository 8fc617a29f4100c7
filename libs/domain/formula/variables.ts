import type { Expression, Test } from './expression.js';

/** The variables that a formula names, each once. */
export function variablesOf(expression: Expression): Set<string> {
  const found = new Set<string>();
  collect(expression, found);
  return found;
}

function collect(part: Expression | Test, found: Set<string>): void {
  if (part.kind === 'variable') found.add(part.name);
  for (const child of partsOf(part)) collect(child, found);
}

function partsOf(part: Expression | Test): readonly (Expression | Test)[] {
  switch (part.kind) {
    case 'number':
    case 'variable':
      return [];
    case 'least':
    case 'greatest':
      return part.of;
    case 'negative':
    case 'squareRoot':
    case 'not':
      return [part.of];
    case 'choice':
      return [part.test, part.then, part.otherwise];
    default:
      return [part.left, part.right];
  }
}
