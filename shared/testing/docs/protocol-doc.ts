import { closeCodes, type ErrorCode, errors } from '../../src/errors.ts';
import { agentRoutes } from '../../src/protocol/agent-routes.ts';
import { type Auth, commonErrors, type Route } from '../../src/protocol/route.ts';
import { protocolVersion, wireHash } from '../../src/protocol/version.ts';
import { visitorRoutes } from '../../src/protocol/visitor-routes.ts';
import { frameFamilies } from '../wire-table.ts';
import {
  type FieldComments,
  type FieldRow,
  fieldRows,
  number,
  type Schema,
  typeText,
} from './field-table.ts';
import { limitRows } from './limits-table.ts';
import { markdownTable } from './markdown.ts';
import { namedShapes, schemaOf } from './shapes.ts';
import { declarationOf, fieldComments, readSharedSource } from './source-comments.ts';

const authWords: Record<Auth, string> = {
  anyone: 'nobody is asked',
  visitor_if_known: 'a visitor token is used where there is one, and never created',
  visitor: 'a known visitor token',
  visitor_or_new: 'a visitor token; an unknown one becomes a new anonymous contact',
  agent: 'a signed-in agent’s token',
};

const familyWords: Record<keyof typeof frameFamilies, string> = {
  visitorClientFrame: 'From the widget',
  visitorServerFrame: 'To the widget',
  agentClientFrame: 'From the inbox',
  agentServerFrame: 'To the inbox',
};

/** `docs/protocol.md`, whole. */
export function protocolDocument(): string {
  return [
    '# Protocol',
    '<!-- Generated from shared/src/protocol by `npm run docs`. Changes made here are lost. -->',
    `Version ${protocolVersion}, wire \`${wireHash.slice(0, 12)}\`. Everything that travels is declared once, in \`shared/src/protocol\`; types, validators and this document follow from it.`,
    conventions,
    '## Routes of the widget',
    ...Object.entries<Route>(visitorRoutes).map(([name, route]) =>
      routeSection(name, route, 'visitor-routes'),
    ),
    '## Routes of the inbox',
    ...Object.entries<Route>(agentRoutes).map(([name, route]) => routeSection(name, route, 'agent-routes')),
    '## WebSocket frames',
    frameIntroduction,
    ...Object.entries(frameFamilies).map(([name, family]) => frameSection(name, schemaOf(family, 'input'))),
    '### Close codes',
    'Codes of our own (RFC 6455, section 7.4.2). Where a client retries, it does so with a growing, random delay.',
    closeTable(),
    '## Shapes',
    ...namedShapes.map(shapeSection),
    '## Errors',
    `Every failure is \`application/problem+json\` (RFC 9457) with \`type\`, \`title\`, \`status\`, \`code\`, \`detail\` and \`traceId\`. Some carry more: \`errors\` (JSON pointers, with \`invalid_request\`), \`conversationId\` (\`another_open\`), \`missing\` (\`prechat_required\`), \`retryAfterSeconds\` (\`rate_limited\`, as in \`Retry-After\`).`,
    errorTable(),
    '## Limits',
    'From `shared/src/limits.ts`. Characters are UTF-16 units, what `String.length` counts.',
    markdownTable(['limit', 'value', 'meaning'], limitRows()),
    '',
  ].join('\n\n');
}

const conventions = `Requests and answers are JSON in UTF-8. Ids are lower-case UUIDs, times are milliseconds since the Unix epoch on the server’s clock.
The visitor’s or agent’s token is sent as \`Authorization: Bearer …\`, never in an address. Every request carries \`traceparent\` (W3C Trace Context) as a
header; the bootstrap of an anonymous visitor has it in the query, so that the browser needs no preflight. A body with a field that is not listed is refused.
Any route can also answer with ${commonErrors.map(errorLink).join(', ')}.`;

const frameIntroduction = `JSON text, one object per frame, \`type\` says which. Every frame carries \`traceparent\`: of the sender’s load in frames from a client, of the operation that caused it in frames from the server.
A visitor connects to \`/ws/:widgetId/:sessionId?\`, an agent to \`/ws/agent\`. The first frame is \`hello\`, with the token.`;

function routeSection(name: string, route: Route, module: string): string {
  const comments = fieldComments(declarationOf(readSharedSource(`protocol/${module}.ts`), name));
  const asked = [
    ...part('path', route.params, comments),
    ...part('query', route.query, comments),
    ...part('body', route.body, comments),
  ];
  const own = route.errors.map(errorLink);
  const operation = route.operation ? ` · logged as \`${route.operation}\`` : '';
  return [
    `### ${name}`,
    `\`${route.method} ${route.path}\`${operation}`,
    route.summary,
    `Caller: ${authWords[route.auth]}.`,
    asked.length > 0 ? markdownTable(['in', 'field', 'type', '', 'notes'], asked) : '',
    '**Answer**',
    answerTable(schemaOf(route.answer, 'output'), comments),
    own.length > 0 ? `**Errors** ${own.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

function part(place: string, schema: Route['query'], comments: FieldComments): string[][] {
  if (!schema) return [];
  return fieldRows(schemaOf(schema, 'input'), comments).map((row) => [
    place,
    `\`${row.field}\``,
    row.type,
    row.required ? '' : 'optional',
    row.notes,
  ]);
}

function answerTable(schema: Schema, comments: FieldComments): string {
  const rows = fieldRows(schema, comments);
  return rows.length > 0 ? markdownTable(['field', 'type', '', 'notes'], rows.map(cells)) : typeText(schema);
}

function cells(row: FieldRow): string[] {
  return [`\`${row.field}\``, row.type, row.required ? '' : 'optional', row.notes];
}

function frameSection(name: string, family: Schema): string {
  const comments = fieldComments(declarationOf(readSharedSource('protocol/frames.ts'), name));
  const rows = (family.oneOf ?? []).map((frame) => {
    const type = frame.properties?.['type']?.const;
    const fields = fieldRows(frame, comments).filter((row) => !['type', 'traceparent'].includes(row.field));
    const words = fields.map((row) => `\`${row.field}\` ${row.type}${row.notes ? `. ${row.notes}` : ''}`);
    return [`\`${type}\``, words.join('<br>')];
  });
  return [
    `### ${familyWords[name as keyof typeof familyWords]}`,
    markdownTable(['type', 'fields'], rows),
  ].join('\n\n');
}

function shapeSection({ name, schema, comment, declaration }: (typeof namedShapes)[number]): string {
  const json = schemaOf(schema, 'output');
  const rows = fieldRows(json, fieldComments(declaration));
  const body =
    rows.length > 0 ? markdownTable(['field', 'type', '', 'notes'], rows.map(cells)) : scalarText(json);
  return [`### The shape ${name}`, comment, body].filter(Boolean).join('\n\n');
}

function scalarText(schema: Schema): string {
  const [row] = fieldRows({ properties: { it: schema } });
  return [row?.type, row?.notes].filter(Boolean).join('. ');
}

function closeTable(): string {
  const rows = Object.entries(closeCodes).map(([reason, { code, retry }]) => [
    String(code),
    `\`${reason}\``,
    retry ? 'retries' : 'stays closed',
  ]);
  return markdownTable(['code', 'reason', 'the client'], rows);
}

function errorTable(): string {
  const rows = Object.entries(errors).map(([code, { status, title, retryable }]) => [
    `<a id="error-${code}"></a>\`${code}\``,
    String(status),
    retryable ? 'yes' : '',
    title,
  ]);
  return markdownTable(['code', 'status', 'retryable', 'title'], rows);
}

function errorLink(code: ErrorCode): string {
  return `[\`${code}\`](#error-${code}) ${number(errors[code].status)}`;
}
