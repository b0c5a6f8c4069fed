import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';
const hex = (length: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
    .filter((digits) => /[^0]/.test(digits));

describe('[R1.1] traceparent', () => {
  it('writes version 00, sampled', () => {
    expect(formatTraceparent({ traceId, spanId })).toBe(`00-${traceId}-${spanId}-01`);
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(hex(32), hex(16), (trace, span) => {
        const context = { traceId: trace, spanId: span };
        expect(parseTraceparent(formatTraceparent(context))).toEqual(context);
      }),
    );
  });

  it.each([
    ['not sampled', `00-${traceId}-${spanId}-00`],
    ['flags that are not known', `00-${traceId}-${spanId}-ff`],
    ['a later version of the same length', `01-${traceId}-${spanId}-01`],
    ['a later version that says more', `cc-${traceId}-${spanId}-01-what-the-future-brings`],
    ['a later version that ends in a dash', `cc-${traceId}-${spanId}-01-`],
  ])('accepts %s', (_, value) => {
    expect(parseTraceparent(value)).toEqual({ traceId, spanId });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty string', ''],
    ['version ff, which is forbidden', `ff-${traceId}-${spanId}-01`],
    ['version 00 that says more', `00-${traceId}-${spanId}-01-more`],
    ['version 00 that ends in a dash', `00-${traceId}-${spanId}-01-`],
    ['a later version with a longer field', `cc-${traceId}-${spanId}-01.more`],
    ['a version of one digit', `0-${traceId}-${spanId}-01`],
    ['a version that is not hexadecimal', `.0-${traceId}-${spanId}-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${spanId}-01`],
    ['a span id of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['a short trace id', `00-${traceId.slice(1)}-${spanId}-01`],
    ['a long span id', `00-${traceId}-${spanId}0-01`],
    ['upper-case digits', `00-${traceId.toUpperCase()}-${spanId}-01`],
    ['flags of one digit', `00-${traceId}-${spanId}-1`],
    ['no flags', `00-${traceId}-${spanId}`],
    ['white space around it', ` 00-${traceId}-${spanId}-01`],
    ['a line break after it', `00-${traceId}-${spanId}-01\n`],
    ['two of them', `00-${traceId}-${spanId}-01,00-${traceId}-${spanId}-01`],
  ])('refuses %s', (_, value) => {
    expect(parseTraceparent(value)).toBeUndefined();
  });

  it('never throws, and never finds an id that is not one', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const found = parseTraceparent(value);
        if (found) expect(formatTraceparent(found)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      }),
    );
  });
});
