import { readdirSync, readFileSync } from 'node:fs';
import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { eventsOf, readBlob } from '@hilo/shared/trace/blob-read.ts';
import { describe, expect, it } from 'vitest';
import type { CaptureRecord } from '../../channel/messages.ts';
import { documentId, documentInfo, recordsFrom } from '../testing/live-chat.ts';
import { SessionFold } from './fold.ts';

const folder = new URL('../../../../shared/testing/fixtures/broken/', import.meta.url);
/** So many events come in one batch of a page that is watched. */
const batch = 20;

/** What the page of a really broken build told, from the recording of it. */
function recordsOf(name: string): CaptureRecord[] {
  const reading = readBlob(readFileSync(new URL(name, folder), 'utf8'));
  if (!reading.ok) throw new Error(reading.sentence);
  const events = reading.blob.loads.flatMap(eventsOf);
  return events.map((event, i) => ({ n: i + 1, event }));
}

describe('what a broken build does while the panel watches', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

  it('is recorded for every promise', () => {
    expect(names).toHaveLength(catalogue.length);
  });

  for (const name of names) {
    const ruleId = name.replace('.json', '');
    it(`[R6.4] shows as a violation of ${ruleId}, live, with its evidence among the events`, () => {
      const fold = new SessionFold({ kind: 'live', tabId: 1 });
      const records = recordsOf(name);
      const dropped = { count: 0, bytes: 0 };
      fold.take({ type: 'document', document: documentInfo(), lastN: records.length, dropped });
      for (let at = 0; at < records.length; at += batch) {
        fold.take(recordsFrom(at, records.slice(at, at + batch)));
      }
      expect(fold.heardUpTo(documentId)).toBe(records.length);
      const found = fold
        .session()
        .loads.flatMap((load) => load.violations.filter((violation) => violation.ruleId === ruleId));
      expect(found.length).toBeGreaterThan(0);
      for (const { evidence } of found) expect(evidence.length).toBeGreaterThan(0);
    });
  }
});
