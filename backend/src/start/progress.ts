import pc from 'picocolors';

/** What `npm start` is doing: one line per step, on standard error, so that standard output stays for the result. */
export interface Progress {
  step(words: string): void;
  fail(words: string): void;
}

export function createProgress(stream: NodeJS.WritableStream = process.stderr): Progress {
  return {
    step: (words) => void stream.write(`${pc.dim('·')} ${pc.dim(words)}\n`),
    fail: (words) => void stream.write(`${pc.red('✗')} ${words}\n`),
  };
}
