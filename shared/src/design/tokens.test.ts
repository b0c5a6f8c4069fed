import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrastRatio } from './contrast.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

type Tokens = Record<string, string>;

/** The declarations of the one block whose selector starts right after `head`. */
function tokensOf(head: string): Tokens {
  const at = css.indexOf(head);
  expect(at, `no block ${head}`).toBeGreaterThanOrEqual(0);
  const body = css.slice(css.indexOf('{', at) + 1, css.indexOf('}', at));
  return Object.fromEntries([...body.matchAll(/([\w-]+):\s*([^;]+);/g)].map((m) => [m[1], m[2]]));
}

const light = tokensOf(':root,\n:host');
const darkByChoice = tokensOf(':root[data-theme="dark"]');
const darkBySystem = tokensOf(':root:not([data-theme="light"])');
const themes = { light, dark: { ...light, ...darkByChoice } };

const surfaces = ['bg', 'card', 'sunk'];
const texts = ['ink', 'ink2', 'ink3', 'link', 'wait', 'active', 'solved', 'archived', 'danger', 'ok'];
const textPairs = [
  ...texts.flatMap((text) => surfaces.map((surface) => [text, surface])),
  ['on-accent', 'accent'],
  ['on-danger', 'danger'],
];
/** Edges of controls, fills of buttons and the focus ring: WCAG 2.2 SC 1.4.11. */
const shapePairs = ['edge', 'accent', 'link'].flatMap((shape) => surfaces.map((surface) => [shape, surface]));

function colour(theme: Tokens, name: string): string {
  const value = theme[`--h-${name}`] ?? '';
  const alias = /^var\(--h-([\w-]+)\)$/.exec(value)?.[1];
  return alias ? colour(theme, alias) : value;
}

function failures(theme: Tokens, pairs: string[][], ratioMin: number): string[] {
  return pairs.flatMap(([front = '', back = '']) => {
    const ratio = contrastRatio(colour(theme, front), colour(theme, back));
    return ratio >= ratioMin ? [] : [`${front} on ${back}: ${ratio.toFixed(2)}`];
  });
}

describe('design tokens', () => {
  for (const [name, theme] of Object.entries(themes)) {
    it(`text reaches 4.5:1 on the ${name} theme (WCAG 2.2 SC 1.4.3)`, () => {
      expect(failures(theme, textPairs, 4.5)).toEqual([]);
    });

    it(`controls and focus reach 3:1 on the ${name} theme (WCAG 2.2 SC 1.4.11)`, () => {
      expect(failures(theme, shapePairs, 3)).toEqual([]);
    });
  }

  it('is the same dark whether the system or the page asks for it', () => {
    expect(darkBySystem).toEqual(darkByChoice);
  });

  it('stands still where the person asks for less motion', () => {
    const reduced = css.slice(css.indexOf('prefers-reduced-motion'));
    const moving = Object.keys(light).filter((name) => /^[\d.]+s$/.test(light[name] ?? ''));
    expect(moving).toEqual(['--h-fast', '--h-slow']);
    for (const name of moving) expect(reduced).toContain(`${name}: 0s;`);
  });

  it('stays within 1.5 KB in the widget once white space is gone', () => {
    const minified = css
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};:,]) ?/g, '$1')
      .replaceAll(';}', '}');
    expect(Buffer.byteLength(minified.trim())).toBeLessThanOrEqual(1536);
  });
});
