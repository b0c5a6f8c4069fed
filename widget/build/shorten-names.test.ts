import { describe, expect, it } from 'vitest';
import { numberWordsIn } from './number-words.ts';
import { numberedWords } from './numbered-words.ts';
import { ownNames } from './own-names.ts';
import { shortenNamesIn } from './shorten-names.ts';

const [name = ''] = ownNames;
const short = shortenNamesIn(`s.${name}`, 'a.js').slice(2);

describe('shortenNamesIn', () => {
  it('names a property anew wherever it stands, and nothing else that is called so', () => {
    expect(short.length).toBeLessThan(name.length);
    const code = `const { ${name}, q: { ${name}: y } } = s; s?.${name}; set({ ${name}: ${name} }); s[${name}]`;
    expect(shortenNamesIn(code, 'a.js')).toBe(
      `const { ${short}:${name}, q: { ${short}: y } } = s; s?.${short}; set({ ${short}: ${name} }); s[${name}]`,
    );
  });

  it('gives no two the same name', () => {
    const all = ownNames.map((own) => shortenNamesIn(`s.${own}`, 'a.js'));
    expect(new Set(all).size).toBe(ownNames.length);
  });

  it('refuses a name that is also a text, and a short one that has a meaning already', () => {
    expect(() => shortenNamesIn(`s['${name}']`, 'a.js')).toThrow(`it says \`${name}\` as a text`);
    expect(() => shortenNamesIn(`s.${short}`, 'a.js')).toThrow(`it has a \`${short}\` of its own`);
  });
});

describe('numberWordsIn', () => {
  const number = (word: string) => numberedWords.indexOf(word);

  it('writes the number of a word that is said, and leaves what has none', () => {
    const code = "t('busy'); draw.t(a ? 'send' : 'skip'); f('busy'); const few = { [word('open')]: 'Open' }";
    expect(numberWordsIn(code, 'a.js')).toBe(
      `t(${number('busy')}); draw.t(a ? ${number('send')} : 'skip'); f('busy'); const few = { [${number('open')}]: 'Open' }`,
    );
  });

  it('refuses to guess what is said by another name', () => {
    expect(numberWordsIn('t(reasonKey(code))', 'a.js')).toBe('t(reasonKey(code))');
    expect(() => numberWordsIn('t(anything)', 'a.js')).toThrow('nobody knows which ones `anything` can be');
  });
});
