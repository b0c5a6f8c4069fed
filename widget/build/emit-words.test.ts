import { expect, it } from 'vitest';
import en from '../src/view/strings/en.json' with { type: 'json' };
import { asNumbered } from './emit-words.ts';
import { numberedWords } from './numbered-words.ts';

it('every numbered word is one, and all travel', () => {
  const [named, ...numbered] = asNumbered(en);
  expect(numbered).toEqual(numberedWords.map((key) => (key ? en[key as keyof typeof en] : null)));
  expect(numbered).not.toContain(undefined);
  expect([...Object.values(named), ...numbered].sort()).toEqual(Object.values(en).sort());
});

it('a number means the same word for ever: scripts of earlier releases say them', () => {
  const ever =
    'open close home messages back unread you retry busy soundOn soundOff startTitle startText write send';
  const since = 'sending held retrying typing newMessages latest bootFailed';
  expect(numberedWords.slice(0, 22)).toEqual(`${ever} ${since}`.split(' '));
});
