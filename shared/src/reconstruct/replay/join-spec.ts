/** The files of `shared/spec`, in the order in which they stand in a written test. */
export const specFiles = [
  'story.ts',
  'tests.ts',
  'stage.ts',
  'time.ts',
  'outside.ts',
  'difference.ts',
  'page-time.ts',
  'page-person.ts',
  'page-witness.ts',
] as const;

const imported = /^import (?:[^;]*?) from '([^']+)';\n/gm;
const head = /\/\* end of head \*\/\n(?:\/\/.*\n)*/;

/**
 * One file of many: a written test stands alone. What they take from each other is beside them then; what they take from
 * elsewhere is asked for below the head, each name by one file only.
 *
 * @param texts Of `specFiles`, in their order.
 */
export function joinSpec(texts: readonly string[]): string {
  const outer = new Set<string>();
  const bodies = texts.map((text) =>
    text
      .replace(imported, (line, from: string) => {
        if (!from.startsWith('./')) outer.add(line);
        return '';
      })
      .replace(/^export /gm, '')
      .trim(),
  );
  const joined = `${bodies.join('\n\n')}\n`;
  return joined.replace(head, (lines) => `${lines}${[...outer].sort().join('')}`);
}
