import type { Command } from 'commander';
import { rotateIdentitySecret } from '../commands/operator/rotate-identity-secret.ts';
import { answer } from './answer.ts';
import { withContext } from './database.ts';
import { parseDurationMs } from './options.ts';
import type { Terminal } from './terminal.ts';

export function addSecretCommands(program: Command, terminal: Terminal): void {
  program
    .command('secret')
    .description('what a company signs identities with')
    .command('rotate')
    .description('make a new secret; the old one counts for a while more')
    .argument('<company-id>')
    .option('--grace <time>', 'how long the old one counts (default 24h)', parseDurationMs)
    .action(async (companyId: string, { grace: graceMs }: { grace?: number }, command: Command) => {
      const rotated = await withContext(terminal, (context) =>
        rotateIdentitySecret(context, { companyId, graceMs }),
      );
      const until =
        rotated.previousValidUntil === null
          ? ''
          : `\nThe old one counts until ${new Date(rotated.previousValidUntil).toISOString()}.`;
      answer(
        command,
        terminal,
        `The new identity secret of ${companyId}: ${rotated.identitySecret}${until}`,
        rotated,
      );
    });
}
