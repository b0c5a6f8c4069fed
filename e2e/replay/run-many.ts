import { launchBrowser } from '../../backend/src/cli/replay/find-browser.ts';
import { keepBlob } from './keep-blob.ts';
import { openStudio, type Replayed, replayMany } from './many-sessions.ts';

/** `npm run replay:many -- [count] [first seed]`: random sessions, recorded, judged and replayed; says N of N. */
const [count = 1_000, first = 1_001] = process.argv.slice(2).map(Number);
const atOnce = 4;

const browser = await launchBrowser(process.env);
const studio = await openStudio(browser);
try {
  const seeds = Array.from({ length: count }, (_, i) => first + i);
  let done = 0;
  const all = await replayMany(studio, seeds, atOnce, (replayed) => {
    done += 1;
    if (!isGood(replayed)) console.log(`${describe(replayed)}\n  ${keepBlob(replayed)}`);
    if (done % 25 === 0) console.log(`${done} of ${count} replayed`);
  });
  const identical = all.filter(({ report }) => report.outcome === 'identical').length;
  const kept = all.filter(({ broken }) => broken.length === 0).length;
  console.log(`${identical} of ${count} identical, ${kept} of ${count} keep every promise`);
  if (!all.every(isGood)) process.exitCode = 1;
} finally {
  await studio.site.close();
  await browser.close();
}

function isGood({ report, broken }: Replayed): boolean {
  return report.outcome === 'identical' && broken.length === 0;
}

function describe({ seed, report, broken }: Replayed): string {
  return [`session ${seed}: ${report.sentences.join('\n  ')}`, ...broken].join('\n  ');
}
