/** docs/ids.json: id → what it means. */
export interface KnownIds {
  requirements: Record<string, string>;
  regressions: Record<string, string>;
}

export interface TestFile {
  path: string;
  text: string;
}

export interface Citation {
  id: string;
  path: string;
  /** From 1. */
  line: number;
}

/** Families of requirements of which every member must have a test. R5 are documents. */
export const coveredFamilies = ['R1', 'R2', 'R3', 'R4'];

/** `test('…`, `it.each(…)('…`, `describe.skip("…`: up to the quote that opens the title, which is captured. */
const titleStart = /\b(?:test|it|describe)\b(?:\.\w+)*(?:\((?:[^()]|\([^()]*\))*\))?\(\s*(['"`])/g;
const bracket = /\[([^[\]]+)\]/g;
const idShape = /^(?:R\d+(?:\.\w+)?|[A-H]\d+)$/;

/** One sentence per thing that is wrong, empty where titles and ids agree. */
export function findProblems(known: KnownIds, files: readonly TestFile[]): string[] {
  const citations = files.flatMap(findCitations);
  const exists = (id: string) => id in known.requirements || id in known.regressions;
  const unknown = citations
    .filter(({ id }) => !exists(id))
    .map(({ id, path, line }) => `${path}:${line} cites [${id}], which docs/ids.json does not have.`);
  const cited = new Set(citations.map(({ id }) => id));
  const missing = Object.entries(known.requirements)
    .filter(([id]) => coveredFamilies.includes(id.split('.')[0] ?? '') && !cited.has(id))
    .map(([id, meaning]) => `No test has [${id}] in its title (${meaning}).`);
  return [...unknown, ...missing];
}

/** The ids in the titles of a file's tests. Brackets that hold something else are not ids. */
export function findCitations({ path, text }: TestFile): Citation[] {
  return [...text.matchAll(titleStart)].flatMap((match) => {
    const start = match.index + match[0].length;
    const line = text.slice(0, start).split('\n').length;
    return listIds(readTitle(text, start, match[1] ?? '')).map((id) => ({ id, path, line }));
  });
}

function readTitle(text: string, start: number, quote: string): string {
  let end = start;
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1;
  return text.slice(start, end);
}

function listIds(title: string): string[] {
  return [...title.matchAll(bracket)].flatMap(([, inside = '']) => {
    const parts = inside.split(/[\s,]+/).filter(Boolean);
    return parts.length > 0 && parts.every((part) => idShape.test(part)) ? parts : [];
  });
}
