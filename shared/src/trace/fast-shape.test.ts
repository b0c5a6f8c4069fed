import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aSampleOf } from '../../testing/sample-of.ts';
import { aChat, blobOf } from '../../testing/trace-blob.ts';
import { findUnfit, isFit, isFitName } from './blob-guard.ts';
import { blobSchema } from './blob-schema.ts';
import { traceEvents } from './events.ts';
import { fastShapeOf } from './fast-shape.ts';

const isBlob = fastShapeOf(blobSchema);
const read = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
/** A chat of a few events, and one of every kind there is. */
const chat = read(blobOf(aChat())) as z.infer<typeof blobSchema>;
const everyKind = traceEvents.map((kind) => ({ ...(aSampleOf(kind) as { kind: string }), fields: 0 }));
const blob = { ...chat, loads: [{ ...chat.loads[0], events: everyKind }] };

type Loose = Record<string, unknown>;

/** Every object and list in a value, itself included. */
function nodesOf(value: unknown): Loose[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Loose, ...Object.values(value).flatMap(nodesOf)];
}

const odd = fc.oneof(
  fc.constantFrom(null, true, -1, 0, 0.5, 1e300, 2 ** 53, '', 'widget', 'violated', [], {}, [1], { a: '' }),
  fc.jsonValue(),
);

interface Mistake {
  node: number;
  member: number;
  how: 'changed' | 'removed' | 'added';
  odd: unknown;
}

const mistake: fc.Arbitrary<Mistake> = fc.record({
  node: fc.nat(),
  member: fc.nat(),
  how: fc.constantFrom<Mistake['how']>('changed', 'removed', 'added'),
  odd,
});

function breakAt(whole: unknown, { node, member, how, odd }: Mistake): void {
  // The next mistake may be in this value: one that it shares with a mistake would be broken for every run, or hold itself.
  const value = structuredClone(odd);
  const nodes = nodesOf(whole);
  const one = nodes[node % nodes.length] as Loose;
  const names = Object.keys(one);
  const name = names[member % names.length] ?? 'first';
  if (how === 'changed') one[name] = value;
  else if (how === 'added') one['more'] = value;
  else if (Array.isArray(one)) one.splice(Number(name), 1);
  else delete one[name];
}

describe('a shape that is checked fast', () => {
  it('is right for a blob, and for one with an event of every kind', () => {
    for (const one of [chat, blob]) {
      expect(blobSchema.safeParse(one).error?.issues).toBeUndefined();
      expect(isBlob(one)).toBe(true);
    }
  });

  it('is right exactly where the schema says so, whatever is wrong', () => {
    const counts = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(fc.array(mistake, { minLength: 1, maxLength: 2 }), (mistakes) => {
        const one = structuredClone(blob);
        for (const each of mistakes) breakAt(one, each);
        const { success } = blobSchema.safeParse(one);
        counts[success ? 'right' : 'wrong']++;
        expect(isBlob(one)).toBe(success);
      }),
      { numRuns: 1_500 },
    );
    expect(counts.right).toBeGreaterThan(100);
    expect(counts.wrong).toBeGreaterThan(500);
  });

  it('leaves what a schema leaves open to whoever knows what may not be in there', () => {
    const isFitBlob = fastShapeOf(blobSchema, { value: isFit, name: isFitName });
    const counts = { fit: 0, unfit: 0 };
    const name = fc.constantFrom('a', 'b', '__proto__', 'constructor');
    const leaf = fc.constantFrom(null, '', 1, Number.POSITIVE_INFINITY, 'prototype');
    const { value: whatever } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 2 }),
        fc
          .array(fc.tuple(name, tie('value')), { maxLength: 2 })
          // As JSON.parse makes it: a member of its own, whatever its name.
          .map((members) => Object.fromEntries(members)),
      ),
    }));
    const at = everyKind.findIndex(({ kind }) => kind === 'request');
    fc.assert(
      fc.property(whatever, (value) => {
        const one = structuredClone(blob);
        Object.assign(one.loads[0]?.events[at] as object, { body: value });
        const fits = findUnfit(one, false) === undefined;
        counts[fits ? 'fit' : 'unfit']++;
        expect(isFitBlob(one)).toBe(fits);
      }),
      { numRuns: 500 },
    );
    expect(counts.fit).toBeGreaterThan(50);
    expect(counts.unfit).toBeGreaterThan(50);
    const named = read(blob) as typeof blob;
    Object.defineProperty(named, '__proto__', { value: 1, enumerable: true });
    expect(isFitBlob(named)).toBe(false);
  });

  it('is not made of a schema with a condition that it does not know', () => {
    expect(() => fastShapeOf(z.string().regex(/^a/))).toThrow('pattern');
    expect(() => fastShapeOf(z.array(z.string()).meta({ uniqueItems: true }))).toThrow('uniqueItems');
    expect(() => fastShapeOf(z.record(z.enum(['a']), z.string()))).toThrow();
  });

  it('knows every frozen blob', () => {
    const frozen = new URL('../../testing/fixtures/blob-v1.json', import.meta.url);
    expect(isBlob(JSON.parse(readFileSync(frozen, 'utf8')))).toBe(true);
  });
});
