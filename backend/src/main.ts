import { explainFailure } from './start/explain-failure.ts';
import { runServer } from './start/run-server.ts';

/** The production server: `node --import tsx backend/src/main.ts`, or `hilo serve`. */
try {
  await runServer();
} catch (error) {
  process.stderr.write(`${explainFailure(error)}\n`);
  process.exitCode = 1;
}
