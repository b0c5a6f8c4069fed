import type { ServerTrace } from '@hilo/shared/protocol/trace-shapes.ts';
import { foldStarts } from '@hilo/shared/reconstruct/fold-starts.ts';
import { oneLine } from '@hilo/shared/reconstruct/plain-text.ts';
import { type Command, InvalidArgumentError } from 'commander';
import type { DatabasePool } from 'slonik';
import { presentTrace } from '../presenters/present-trace.ts';
import { selectCompaniesOfTrace, selectTraceChunks } from '../sql/trace-chunks.ts';
import { traceLimits } from '../trace/trace-limits.ts';
import { CliError } from './cli-error.ts';
import { withContext } from './database.ts';
import { type Paint, paintFor } from './paint.ts';
import type { Terminal } from './terminal.ts';

type Event = ServerTrace['events'][number];

export function addTraceCommands(program: Command, terminal: Terminal): void {
  program
    .command('trace')
    .description('what the server’s log says of one page load')
    .command('show')
    .description('show every line that is kept of a trace')
    .argument('<trace-id>', '32 hexadecimal digits, as in a debug blob, an error or a log line', parseTraceId)
    .option('--company <company-id>', 'in one company alone')
    .action(async (traceId: string, { company }: { company?: string }, command: Command) => {
      const traces = await withContext(terminal, ({ pool }) => readTraces(pool, traceId, company));
      if (traces.length === 0) {
        throw new CliError(
          `unable to find lines of trace ${traceId}; nobody behind it ever talked, or they are no longer kept`,
        );
      }
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      const paint = paintFor(terminal);
      terminal.out(
        json ? JSON.stringify(traces) : traces.map((trace) => formatTrace(trace, paint)).join('\n\n'),
      );
    });
}

export function parseTraceId(text: string): string {
  // Of a whole traceparent the trace is the second part.
  const id = /^00-([0-9a-f]{32})-/.exec(text)?.[1] ?? text.toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(id)) throw new InvalidArgumentError('A trace id has 32 hexadecimal digits.');
  return id;
}

async function readTraces(
  pool: DatabasePool,
  traceId: string,
  company: string | undefined,
): Promise<ServerTrace[]> {
  const companies = await selectCompaniesOfTrace(pool, traceId);
  const linesMax = traceLimits.readLinesMax;
  const traces: ServerTrace[] = [];
  for (const companyId of companies) {
    if (company !== undefined && company !== companyId) continue;
    const chunks = await selectTraceChunks(pool, { companyId, traceId, visitorContactId: null, linesMax });
    traces.push(presentTrace(traceId, chunks, linesMax));
  }
  return traces;
}

/** A trace for a person: who, then one line per operation with what came of it, also of those that never ended. */
export function formatTrace({ traceId, events, cut }: ServerTrace, paint: Paint): string {
  const { companyId, widgetId } = events[0]?.fields ?? { companyId: null, widgetId: null };
  const when = new Date(events[0]?.wall ?? 0).toISOString().replace('T', ' ').slice(0, 19);
  const contacts = new Set(events.flatMap(({ fields }) => fields.contactId ?? []));
  return [
    `${paint.bold(`trace ${traceId}`)}  ${oneLine(`${companyId} ${widgetId ?? ''}`)}  from ${when} UTC`,
    ...[...contacts].map((contactId) => paint.dim(`contact ${contactId}`)),
    ...(cut > 0 ? [paint.yellow(`${cut} earlier lines are left out`)] : []),
    '',
    ...foldStarts(events).map((event) => formatEvent(event, paint)),
  ].join('\n');
}

function formatEvent(event: Event, paint: Paint): string {
  const time = paint.dim(`${(event.t / 1_000).toFixed(3)} s`.padStart(11));
  if (event.kind === 'dropped') {
    return `${time}  ${paint.yellow(`${event.count} lines were lost here: ${oneLine(event.reason)}`)}`;
  }
  const colour = event.outcome === 'ok' ? paint.green : event.outcome === 'failed' ? paint.red : paint.yellow;
  const outcome = event.phase === 'start' ? 'not ended' : event.outcome;
  const result = colour((event.errorCode ?? outcome).padEnd(12));
  const took = paint.dim(`${event.durationMs ?? '–'} ms`.padStart(10));
  const words = [...wordsOfFields(event.fields), ...wordsOfAbout(event.about)].map(oneLine).join(' · ');
  return `${time}  ${oneLine(event.operation).padEnd(18)} ${result} ${took}  ${words}`.trimEnd();
}

function wordsOfFields({ conversationId, status, unreadCount }: Event['fields']): string[] {
  return [
    ...(conversationId === null ? [] : [`conversation …${conversationId.slice(-4)}`]),
    ...(status === null ? [] : [status]),
    ...(unreadCount === null || unreadCount === 0 ? [] : [`${unreadCount} unread`]),
  ];
}

interface About {
  statusChanges?: { from: string | null; to: string; cause: string }[];
}

/** What the line says beyond the ten fields; a status by its steps, ids by their ends. */
function wordsOfAbout(about: unknown): string[] {
  const { statusChanges = [], ...rest } = (about ?? {}) as About & Record<string, unknown>;
  return [
    ...statusChanges.map(({ from, to, cause }) => `${from ?? 'nothing'} → ${to} (${cause})`),
    ...Object.entries(rest).map(([name, value]) => (value === true ? name : `${name} ${shortened(value)}`)),
  ];
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text) ? `…${text.slice(-4)}` : text;
}
