import type { Story } from './story.ts';

const storyBegin = '/* story */';
const storyEnd = '/* end of story */';

/**
 * The text of a browser test that tells this story, standing alone: nothing of this project is needed to run it.
 * `runtime` is the text of `shared/spec/spec-runtime.ts`, which has a place for its story.
 */
export function fillSpec(runtime: string, story: Story): string {
  const from = runtime.indexOf(storyBegin);
  const to = runtime.indexOf(storyEnd);
  if (from < 0 || to < from) throw new Error('assert: the runtime has a place for its story');
  return `${runtime.slice(0, from)}${literalOf(story)}${runtime.slice(to + storyEnd.length)}`;
}

/** JSON is JavaScript but for two line ends (until ES2019), and tools that look for the end of a script. */
function literalOf(story: Story): string {
  return JSON.stringify(story, null, 1)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029')
    .replace(/<(?=[/!])/g, '\\u003c');
}
