import { shorten } from './plain-text.ts';
import type { Actor, Sequence, SequenceStep } from './sequence.ts';

/** Mermaid reads these in messages; entity codes (`#59;`) show them instead. Words that end a block are broken up, too. */
const special = /[#;<>&%{}`"\\*_~$]/g;
const textCharsMax = 110;

/** The sequence as Mermaid source (`sequenceDiagram`). Text is data: nothing in it is read as Mermaid or HTML. */
export function formatMermaid({ actors, steps }: Sequence): string {
  const lines = ['sequenceDiagram'];
  for (const actor of actors) {
    lines.push(`    ${actor === 'visitor' ? 'actor' : 'participant'} ${nameOf(actor)} as ${labelOf(actor)}`);
  }
  const first = nameOf(actors[0] as Actor);
  const last = nameOf(actors.at(-1) as Actor);
  for (const step of steps) lines.push(`    ${lineOf(step, first, last)}`);
  return `${lines.join('\n')}\n`;
}

function lineOf(step: SequenceStep, first: string, last: string): string {
  const text = escapeMermaid(shorten(step.bad ? `✗ ${step.text}` : step.text, textCharsMax));
  if (step.kind === 'note') return `Note over ${nameOf(step.over)}: ${text}`;
  if (step.kind !== 'message') return `Note over ${first},${last}: ${text}`;
  const arrow = step.lost ? '--x' : step.answer ? '-->>' : '->>';
  return `${nameOf(step.from)}${arrow}${nameOf(step.to)}: ${text}`;
}

function escapeMermaid(text: string): string {
  const escaped = text.replace(special, (char) => `#${char.charCodeAt(0)};`);
  return (
    escaped.replace(/\b(en)(d)\b/gi, (_, en: string, d: string) => `${en}#${d.charCodeAt(0)};`) || '#32;'
  );
}

function nameOf(actor: Actor): string {
  return actor.replace(/[^a-z0-9]/g, '');
}

function labelOf(actor: Actor): string {
  return actor.replace(/^./, (char) => char.toUpperCase());
}
