import type { Command } from 'commander';
import { eraseContact } from '../commands/operator/erase-contact.ts';
import { exportContact } from '../commands/operator/export-contact.ts';
import { answer } from './answer.ts';
import { CliError } from './cli-error.ts';
import { withContext } from './database.ts';
import { parseUuid } from './options.ts';
import type { Terminal } from './terminal.ts';

interface Which {
  company: string;
  yes?: boolean;
}

export function addContactCommands(program: Command, terminal: Terminal): void {
  const contact = program.command('contact').description('what is kept about a person');
  contact
    .command('export')
    .description('print everything that is kept about a contact, as JSON')
    .argument('<contact-id>', 'its id, or one that was merged into it', parseUuid)
    .requiredOption('--company <company-id>')
    .action(async (contactId: string, { company: companyId }: Which) => {
      const exported = await withContext(terminal, (context) =>
        exportContact(context, { companyId, contactId }),
      );
      terminal.out(JSON.stringify(exported, null, 2));
    });
  contact
    .command('erase')
    .description('erase a contact and all of its conversations, for ever')
    .argument('<contact-id>', 'its id, or one that was merged into it', parseUuid)
    .requiredOption('--company <company-id>')
    .option('--yes', 'do not ask')
    .action(async (contactId: string, { company: companyId, yes }: Which, command: Command) => {
      if (!yes) await confirm(terminal, contactId);
      const { happenings: _, ...erased } = await withContext(terminal, (context) =>
        eraseContact(context, { companyId, contactId }),
      );
      const { conversations, messages } = erased;
      answer(
        command,
        terminal,
        `Erased contact ${erased.contactId}: ${conversations} conversations, ${messages} messages.`,
        erased,
      );
    });
}

/** Throws `CliError` unless the person says yes. */
async function confirm(terminal: Terminal, contactId: string): Promise<void> {
  if (!terminal.isInteractive) {
    throw new CliError('unable to erase without being sure; add --yes where nobody can be asked', 2);
  }
  const said = await terminal.ask(
    `Erase contact ${contactId} and all of its conversations, for ever? (yes/no) `,
  );
  if (said.trim().toLowerCase() !== 'yes') throw new CliError('Nothing was erased.');
}
