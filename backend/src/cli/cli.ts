import { explainBlobFailure, noAnswer } from './blob/explain-blob-failure.ts';
import { runCli } from './run-cli.ts';
import { processTerminal } from './terminal.ts';

const argv = process.argv.slice(2);
const [first, second = ''] = argv.filter((word) => !word.startsWith('-'));

// Who reads a pipe may have seen enough (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
// What fails beside a command, as in a browser that dies. Node would end with 1, which is an answer of these.
if (first === 'blob') {
  process.on('uncaughtException', (error) => {
    processTerminal.err(explainBlobFailure(error, second));
    process.exit(noAnswer);
  });
}

/** The entry of `hilo`. A server that was started goes on; everything else ends with its code. */
process.exitCode = await runCli(argv, processTerminal);
