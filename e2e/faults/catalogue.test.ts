import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { eventsOf, readBlob } from '@hilo/shared/trace/blob-read.ts';
import { expect, test } from 'vitest';
import { findSurprise } from './broken-build.ts';
import { brokenBuilds } from './catalogue.ts';
import { fixtureFile, judge } from './fixture.ts';
import { applyPatches, rootFolder } from './patch.ts';

const ids = catalogue.map((rule) => rule.id);

test('every rule has one broken build, and every broken build a rule', () => {
  expect(brokenBuilds.map((build) => build.rule).sort()).toEqual([...ids].sort());
  for (const { alsoBreaks = [] } of brokenBuilds) for (const id of alsoBreaks) expect(ids).toContain(id);
});

for (const build of brokenBuilds) {
  test(`what the build recorded that breaks ${build.rule} is judged now as it was`, () => {
    const reading = readBlob(readFileSync(fixtureFile(`broken/${build.rule}`), 'utf8'));
    if (!reading.ok) throw new Error(reading.sentence);
    const broken = judge(reading.blob.loads.flatMap(eventsOf)).filter(({ status }) => status === 'violated');
    expect(
      findSurprise(
        build,
        broken.map(({ rule }) => rule.id),
      ),
    ).toBeUndefined();
  });
}

for (const { rule, widget = [], server = [] } of brokenBuilds) {
  const patches = [...widget, ...server];
  if (patches.length === 0) continue;
  test(`what breaks ${rule} fits into the sources as they are`, () => {
    for (const file of new Set(patches.map((patch) => patch.file))) {
      const source = readFileSync(join(rootFolder, file), 'utf8');
      expect(applyPatches(file, source, patches)).not.toBe(source);
    }
  });
}
