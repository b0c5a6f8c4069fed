import { readFileSync } from 'node:fs';
import { aChat } from '@hilo/shared/testing/trace-blob.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { describe, expect, it } from 'vitest';
import { historiesOf, keysAt, textOf, valueAt, withMoreKeys } from './keys.ts';
import { findRole, isWidgetKey, keyRoles, keysOfWidget } from './roles.ts';
import { diffValues } from './value-diff.ts';

const { events } = aChat();
const last = events.at(-1)!;

function stored(t: number, more: object): TraceEvent {
  return {
    ...last,
    kind: 'storage',
    t,
    op: 'write',
    cause: 'widget',
    key: 'chatVisitorProfile-wgt_pots',
    ...more,
  } as TraceEvent;
}

describe('the role of each key', () => {
  const table = readFileSync(new URL('../../../../../docs/source-of-truth.md', import.meta.url), 'utf8');
  const documented = [...table.matchAll(/^\| `(chat[A-Za-z]+)-<widgetId>/gm)].map(([, name]) => name);

  it('is told for every key of docs/source-of-truth.md, and for no other', () => {
    expect(new Set(keyRoles.map(({ name }) => name))).toEqual(new Set(documented));
    expect(documented).toHaveLength(5);
  });

  it('is found by the key’s name, and not guessed', () => {
    expect(findRole('chatCache-wgt_pots')?.role).toBe('cache');
    expect(findRole('chatOutbox-wgt_pots-9bfc2c1e-0000-4000-8000-000000000001')?.role).toBe('outbox');
    expect(findRole('chatCacheX-wgt_pots')).toBeUndefined();
  });

  it('lets nobody change what is not the widget’s', () => {
    expect(isWidgetKey('chatSurveyState-wgt_pots')).toBe(true);
    for (const key of [
      'session',
      'chat',
      'chatCache-',
      'mychatCache-wgt_pots',
      `chatCache-${'x'.repeat(400)}`,
    ])
      expect(isWidgetKey(key)).toBe(false);
  });
});

describe('the history of a key', () => {
  it('knows every key that the trace speaks of, with what made the widget write', () => {
    const histories = historiesOf(events);
    const keys = new Set(events.flatMap((event) => (event.kind === 'storage' ? [event.key] : [])));
    expect(new Set(histories.map(({ key }) => key))).toEqual(keys);
    expect(keys.size).toBeGreaterThan(0);
    const write = histories.flatMap((history) => history.events).find(({ op }) => op === 'write');
    expect(write?.who).toBe('the widget');
  });

  it('[R3.5] follows a value through writes, failures, other tabs and removal', () => {
    const [history] = historiesOf([
      stored(10, { op: 'read', value: null }),
      stored(20, { value: { name: 'Ana' } }),
      stored(30, { op: 'failed', value: { name: 'Ana', email: 'a@b.example' } }),
      stored(40, { value: 'garbage {', cause: 'other_tab' }),
      stored(50, { op: 'remove', value: null }),
    ]);
    expect(history?.events.map(({ value, changed }) => [value, changed])).toEqual([
      [null, false],
      [{ name: 'Ana' }, true],
      [{ name: 'Ana' }, false],
      ['garbage {', true],
      [null, true],
    ]);
    expect(valueAt(history!, 45)).toMatchObject({ who: 'another tab', why: null, before: { name: 'Ana' } });
    expect(valueAt(history!, 5)).toBeUndefined();
    expect(keysAt([history!], 25)[0]).toMatchObject({ present: true });
    expect(keysAt([history!], null)[0]).toMatchObject({ present: false });
  });

  it('has a change once that widget and wire both tell, whoever was first, and what only the wire saw', () => {
    const wire = { witness: 'wire', cause: 'observed' };
    const [history] = historiesOf([
      stored(10, { value: 1 }),
      stored(11, { ...wire, value: 1 }),
      stored(20, { ...wire, value: 2 }),
      stored(21, { value: 2 }),
      stored(30, { ...wire, value: 3 }),
      stored(900, { value: 3 }),
    ]);
    expect(history?.events.map(({ value, cause, before }) => [value, cause, before])).toEqual([
      [1, 'widget', undefined],
      [2, 'widget', 1],
      [3, 'observed', 2],
      [3, 'widget', 3],
    ]);
  });

  it('[R3.6] knows also the keys that are not there yet, each once, in the table’s order', () => {
    const possible = keysOfWidget('wgt_pots');
    const all = withMoreKeys(historiesOf(events), [...possible, 'chatX-wgt_pots']).map(({ key }) => key);
    expect(all).toEqual(expect.arrayContaining(possible));
    expect(new Set(all).size).toBe(all.length);
    expect(all[0]).toBe('chatDevice-wgt_pots');
    expect(all.at(-1)).toBe('chatX-wgt_pots');
    expect(possible).toContain('chatSurveyState-wgt_pots');
  });

  it('shows a value as the text that storage holds', () => {
    expect(textOf('garbage {')).toBe('garbage {');
    expect(JSON.parse(textOf({ name: '<img>' }))).toEqual({ name: '<img>' });
  });
});

describe('the difference of two values', () => {
  it('names each leaf that differs', () => {
    expect(diffValues({ a: 1, b: { c: [1, 2] } }, { a: 1, b: { c: [1, 3, 4] }, d: 'x' }).changes).toEqual([
      { path: '/b/c/1', before: 2, after: 3 },
      { path: '/b/c/2', before: undefined, after: 4 },
      { path: '/d', before: undefined, after: 'x' },
    ]);
    expect(diffValues({ a: 1 }, { a: 1 }).changes).toEqual([]);
    expect(diffValues('x', { a: 1 }).changes).toEqual([{ path: '', before: 'x', after: { a: 1 } }]);
  });

  it('counts what it does not list, and ends in whatever depth', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, i]));
    expect(diffValues({}, many, 10)).toMatchObject({ changes: { length: 10 }, more: 90 });
    const deep = (n: number): unknown => (n === 0 ? Math.PI : { '/~': deep(n - 1) });
    expect(diffValues(deep(1_000), deep(999)).changes).toHaveLength(1);
    expect(diffValues(JSON.parse('{"__proto__":{"x":1}}'), {}).changes).toHaveLength(1);
  });
});
