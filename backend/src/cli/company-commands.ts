import { type Command, Option } from 'commander';
import { createCompany } from '../commands/operator/create-company.ts';
import { answer } from './answer.ts';
import { withContext } from './database.ts';
import { parseDurationMs } from './options.ts';
import type { Terminal } from './terminal.ts';

interface CreateOptions {
  name: string;
  policy: 'single' | 'multiple';
  solveAfter?: number;
}

export function addCompanyCommands(program: Command, terminal: Terminal): void {
  program
    .command('company')
    .description('companies')
    .command('create')
    .description('create a company; prints the secret that its servers sign identities with')
    .argument('<company-id>', 'lower-case letters, digits, _ and -')
    .requiredOption('--name <name>', 'as visitors read it')
    .addOption(
      new Option('--policy <policy>', 'open conversations per contact')
        .choices(['single', 'multiple'])
        .default('single'),
    )
    .option(
      '--solve-after <time>',
      'solve conversations without activity for so long (24h, 7d)',
      parseDurationMs,
    )
    .action(async (companyId: string, options: CreateOptions, command: Command) => {
      const { name, policy, solveAfter: solveAfterMs = null } = options;
      const made = await withContext(terminal, (context) =>
        createCompany(context, { companyId, name, policy, solveAfterMs }),
      );
      answer(
        command,
        terminal,
        `Created company ${companyId}.\nIts identity secret, for its servers alone: ${made.identitySecret}`,
        made,
      );
    });
}
