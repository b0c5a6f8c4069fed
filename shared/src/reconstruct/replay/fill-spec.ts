import type { Story } from './story.ts';

/**
 * The text of a browser test that tells this story, standing alone: nothing of this project is needed to run it.
 * `runtime` is what the files of `shared/spec` are joined to, with a place for its head and one for its story.
 */
export function fillSpec(runtime: string, story: Story): string {
  const { about, ...told } = story;
  const head = about.map((line) => commentOf(line)).join('\n');
  return fill(fill(runtime, 'head', head), 'story', literalOf(told));
}

function fill(text: string, name: string, content: string): string {
  const [begin, end] = [`/* ${name} */`, `/* end of ${name} */`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`assert: the runtime has a place for its ${name}`);
  return text.slice(0, from) + content + text.slice(to + end.length);
}

function commentOf(line: string): string {
  return line === '' ? '//' : `// ${line.replace(/\p{C}/gu, ' ')}`;
}

/** One member a line, of a list one item a line: it is read, and compared, by people. */
function literalOf(story: object): string {
  const members = Object.entries(story).map(([name, value]) => ` ${quote(name)}: ${listOf(value)}`);
  return `{\n${members.join(',\n')}\n}`;
}

function listOf(value: unknown): string {
  if (!Array.isArray(value) || typeof value[0] !== 'object' || value[0] === null) return quote(value);
  return `[\n${value.map((one) => `  ${quote(one)}`).join(',\n')}\n ]`;
}

/** JSON is JavaScript but for two line ends (until ES2019), and tools that look for the end of a script. */
function quote(value: unknown): string {
  return JSON.stringify(value)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')
    .replace(/<(?=[/!])/g, '\\u003c');
}
