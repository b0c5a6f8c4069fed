import { readFileSync } from 'node:fs';
import { type ESTree, type Plugin, parseSync, Visitor } from 'vite';
import { type Edit, editCode } from './edit-code.ts';
import { asNumbered } from './emit-words.ts';
import { numberedWords, saidByName } from './numbered-words.ts';

/** Writes numbers for names where words are said: `t('busy')`, `t(open ? 'close' : 'open')`, `word('busy')`. */
export function numberWords(): Plugin {
  return {
    name: 'hilo-number-words',
    enforce: 'post',
    // What a plain chat says stands in the rest of the widget as well.
    load(id) {
      if (!/\/view\/strings\/\w+\.json$/.test(id)) return null;
      const [named, ...numbered] = asNumbered(JSON.parse(readFileSync(id, 'utf8')));
      return JSON.stringify({ ...numbered, ...named });
    },
    transform(code, id) {
      if (!/\/view\/.*\.ts$/.test(id)) return null;
      return { code: numberWordsIn(code, id), map: null };
    },
  };
}

/** Throws where something is said that is neither written there nor known as said by its name. */
export function numberWordsIn(code: string, file: string): string {
  const edits: Edit[] = [];
  /** Writes anew `place`, which says what is in `node`. */
  const say = (node: ESTree.Node, place = node): void => {
    const said = code.slice(node.start, node.end);
    if (node.type === 'ConditionalExpression') {
      say(node.consequent);
      say(node.alternate);
    } else if (node.type === 'Literal') {
      const number = numberedWords.indexOf(`${node.value}`);
      edits.push({ start: place.start, end: place.end, text: number < 0 ? said : `${number}` });
    } else if (!saidByName.test(said.replaceAll('"', "'"))) {
      throw new Error(`unable to number the words in ${file}; nobody knows which ones \`${said}\` can be`);
    }
  };
  new Visitor({
    CallExpression(call) {
      const { callee, arguments: given } = call;
      const [first] = given;
      const name = callee.type === 'MemberExpression' ? callee.property : callee;
      if (!first || name.type !== 'Identifier') return;
      if (name.name === 't') say(first);
      else if (name.name === 'word') say(first, call);
    },
  }).visit(parseSync(file, code).program);
  return editCode(code, edits);
}
