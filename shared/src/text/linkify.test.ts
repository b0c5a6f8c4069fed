import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkify } from './linkify.ts';

const links = (text: string) => linkify(text).flatMap(({ href }) => (href ? [href] : []));

describe('linkify', () => {
  it.each([
    ['see https://hilo.example/a?b=c#d now', 'https://hilo.example/a?b=c#d'],
    ['HTTP://EXAMPLE.COM', 'HTTP://EXAMPLE.COM'],
    ['Read https://example.com/a.', 'https://example.com/a'],
    ['(https://example.com/a_(b))', 'https://example.com/a_(b)'],
    ['is it https://example.com/x?!', 'https://example.com/x'],
    ['https://example.com/a-b_c~d', 'https://example.com/a-b_c~d'],
    ['https://españa.example/niño', 'https://españa.example/niño'],
    ['mailto:ana@example.com, please', 'mailto:ana@example.com'],
    ['write to ana.b+c@example.co.uk.', 'mailto:ana.b+c@example.co.uk'],
  ])('finds the address in %j', (text, href) => {
    expect(links(text)).toEqual([href]);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt://example.com/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox',
    'file:///etc/passwd',
    'xhttps://example.com',
    'https://',
    'http://.',
    'https://your-bank@evil',
    'no@host',
    '',
  ])('makes no link of %j', (text) => {
    expect(links(text)).toEqual([]);
  });

  it('takes no web address whose host hides behind a user name', () => {
    const hidden = linkify('https://your-bank.example@evil.example/');
    expect(hidden.some(({ href }) => href?.startsWith('http'))).toBe(false);
    expect(links('https://medium.example/@ana')).toEqual(['https://medium.example/@ana']);
  });

  it('ends an address where something invisible could disguise it', () => {
    expect(links('https://bank.example\u202egnp.exe')).toEqual(['https://bank.example']);
    expect(links('https://bank.example\u200b.evil.example')).toEqual(['https://bank.example']);
    expect(links('https://a.example/"onmouseover="x')).toEqual(['https://a.example/']);
  });

  it('loses and invents no character, and links only to http, https and mailto', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('https://a.b', ')', '.', 'a@b.cc', 'javascript:'))),
        (pieces) => {
          const text = pieces.join('');
          const parts = linkify(text);
          expect(parts.map((part) => part.text).join('')).toBe(text);
          for (const { href } of parts) expect(href ?? 'mailto:').toMatch(/^(https?|mailto):/i);
        },
      ),
    );
  });

  it('visits each character a bounded number of times, whatever is written', () => {
    for (const hostile of [
      'a'.repeat(8000),
      'a@'.repeat(4000),
      `https://a${')'.repeat(7990)}`,
      'a@a.'.repeat(2000),
    ]) {
      expect(
        linkify(hostile)
          .map((part) => part.text)
          .join(''),
      ).toBe(hostile);
    }
  });
});
