import { Command, CommanderError } from 'commander';
import { HiloError } from '../hilo-error.ts';
import { explainFailure } from '../start/explain-failure.ts';
import { addAgentCommands } from './agent-commands.ts';
import { addAuditCommand } from './audit-command.ts';
import { explainBlobFailure, noAnswer } from './blob/explain-blob-failure.ts';
import { addBlobCommands } from './blob-commands.ts';
import { CliError } from './cli-error.ts';
import { addCompanyCommands } from './company-commands.ts';
import { addContactCommands } from './contact-commands.ts';
import { addSecretCommands } from './secret-commands.ts';
import { addServerCommands } from './server-commands.ts';
import type { Terminal } from './terminal.ts';
import { addTraceCommands } from './trace-commands.ts';
import { addWidgetCommands } from './widget-commands.ts';

/**
 * 0: done. 1: it did not work. 2: it was asked wrongly. 3: nothing can be said for sure. Of blob commands 1 is an answer:
 * a promise is broken, two things differ. What cannot be read or done ends there with 2.
 */
export type ExitCode = 0 | 1 | 2 | 3;

/** Runs one command of `hilo`. Never throws: what went wrong is said in a sentence, and in the code. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let ofBlob: string | undefined;
  let answers = false;
  const program = createProgram(terminal).hook('preAction', (_program, command) => {
    if (command.parent?.name() === 'blob') ofBlob = command.name();
    answers = ofBlob !== undefined || command.name() === 'audit';
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    // Said by commander already; asking for help is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.err(ofBlob === undefined ? explainFailure(error) : explainBlobFailure(error, ofBlob));
    if (error instanceof CliError && error.exitCode !== undefined) return error.exitCode;
    if (answers) return noAnswer;
    return error instanceof HiloError && error.code === 'invalid_request' ? 2 : 1;
  }
}

function createProgram(terminal: Terminal): Command {
  const program = new Command('hilo')
    .description('Companies, widgets, agents, contacts, and what happened to them, from the command line.')
    .option('--json', 'answer in JSON, for programs')
    .exitOverride()
    .showHelpAfterError('(add --help for what it takes)')
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    });
  addCompanyCommands(program, terminal);
  addWidgetCommands(program, terminal);
  addAgentCommands(program, terminal);
  addSecretCommands(program, terminal);
  addContactCommands(program, terminal);
  addServerCommands(program, terminal);
  addTraceCommands(program, terminal);
  addBlobCommands(program, terminal);
  addAuditCommand(program, terminal);
  return program;
}
