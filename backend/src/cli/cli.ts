import { runCli } from './run-cli.ts';
import { processTerminal } from './terminal.ts';

/** The entry of `hilo`. A server that was started goes on; everything else ends with its code. */
process.exitCode = await runCli(process.argv.slice(2), processTerminal);
