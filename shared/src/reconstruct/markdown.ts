import type { Verdict, VerdictStatus } from '../invariants/rule.ts';
import type { Blob } from '../trace/blob-schema.ts';
import { judgeBlob, worstOf } from './judge-blob.ts';
import { describeClock, mergeTracks } from './merge.ts';
import { clock, duration, isoTime, oneLine, shorten } from './plain-text.ts';
import { type TimelineRow, timelineOfMerged } from './timeline.ts';
import { tracksOf } from './tracks.ts';

const rowsMax = 60;
const evidenceMax = 6;

/**
 * A summary to paste into a chat or an issue. It says of the promises what `hilo blob check` does, whatever the blob says
 * of itself: that was written by another build, or by anybody. All that comes from the blob stands in code spans: no markup of it is
 * rendered, nobody is mentioned by it, no link or picture in it is fetched.
 */
export function formatMarkdown(blob: Blob): string {
  const tracks = tracksOf([blob]);
  const merged = mergeTracks(tracks);
  const rows = timelineOfMerged(merged);
  const { verdicts, partialLoads } = judgeBlob(blob);
  const broken = verdicts.filter((verdict) => verdict.status === 'violated');
  const sections = [
    `# Hilo: ${headline(verdicts, broken.length)}`,
    facts(blob, rows),
    ...(broken.length > 0
      ? ['## Broken promises', ...broken.map((verdict) => brokenPromise(verdict, rows))]
      : []),
    '## What happened',
    story(rows),
    '## How sure this is',
    certainty(blob, verdicts, partialLoads, merged.clocks.map(describeClock)),
  ];
  return `${sections.join('\n\n')}\n`;
}

function headline(verdicts: readonly Verdict[], broken: number): string {
  switch (worstOf(verdicts)) {
    case 'violated':
      return `${broken} broken ${broken === 1 ? 'promise' : 'promises'}`;
    case 'inconclusive':
      return 'no broken promise seen; the trace has gaps';
    case 'not_exercised':
      return 'no promise was put to the test';
    default:
      return 'every promise that was put to the test held';
  }
}

function facts(
  { environment, build, traceId, fields, textIncluded, madeAt }: Blob,
  rows: readonly TimelineRow[],
): string {
  const lasted = (rows.at(-1)?.t ?? 0) - (rows[0]?.t ?? 0);
  const pairs: [string, string | null][] = [
    ['Page', environment.url],
    ['Load', traceId],
    ['Company, widget', `${fields.companyId ?? '–'} / ${fields.widgetId ?? '–'}`],
    ['Contact', fields.contactId],
    ['Conversation', fields.conversationId && `${fields.conversationId} (${fields.status})`],
    ['Browser', environment.userAgent],
    ['Build', build],
    ['Copied', `${isoTime(madeAt)}, after ${duration(lasted)}`],
  ];
  const lines = pairs.map(([name, value]) => `| ${name} | ${value ? cell(value) : '–'} |`);
  const masked = textIncluded
    ? ''
    : '\n\nWhat people wrote is masked; lengths and repetitions are as they were.';
  return `| | |\n| --- | --- |\n${lines.join('\n')}${masked}`;
}

function brokenPromise(
  { rule, violations, violationsDropped }: Verdict,
  rows: readonly TimelineRow[],
): string {
  const lines = [`**${code(rule.id)}** (${rule.requirement}, ${rule.severity}): ${code(rule.promise)}`];
  for (const violation of violations.slice(0, 3)) {
    lines.push('', `- at ${clock(violation.t)}: ${code(violation.detail)}`);
    for (const id of violation.evidence.slice(0, evidenceMax)) {
      const row = rows.find((one) => one.eventId === id);
      lines.push(
        `  - ${code(id.replace(/^.*\//, ''))} ${row ? code(`${clock(row.t)} ${row.lane}: ${row.text}`) : ''}`.trimEnd(),
      );
    }
  }
  const more = violations.length - 3 + violationsDropped;
  if (more > 0) lines.push('', `… and ${more} more times.`);
  return lines.join('\n');
}

function story(rows: readonly TimelineRow[]): string {
  const told = rows.filter((row) => row.weight !== 'detail');
  const shown =
    told.length > rowsMax ? [...told.slice(0, rowsMax / 2), null, ...told.slice(-rowsMax / 2)] : told;
  const lines = shown.map((row) =>
    row === null
      ? `- … ${told.length - rowsMax} more …`
      : `- ${clock(row.t)} ${row.lane}${row.weight === 'bad' ? ' ✗' : ''} ${code(shorten(row.text, 160))}`,
  );
  return lines.join('\n') || '- Nothing was recorded.';
}

function certainty(
  { cuts, masked }: Blob,
  verdicts: readonly Verdict[],
  partialLoads: number,
  clocks: readonly string[],
): string {
  const count = (status: VerdictStatus) => verdicts.filter((verdict) => verdict.status === status).length;
  return [
    '- Judged with the rules of the Hilo that wrote this summary, whatever the blob says of itself.',
    `- Promises: ${count('holds')} held, ${count('violated')} broken, ${count('pending')} still waiting, ${count('inconclusive')} inconclusive, ${count('not_exercised')} not put to the test.`,
    partialLoads > 0
      ? `- Of ${partialLoads === 1 ? 'one load' : `${partialLoads} loads`} only a part is in the blob: the trace begins late or has holes.`
      : '- The trace is complete from its first event.',
    ...clocks.map((sentence) => `- ${sentence}`),
    ...cuts.map((cut) => `- Left out: ${cut.count} × ${code(cut.what)} (${code(cut.why)}).`),
    ...masked.map((one) => `- Masked: ${one.count} × ${code(one.what)}.`),
  ].join('\n');
}

/** A code span that holds any text: its fence is longer than every run of backticks within (CommonMark, section 6.1). */
function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** In a table a bar ends the cell, also within code. */
function cell(text: string): string {
  return code(text.replaceAll('|', '¦'));
}
