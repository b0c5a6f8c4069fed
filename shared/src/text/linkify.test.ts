import { describe, expect, test } from 'vitest';
import { linkify } from './linkify.ts';

const links = (text: string) => linkify(text).flatMap((part) => (part.href ? [[part.text, part.href]] : []));

describe('linkify', () => {
  test.each([
    ['see https://hilo.example/a?b=c#d now', 'https://hilo.example/a?b=c#d'],
    ['HTTP://Hilo.example', 'HTTP://Hilo.example'],
    ['(https://hilo.example/a)', 'https://hilo.example/a'],
    ['https://hilo.example/a_(b)', 'https://hilo.example/a_(b)'],
    ['https://hilo.example/a...', 'https://hilo.example/a'],
    ['¿https://hilo.example/ñandú?', 'https://hilo.example/ñandú'],
    ['«https://hilo.example»', 'https://hilo.example'],
    ['https://hilo.example/@ana', 'https://hilo.example/@ana'],
    ['http://localhost:8080/x', 'http://localhost:8080/x'],
    ['mailto:ana@hilo.example.', 'mailto:ana@hilo.example'],
    ['اكتب إلى https://hilo.example/مرحبا', 'https://hilo.example/مرحبا'],
  ])('%s → %s', (text, href) => {
    expect(links(text)).toEqual([[href, href]]);
  });

  test('www. is taken as https', () => {
    expect(links('www.hilo.example,')).toEqual([['www.hilo.example', 'https://www.hilo.example']]);
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt://%0aalert(1)',
    'java\u0000script:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x file:///etc/passwd ftp://hilo.example blob:https',
    'https://your-bank.example@evil.example/',
    'https://your-bank.example\\@evil.example/',
    'https://',
    'https://.',
    'http://?x',
    'mailto:',
    'mailto:a@b@c?bcc=everybody'.replace('a@b@c', '@'),
    'www.',
    '<img src=x onerror=alert(1)>',
  ])('no link in %j', (text) => {
    expect(links(text)).toEqual([]);
  });

  test.each([
    ['https://hilo.example"onmouseover="alert(1)', 'https://hilo.example'],
    ["https://hilo.example'><script>", 'https://hilo.example'],
    ['https://hilo.example/\u202egpj.exe', 'https://hilo.example/'],
    ['mailto:ana@hilo.example?bcc=all@hilo.example', 'mailto:ana@hilo.example'],
  ])('a hostile tail stays text: %j', (text, href) => {
    expect(links(text).map(([, to]) => to)).toEqual([href]);
  });

  test('the parts joined are the text, whatever it is', () => {
    for (const text of [
      '',
      ' ',
      'a https://x.example, b www.y.example) c',
      'https://@ https://a.example',
      '𝕙🙂',
    ]) {
      expect(
        linkify(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    }
  });

  test('a long hostile text costs in proportion to its length', () => {
    const hostile = [
      'www.'.repeat(2000),
      'mailto:'.repeat(1100),
      'http://'.repeat(1100),
      `https://a${')'.repeat(7900)}`,
    ];
    for (const text of hostile)
      expect(
        linkify(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
  });
});
