import { clock, oneLine, shorten } from './plain-text.ts';
import type { Actor, Sequence, SequenceStep } from './sequence.ts';

const gutter = 86;
const columnWidth = 380;
const headHeight = 76;
const rowHeight = 34;
const charWidth = 6.3;
const padding = 24;

/** What of one line cannot stand in XML at all, not even escaped (XML 1.0, section 2.2). */
const notXml = /[\uFFFE\uFFFF]/g;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeXml(text: string): string {
  return oneLine(text)
    .replace(notXml, '\uFFFD')
    .replace(/[&<>"']/g, (char) => entities[char] as string);
}

const style = `
  :root { color-scheme: light dark; }
  .bg { fill: #fbfaf7; } .gap { fill: #f1eee6; }
  .life { stroke: #ddd8cb; stroke-width: 1.5; }
  .head { fill: #fff; stroke: #ddd8cb; } .who { font-weight: 600; font-size: 14px; fill: #26221b; }
  text { font: 12px ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: #3d382e; }
  .over { paint-order: stroke; stroke: #fbfaf7; stroke-width: 4px; stroke-linejoin: round; }
  .t { font: 11px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #8b8474; }
  .soft { fill: #7d7666; font-style: italic; }
  .call { stroke: #2f6f5e; } .call-tip { fill: #2f6f5e; }
  .answer { stroke: #5b6b9a; stroke-dasharray: 5 4; } .answer-tip { fill: #5b6b9a; }
  .person { stroke: #a4602b; } .person-tip { fill: #a4602b; }
  .bad { stroke: #b3261e; } .bad-tip { fill: #b3261e; } .bad-text { fill: #b3261e; font-weight: 600; }
  .arrow { stroke-width: 1.6; fill: none; }
  .note { fill: #fff6dc; stroke: #e5d3a1; } .note-bad { fill: #fdeceb; stroke: #edb6b2; }
  @media (prefers-color-scheme: dark) {
    .bg { fill: #171612; } .gap { fill: #211f1a; }
    .life { stroke: #3a372f; } .head { fill: #211f1a; stroke: #3a372f; } .who { fill: #f1ede2; }
    text { fill: #d8d3c6; } .over { stroke: #171612; } .t { fill: #8f8979; } .soft { fill: #9b9585; }
    .call { stroke: #6fc2ab; } .call-tip { fill: #6fc2ab; }
    .answer { stroke: #9fb0e6; } .answer-tip { fill: #9fb0e6; }
    .person { stroke: #e0a374; } .person-tip { fill: #e0a374; }
    .bad { stroke: #ff8b80; } .bad-tip { fill: #ff8b80; } .bad-text { fill: #ff8b80; }
    .note { fill: #2d2818; stroke: #57492a; } .note-bad { fill: #351a18; stroke: #6e312c; }
  }
`.trim();

/**
 * The sequence as one self-contained SVG, light or dark as its reader is. Text is data: whatever people wrote, nothing
 * in it is markup, no script, no reference to anything outside.
 */
export function drawSequence({ actors, steps }: Sequence, title: string): string {
  const width = gutter + actors.length * columnWidth + padding;
  const height = headHeight + steps.length * rowHeight + padding;
  const x = (actor: Actor) => gutter + (Math.max(0, actors.indexOf(actor)) + 0.5) * columnWidth;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<style>${style}</style>`,
    `<rect class="bg" width="${width}" height="${height}"/>`,
  ];
  for (const actor of actors) parts.push(drawActor(actor, x(actor), height));
  for (const [i, step] of steps.entries()) {
    const y = headHeight + i * rowHeight;
    parts.push(...drawStep(step, y, x, width));
  }
  return `${parts.join('\n')}\n</svg>\n`;
}

function drawActor(actor: Actor, x: number, height: number): string {
  const name = actor.replace(/^./, (char) => char.toUpperCase());
  return [
    `<line class="life" x1="${x}" y1="58" x2="${x}" y2="${height - 12}"/>`,
    `<rect class="head" x="${x - 70}" y="20" width="140" height="38" rx="10"/>`,
    `<text class="who" x="${x}" y="44" text-anchor="middle">${escapeXml(name)}</text>`,
  ].join('');
}

type Place = (actor: Actor) => number;

function drawStep(step: SequenceStep, y: number, x: Place, width: number): string[] {
  if (step.kind === 'pause' || step.kind === 'divider') return [drawBand(step, y, width)];
  const time = `<text class="t" x="${gutter - 14}" y="${y + 24}" text-anchor="end">${clock(step.t)}</text>`;
  return [time, step.kind === 'note' ? drawNote(step, y, x, width) : drawMessage(step, y, x)];
}

function drawBand(step: SequenceStep, y: number, width: number): string {
  const text = fit(step.text, width - 2 * padding);
  return [
    `<rect class="gap" x="0" y="${y + 7}" width="${width}" height="22"/>`,
    `<text class="soft" x="${width / 2}" y="${y + 22}" text-anchor="middle">${text}</text>`,
  ].join('');
}

function drawNote(step: SequenceStep & { kind: 'note' }, y: number, x: Place, width: number): string {
  const room = Math.min(columnWidth - 16, width - padding);
  const text = fit(step.text, room - 24);
  const wide = Math.min(room, lengthOf(text) * charWidth + 28);
  const at = x(step.over);
  return [
    `<rect class="${step.bad ? 'note-bad' : 'note'}" x="${at - wide / 2}" y="${y + 7}" width="${wide}" height="24" rx="6"/>`,
    `<text${step.bad ? ' class="bad-text"' : ''} x="${at}" y="${y + 23}" text-anchor="middle">${text}</text>`,
  ].join('');
}

function drawMessage(step: SequenceStep & { kind: 'message' }, y: number, x: Place): string {
  const from = x(step.from);
  const to = x(step.to);
  const way = Math.sign(to - from) || 1;
  const line = y + 27;
  const look = step.bad ? 'bad' : step.from === 'visitor' ? 'person' : step.answer ? 'answer' : 'call';
  const text = fit(step.text, Math.abs(to - from) - 28);
  const tip = step.lost
    ? `<path class="arrow bad" d="M${to - way * 22 - 5} ${line - 5}l10 10m0 -10l-10 10"/>`
    : `<path class="${look}-tip" d="M${to} ${line}l${-way * 9} -4.5v9z"/>`;
  const end = step.lost ? to - way * 22 : to - way * 8;
  return [
    `<line class="arrow ${look}" x1="${from}" y1="${line}" x2="${end}" y2="${line}"/>`,
    tip,
    `<text class="over${step.bad ? ' bad-text' : ''}" x="${(from + to) / 2}" y="${line - 7}" text-anchor="middle">${text}</text>`,
  ].join('');
}

/** Escaped text that fits the room, in pixels. */
function fit(text: string, room: number): string {
  return escapeXml(shorten(text, Math.max(8, Math.floor(room / charWidth))));
}

/** Of escaped text, in characters as drawn. */
function lengthOf(escaped: string): number {
  return escaped.replace(/&[^;]+;/g, 'x').length;
}
