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
  variables: process.env,
};
