import { describe, expect, it } from 'vitest';
import { aChat, blobOf } from '../../testing/trace-blob.ts';
import { openTab } from '../../testing/trace-builder.ts';
import type { Blob } from '../trace/blob-schema.ts';
import { formatMarkdown } from './markdown.ts';
import { mergeTracks } from './merge.ts';
import { formatMermaid } from './mermaid.ts';
import { sequenceOf } from './sequence.ts';
import { drawSequence } from './sequence-svg.ts';
import { formatTimeline, timelineOfMerged } from './timeline.ts';
import { tracksOf } from './tracks.ts';

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</text></svg><svg onload=alert(1)>',
  ']]> <!-- &amp; &#60;',
  '\u001b[31mred\u001b]0;title\u0007\u009b2J',
  'a\r\nb\nparticipant evil as Evil',
  'x ; Note over server: forged',
  'end',
  '%%{init: {"theme":"dark"}}%%',
  '`code` ``two`` @everyone #1 [link](https://evil.test) ![p](https://evil.test/p.png) | bar',
  '\u202Egnp.exe \u2066 \u200B',
  '\ud800 lone \udc00',
  '#quot; &lt;',
];

function told(text: string): Blob {
  const tab = openTab().bootstrap().start().connect().send(text).agentReplies(text);
  tab.push('error', { where: 'core', message: text }).drop(4_007, 'draining');
  return blobOf(tab, { includeText: true, screen: null });
}

function sequenceFor(text: string) {
  return sequenceOf(mergeTracks(tracksOf([told(text)])));
}

describe('[R1.4] what people wrote is data', () => {
  it.each(hostile)('in a terminal: %j', (text) => {
    const out = formatTimeline(timelineOfMerged(mergeTracks(tracksOf([told(text)]))), { detailed: true });
    expect(out.replaceAll('\n', '')).not.toMatch(/(?!\u200D)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  it.each(hostile)('in an SVG: %j', (text) => {
    const svg = drawSequence(sequenceFor(text), text);
    expect(tagsOf(svg)).toEqual(new Set(['svg', 'title', 'style', 'rect', 'line', 'text', 'path']));
    expect(svg).not.toMatch(/ on\w+="|href|url\(|<!|]]>/);
    expect(svg.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
    expect(svg).not.toMatch(/(?![\n\t\r])[\p{Cc}\p{Cs}]/u);
    // Neither in its title, which is what a tab or a tooltip shows.
    const [, title] = /<title id="title">(.*)<\/title>/.exec(svg) ?? [];
    expect(title).toBeDefined();
    expect(svg).not.toMatch(/(?!\u200D)[\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it.each(hostile)('in Mermaid: %j', (text) => {
    const lines = formatMermaid(sequenceFor(text)).trimEnd().split('\n');
    expect(lines[0]).toBe('sequenceDiagram');
    for (const line of lines.slice(1)) {
      expect(line).toMatch(
        /^ {4}(?:(?:actor|participant) \w+ as [\w ]+|Note over \w+(?:,\w+)?: .+|\w+(?:->>|-->>|--x)\w+: .+)$/,
      );
      expect(line.replace(/#\d+;/g, '')).not.toMatch(/[;#<`%{}]|: end$/i);
    }
  });

  it.each(hostile)('in Markdown: %j', (text) => {
    const markdown = formatMarkdown(told(text));
    const outside = markdown
      .split('\n')
      .map((line) => line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, ''))
      .join('\n');
    expect(outside).not.toMatch(/alert|evil|everyone|participant|<[a-z!/]/i);
  });
});

describe('[R1.4] a story in words and pictures', () => {
  const merged = mergeTracks(tracksOf([blobOf(aChat(), { includeText: true })]));
  const rows = timelineOfMerged(merged);

  it('has every event in order, each named so that a verdict can point at it', () => {
    expect(rows).toHaveLength(merged.entries.length);
    expect(new Set(rows.map((row) => row.eventId)).size).toBe(rows.length);
    expect(rows.every((row, i) => i === 0 || row.t >= (rows[i - 1]?.t ?? 0))).toBe(true);
    expect(new Set(rows.map((row) => row.lane))).toEqual(
      new Set(['page', 'person', 'widget', 'http', 'ws', 'storage', 'server']),
    );
  });

  it('reads as what happened', () => {
    const text = formatTimeline(rows, { detailed: false });
    const order = [
      'loads https://shop.test/products/teapot (navigate)',
      'clicks “Send us a message”',
      'idle → waiting (started)',
      'writes “Hello! Is the teapot oven-proof?”',
      '← event: #2 agent',
      'waiting → active',
      'offline',
      'socket closed 1006',
      'hello again',
      'sync',
      '(reload)',
      'active → survey',
      'gives 5 of 5',
      'survey → solved',
    ].map((words) => text.indexOf(words));
    expect(order.every((at) => at >= 0)).toBe(true);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(formatTimeline(rows, { detailed: false, paint: (line) => `<${line}>` })).toMatch(/^<.*>$/m);
  });

  it('is drawn with everybody in it, waits and reloads marked', () => {
    const sequence = sequenceOf(merged);
    expect(sequence.actors).toEqual(['visitor', 'tab 1', 'server']);
    expect(sequence.steps.filter((step) => step.kind === 'pause').map((step) => step.text)).toContain(
      '10.0 s later',
    );
    expect(sequence.steps.filter((step) => step.kind === 'divider')).toHaveLength(2);
    expect(drawSequence(sequence, 'A chat')).toContain('prefers-color-scheme: dark');
  });

  it('tells each draft once, as it ended', () => {
    const tab = openTab().bootstrap().start();
    for (const text of ['H', 'He', 'Hey']) tab.act('draft_changed', { text });
    const { steps } = sequenceOf(mergeTracks(tracksOf([blobOf(tab, { includeText: true })])));
    expect(steps.filter((step) => step.text.startsWith('writes')).map((step) => step.text)).toEqual([
      'writes “Hey”',
    ]);
  });

  it('comes out the same every time', () => {
    const again = mergeTracks(tracksOf([blobOf(aChat(), { includeText: true })]));
    expect(formatMermaid(sequenceOf(again))).toBe(formatMermaid(sequenceOf(merged)));
    expect(formatMarkdown(blobOf(aChat()))).toBe(formatMarkdown(blobOf(aChat())));
  });

  it('says in Markdown which promise was broken, with its evidence', () => {
    const tab = openTab().bootstrap().start().connect().send('Once');
    tab.push('unread', { total: 3, conversations: [], source: 'cache' });
    const markdown = formatMarkdown(blobOf(tab));
    expect(markdown).toMatch(/^# Hilo: 1 broken promise$/m);
    expect(markdown).toContain('`unread-from-server`');
    expect(markdown).toMatch(/ {2}- `w\d+` `0:00\.\d+ widget: badge 3, from the cache`/);
  });

  it('does not believe in Markdown what a blob says of itself', () => {
    const tab = openTab().bootstrap().start().connect().send('Once');
    tab.push('unread', { total: 3, conversations: [], source: 'cache' });
    const broken = blobOf(tab);
    const verdicts = broken.verdicts.map((verdict) => ({ ...verdict, status: 'holds', violations: [] }));
    const denying = { ...broken, verdicts } as Blob;
    expect(formatMarkdown(denying)).toBe(formatMarkdown(broken));
    expect(formatMarkdown({ ...broken, verdicts: [] })).toBe(formatMarkdown(broken));
    const accusing = blobOf(aChat());
    accusing.verdicts[0]!.status = 'violated';
    expect(formatMarkdown(accusing)).toMatch(/^# Hilo: every promise that was put to the test held$/m);
  });

  it('says so where nothing was recorded', () => {
    const empty = blobOf(openTab(), { loads: [], storage: [], screen: null, judge: null });
    expect(formatMarkdown(empty)).toContain('Nothing was recorded.');
    expect(formatMarkdown(empty)).toMatch(/^# Hilo: no promise was put to the test$/m);
    expect(sequenceOf(mergeTracks(tracksOf([empty]))).steps).toEqual([]);
    expect(drawSequence(sequenceOf(mergeTracks([])), 'Nothing')).toContain('</svg>');
  });
});

/** Names of the elements of a well-formed document; fails on tags that do not match. */
function tagsOf(xml: string): Set<string> {
  const open: string[] = [];
  const names = new Set<string>();
  for (const [, end, name, rest] of xml.matchAll(/<(\/?)([a-zA-Z][\w-]*)((?:[^<>"]|"[^"<]*")*)>/g)) {
    names.add(name as string);
    if (end) expect(open.pop()).toBe(name);
    else if (!rest?.endsWith('/')) open.push(name as string);
  }
  expect(open).toEqual([]);
  expect(xml.replace(/<(\/?)([a-zA-Z][\w-]*)((?:[^<>"]|"[^"<]*")*)>/g, '')).not.toMatch(/[<>]/);
  return names;
}
