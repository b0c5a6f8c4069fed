import { launchBrowser } from '../../backend/src/cli/replay/find-browser.ts';
import { keepBlob } from './keep-blob.ts';
import { openStudio, type Replayed, replayMany } from './many-sessions.ts';

/** `npm run replay:many -- [count] [first seed]`: random sessions, recorded and replayed; says N of N. */
const [count = 1_000, first = 1_001] = process.argv.slice(2).map(Number);
const atOnce = 4;

const browser = await launchBrowser(process.env);
const studio = await openStudio(browser);
try {
  const seeds = Array.from({ length: count }, (_, i) => first + i);
  let done = 0;
  const all = await replayMany(studio, seeds, atOnce, (replayed) => {
    done += 1;
    if (replayed.report.outcome !== 'identical')
      console.log(`${describe(replayed)}\n  ${keepBlob(replayed)}`);
    if (done % 25 === 0) console.log(`${done} of ${count} replayed`);
  });
  const identical = all.filter(({ report }) => report.outcome === 'identical').length;
  console.log(`${identical} of ${count} identical`);
  if (identical < count) process.exitCode = 1;
} finally {
  await studio.site.close();
  await browser.close();
}

function describe({ seed, report }: Replayed): string {
  return `session ${seed}: ${report.sentences.join('\n  ')}`;
}
