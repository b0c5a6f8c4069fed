import { createInterface } from 'node:readline/promises';

/** What a command needs of the terminal and process it runs in; tests hand in their own. */
export interface Terminal {
  /** The answer: what other programs read. */
  out(text: string): void;
  /** Everything else: questions, failures. */
  err(text: string): void;
  /** False where nobody can be asked. */
  isInteractive: boolean;
  ask(question: string): Promise<string>;
  /** True where a person reads the answer, and wants colours. */
  hasColours?: boolean;
  /** What is piped in. */
  input?: AsyncIterable<Buffer | string>;
  variables: Record<string, string | undefined>;
}

export const processTerminal: Terminal = {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  isInteractive: process.stdin.isTTY === true,
  ask: async (question) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await lines.question(question);
    } finally {
      lines.close();
    }
  },
  hasColours: wantsColours(process.env),
  input: process.stdin,
  variables: process.env,
};

/** As https://no-color.org and Node's own FORCE_COLOR have it. */
function wantsColours({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== '0';
  return process.stdout.isTTY === true && TERM !== 'dumb';
}
