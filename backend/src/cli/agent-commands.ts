import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { changeAgentPassword } from '../commands/operator/change-agent-password.ts';
import { createAgent } from '../commands/operator/create-agent.ts';
import { answer } from './answer.ts';
import { withContext } from './database.ts';
import type { Terminal } from './terminal.ts';

const passwordVariable = 'HILO_AGENT_PASSWORD';

export function addAgentCommands(program: Command, terminal: Terminal): void {
  const agent = program.command('agent').description('agents');
  addCreate(agent, terminal);
  addPassword(agent, terminal);
}

/** What is typed as an option is seen by everybody on the machine. */
const choosing = `\nSet ${passwordVariable} to choose the password; it is then not printed.`;

function addCreate(agents: Command, terminal: Terminal): void {
  agents
    .command('create')
    .description('create an agent; prints a password once')
    .argument('<email>', 'what they sign in with')
    .requiredOption('--company <company-id>', 'whose conversations they answer')
    .requiredOption('--name <name>', 'as visitors read it')
    .addHelpText('after', choosing)
    .action(async (email: string, options: { company: string; name: string }, command: Command) => {
      const { password, chosen } = choosePassword(terminal);
      const agent = await withContext(terminal, (context) =>
        createAgent(context, { companyId: options.company, name: options.name, email, password }),
      );
      const said = `Created agent ${agent.name} (${agent.email}).`;
      if (chosen) answer(command, terminal, said, agent);
      else answer(command, terminal, `${said}\n${shownOnce(password)}`, { ...agent, password });
    });
}

function addPassword(agents: Command, terminal: Terminal): void {
  agents
    .command('password')
    .description('give an agent another password, and sign them out everywhere')
    .argument('<email>', 'what they sign in with')
    .addHelpText('after', choosing)
    .action(async (email: string, _options: object, command: Command) => {
      const { password, chosen } = choosePassword(terminal);
      const agent = await withContext(terminal, (context) =>
        changeAgentPassword(context, { email, password }),
      );
      const said = `Changed the password of ${agent.name} (${agent.email}), and ended ${agent.signedOut} of their sign-ins.`;
      if (chosen) answer(command, terminal, said, agent);
      else answer(command, terminal, `${said}\n${shownOnce(password)}`, { ...agent, password });
    });
}

function choosePassword({ variables }: Terminal): { password: string; chosen: boolean } {
  const chosen = variables[passwordVariable];
  return { password: chosen ?? randomBytes(15).toString('base64url'), chosen: chosen !== undefined };
}

const shownOnce = (password: string): string => `Their password, shown only now: ${password}`;
