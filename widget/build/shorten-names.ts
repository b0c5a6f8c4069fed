import { type ESTree, type Plugin, parseSync, Visitor } from 'vite';
import { type Edit, editCode } from './edit-code.ts';
import { ownNames } from './own-names.ts';

/** None of them is what a property of the widget, or a tag that it draws, is called in the source. */
const letters = 'cefghjklorvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const free = ['', 'e', 't'].flatMap((second) => Array.from(letters, (letter) => letter + second));
const shortNames = new Map(ownNames.map((name, index) => [name, free[index] as string]));

/** Gives the widget's own properties names of a letter or two, in every file of it the same. */
export function shortenNames(): Plugin {
  return {
    name: 'hilo-shorten-names',
    enforce: 'post',
    transform(code, id) {
      if (!/\/widget\/src\/.*\.ts$/.test(id)) return null;
      return { code: shortenNamesIn(code, id), map: null };
    },
  };
}

/** Throws where a name stands as a text, which would no longer be that property, and where a short one has a meaning. */
export function shortenNamesIn(code: string, file: string): string {
  const edits: Edit[] = [];
  const used = new Set(shortNames.values());
  const see = (key: ESTree.Node, isShorthand = false): void => {
    if (key.type !== 'Identifier') return;
    const { name, start, end } = key;
    if (used.has(name))
      throw new Error(`unable to shorten names in ${file}; it has a \`${name}\` of its own`);
    const short = shortNames.get(name);
    if (short) edits.push({ start, end: isShorthand ? start : end, text: isShorthand ? `${short}:` : short });
  };
  new Visitor({
    MemberExpression: ({ property, computed }) => !computed && see(property),
    Property: ({ key, computed, shorthand }) => !computed && see(key, shorthand),
    MethodDefinition: ({ key, computed }) => !computed && see(key),
    PropertyDefinition: ({ key, computed }) => !computed && see(key),
    Literal({ value }) {
      if (typeof value === 'string' && shortNames.has(value)) {
        throw new Error(`unable to shorten names in ${file}; it says \`${value}\` as a text`);
      }
    },
  }).visit(parseSync(file, code).program);
  return editCode(code, edits);
}
