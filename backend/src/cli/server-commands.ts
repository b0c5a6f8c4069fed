import type { Command } from 'commander';
import { migrate } from '../db/migrate.ts';
import { migrationsFolder } from '../routes/readiness.ts';
import { runServer } from '../start/run-server.ts';
import { answer } from './answer.ts';
import { getDatabaseUrl } from './database.ts';
import type { Terminal } from './terminal.ts';

export function addServerCommands(program: Command, terminal: Terminal): void {
  program
    .command('migrate')
    .description('bring the database up to date; harmless where it is')
    .action(async (_options: unknown, command: Command) => {
      const { applied } = await migrate(await getDatabaseUrl(terminal), { folder: migrationsFolder });
      const sentence =
        applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`;
      answer(command, terminal, sentence, { applied });
    });
  program
    .command('serve')
    .description('run the server; settings come from the environment')
    .action(() => runServer(terminal.variables));
}
