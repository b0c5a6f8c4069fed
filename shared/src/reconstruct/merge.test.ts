import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blobOf } from '../../testing/trace-blob.ts';
import { openTab } from '../../testing/trace-builder.ts';
import { aBrowser } from '../../testing/trace-load.ts';
import type { Blob } from '../trace/blob-schema.ts';
import { describeClock, mergeTracks } from './merge.ts';
import { tracksOf } from './tracks.ts';

/** One person with two devices whose clocks are off, an agent in between. */
function twoDevices(skewMs: number, otherSkewMs: number, latencyMs = 20): [Blob, Blob] {
  const one = openTab({ browser: aBrowser({ skewMs }), latencyMs })
    .bootstrap()
    .start()
    .connect()
    .send('From here');
  const browser = aBrowser({ skewMs: otherSkewMs, deviceId: one.server.newId(), token: one.browser.token });
  const other = openTab({ server: one.server, browser, latencyMs: latencyMs * 2 });
  other.focus = one.focus;
  other.bootstrap().connect();
  one.agentReplies('To both').wait(1_000);
  other.send('From there').wait(500);
  one.read();
  return [blobOf(one, { includeText: true }), blobOf(other, { includeText: true })];
}

describe('[R1.4] several tabs on one clock', () => {
  it('finds how far each clock is off, and says how sure it is', () => {
    const { clocks } = mergeTracks(tracksOf(twoDevices(5_000, -120_000)));
    expect(clocks.map((clock) => Math.round(clock.offsetMs / 100) * 100)).toEqual([-5_000, 120_000]);
    expect(clocks.every((clock) => clock.samples > 3 && !clock.contradictory)).toBe(true);
    expect(describeClock(clocks[0]!)).toMatch(/^tab 1: its clock is \d+ ms ahead of the server, ± \d+ ms\.$/);
  });

  it('never claims to be surer than it is', () => {
    const skew = fc.integer({ min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(skew, skew, fc.integer({ min: 1, max: 3_000 }), (one, other, latencyMs) => {
        const { clocks } = mergeTracks(tracksOf(twoDevices(one, other, latencyMs)));
        for (const [n, truth] of [-one, -other].entries()) {
          const { offsetMs, uncertaintyMs, contradictory } = clocks[n]!;
          expect(contradictory).toBe(false);
          expect(Math.abs(offsetMs - truth)).toBeLessThanOrEqual((uncertaintyMs as number) + 1e-6);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('tells one story in the right order, and keeps every order that is known', () => {
    const blobs = twoDevices(60_000, -60_000);
    const tracks = tracksOf(blobs);
    const { entries } = mergeTracks(tracks);
    for (const track of tracks) {
      const seqs = entries.filter((entry) => entry.track === track.name).map((entry) => entry.event.seq);
      expect(seqs).toEqual(track.events.map((event) => event.seq));
    }
    const told = entries.flatMap(({ event, track }) => {
      if (event.kind !== 'request' || !event.path.endsWith('/messages')) return [];
      return [`${track}: ${(event.body as { body: string }).body}`];
    });
    expect(told).toEqual(['tab 1: From here', 'tab 2: From there']);
    const heard = entries.findIndex(
      ({ event }) => event.kind === 'frame' && JSON.stringify(event.data).includes('To both'),
    );
    const lines = entries.filter((entry) => entry.track === 'server');
    expect(heard).toBeGreaterThan(0);
    expect(lines.length).toBeGreaterThan(5);
  });

  it('puts the server’s line between the request and its answer, and never twice', () => {
    const blobs = twoDevices(3_000, 0);
    const { entries } = mergeTracks(tracksOf([...blobs, blobs[0]]));
    const spans = entries.filter((entry) => entry.track === 'server').map((entry) => entry.event.span);
    expect(new Set(spans).size).toBe(spans.length);
    for (const span of spans) {
      const kinds = entries.filter((entry) => entry.event.span === span).map((entry) => entry.event.kind);
      expect(kinds.indexOf('server')).toBeGreaterThan(Math.max(kinds.indexOf('request'), 0));
      expect(kinds.indexOf('server')).toBeLessThan(kinds.lastIndexOf('operation'));
    }
  });

  it('says so where the server was never heard', () => {
    const { clocks } = mergeTracks(tracksOf([blobOf(openTab().act('launcher_clicked'))]));
    expect(clocks[0]).toMatchObject({ uncertaintyMs: null, offsetMs: 0 });
    expect(describeClock(clocks[0]!)).toContain('could not be compared');
  });

  it('is not led astray by a clock that was set meanwhile', () => {
    const tab = openTab().bootstrap().start().connect().send('Before');
    for (const event of tab.events.slice(20)) event.wall += 7_200_000;
    const { clocks } = mergeTracks(tracksOf([blobOf(tab)]));
    expect(Math.abs(clocks[0]!.offsetMs)).toBeLessThan(100);
  });
});
