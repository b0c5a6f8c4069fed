import { expect, it } from 'vitest';
import { computeWireHash } from '../../testing/wire-table.ts';
import { protocolVersion, wireHash } from './version.ts';

it('the wire is the one that was agreed on', () => {
  const now = computeWireHash();
  const advice = [
    'What travels has changed: a route, a frame, an error or a close code.',
    'Not meant? Undo it. Meant? In shared/src/protocol/version.ts',
    `  1. set wireHash to '${now}';`,
    `  2. raise protocolVersion to ${protocolVersion + 1} if a widget that is already loaded in a browser could not talk to the new server`,
    '     (a field it sends is refused, or one it needs is gone); something added that it can ignore needs no new version;',
    '  3. run `npm run docs`.',
  ];
  expect(wireHash, advice.join('\n')).toBe(now);
});

it('the version counts from 1', () => {
  expect(Number.isInteger(protocolVersion) && protocolVersion >= 1).toBe(true);
});
