import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { expect, test } from 'vitest';
import { brokenBuilds } from './catalogue.ts';
import { applyPatches, rootFolder } from './patch.ts';

const ids = catalogue.map((rule) => rule.id);

test('every rule has one broken build, and every broken build a rule', () => {
  expect(brokenBuilds.map((build) => build.rule).sort()).toEqual([...ids].sort());
  for (const { alsoBreaks = [] } of brokenBuilds) for (const id of alsoBreaks) expect(ids).toContain(id);
});

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
