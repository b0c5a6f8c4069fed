import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { createAgent } from '../commands/operator/create-agent.ts';
import { answer } from './answer.ts';
import { withContext } from './database.ts';
import type { Terminal } from './terminal.ts';

const passwordVariable = 'HILO_AGENT_PASSWORD';

export function addAgentCommands(program: Command, terminal: Terminal): void {
  program
    .command('agent')
    .description('agents')
    .command('create')
    .description('create an agent; prints a password once')
    .argument('<email>', 'what they sign in with')
    .requiredOption('--company <company-id>', 'whose conversations they answer')
    .requiredOption('--name <name>', 'as visitors read it')
    // Not an option: what is typed there is seen by everybody on the machine.
    .addHelpText('after', `\nSet ${passwordVariable} to choose the password; it is then not printed.`)
    .action(async (email: string, options: { company: string; name: string }, command: Command) => {
      const chosen = terminal.variables[passwordVariable];
      const password = chosen ?? randomBytes(15).toString('base64url');
      const agent = await withContext(terminal, (context) =>
        createAgent(context, { companyId: options.company, name: options.name, email, password }),
      );
      const said = `Created agent ${agent.name} (${agent.email}).`;
      if (chosen !== undefined) answer(command, terminal, said, agent);
      else
        answer(command, terminal, `${said}\nTheir password, shown only now: ${password}`, {
          ...agent,
          password,
        });
    });
}
