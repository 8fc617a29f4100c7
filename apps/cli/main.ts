import { Command } from 'commander';
import { ConfigurationError } from '#apps/configuration.js';
import { doctorCommand } from './commands/doctor.js';
import { evaluateCommand } from './commands/evaluate.js';
import { importCommand } from './commands/import.js';
import { inviteCommand } from './commands/invite.js';
import { rehearseCommand } from './commands/rehearse.js';
import { registerKeys } from './commands/keys.js';
import { migrateCommand } from './commands/migrate.js';
import { outcomesCommand } from './commands/outcomes.js';
import { policyCommand } from './commands/policy.js';
import { apiCommand, mailCommand, workerCommand } from './commands/roles.js';
import { schedulesCommand } from './commands/schedules.js';
import { startCommand } from './commands/start.js';
import { statusCommand } from './commands/status.js';
import { OperatorError } from './operator-error.js';

/** Every command of `steward`, in the order in which --help lists them. */
const commands = [
  startCommand,
  apiCommand,
  workerCommand,
  mailCommand,
  migrateCommand,
  importCommand,
  inviteCommand,
  evaluateCommand,
  policyCommand,
  rehearseCommand,
  schedulesCommand,
  outcomesCommand,
  statusCommand,
  doctorCommand,
];

/**
 * Runs the command that the arguments name; on failure prints what to do and sets exit code 1.
 * @param argv as process.argv: the first two entries are skipped
 */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  const program = new Command('steward').description('Runs the life of a supplier as durable workflows.').showHelpAfterError();
  for (const command of commands) program.addCommand(command());
  registerKeys(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    // What an operator can mend is told in words; anything else is a bug, and its stack helps to find it.
    const plain = error instanceof ConfigurationError || error instanceof OperatorError;
    console.error(plain ? error.message : error);
    process.exitCode = 1;
  }
}
