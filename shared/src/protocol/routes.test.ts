import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { frameFamilies } from '../../testing/wire-table.ts';
import { closeCodes, errors } from '../errors.ts';
import { agentRoutes } from './agent-routes.ts';
import { commonErrors, type Route } from './route.ts';
import { routes } from './routes.ts';
import { visitorRoutes } from './visitor-routes.ts';

const table: [string, Route][] = Object.entries(routes);

interface ObjectSchema {
  properties?: Record<string, unknown>;
  required?: string[];
  additionalProperties?: unknown;
}

function schemaOf(type: z.ZodType): ObjectSchema {
  return z.toJSONSchema(type, { io: 'input' }) as ObjectSchema;
}

function namesInPath(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
}

describe.each(table)('route %s', (name, route) => {
  it('validates each parameter of its path, and no other', () => {
    const names = namesInPath(route.path);
    expect(new Set(names).size).toBe(names.length);
    const schema = route.params ? schemaOf(route.params) : { properties: {}, required: [] };
    expect(Object.keys(schema.properties ?? {}).sort()).toEqual([...names].sort());
    expect([...(schema.required ?? [])].sort()).toEqual([...names].sort());
  });

  it('refuses a body with a field that it does not know', () => {
    if (!route.body) return expect(route.method).toBe('GET');
    expect(route.method).toBe('POST');
    expect(schemaOf(route.body).additionalProperties).toBe(false);
  });

  it('fails only by the catalogue, each failure named once and none of those that every route has', () => {
    const own = route.errors as readonly string[];
    expect(own.filter((code) => !(code in errors))).toEqual([]);
    expect(new Set(own).size).toBe(own.length);
    expect(own.filter((code) => (commonErrors as readonly string[]).includes(code))).toEqual([]);
  });

  it('names the failures of the way it asks who is calling', () => {
    const expected = {
      visitor: 'token_unknown',
      visitor_or_new: 'origin_not_allowed',
      agent: 'agent_unauthorized',
    };
    const code = expected[route.auth as keyof typeof expected];
    if (code) expect(route.errors).toContain(code);
    if (name in visitorRoutes) expect(route.errors).toContain('origin_not_allowed');
  });

  it('has a summary of whole sentences', () => {
    expect(route.summary).toMatch(/^[A-Z].*\.$/s);
  });

  it('has an answer that can be written down as JSON', () => {
    expect(schemaOf(route.answer)).toBeTypeOf('object');
  });
});

describe('the table of routes', () => {
  it('has no two routes that answer the same request', () => {
    const clashes = table.flatMap(([a, one], i) =>
      table.slice(i + 1).flatMap(([b, other]) => (overlaps(one, other) ? [`${a} and ${b}`] : [])),
    );
    expect(clashes).toEqual([]);
  });

  it('names no route twice', () => {
    const names = [...Object.keys(visitorRoutes), ...Object.keys(agentRoutes)];
    expect(new Set(names).size).toBe(names.length);
    expect(table).toHaveLength(names.length);
  });

  it('[R1.1] gives each operation of the widget one route', () => {
    const operations = Object.values<Route>(visitorRoutes).map((route) => route.operation);
    expect(operations).not.toContain(undefined);
    expect(new Set(operations).size).toBe(operations.length);
    const named = ['bootstrap', 'start_session', 'send_message', 'list_conversations', 'mark_read'];
    for (const operation of named) expect(operations).toContain(operation);
  });

  it('[H8] takes no token in an address', () => {
    for (const [name, route] of table) {
      const inAddress = [route.params, route.query].flatMap((part) =>
        part ? Object.keys(schemaOf(part).properties ?? {}) : [],
      );
      expect(
        inAddress.filter((field) => /token|secret|hash|jwt/i.test(field)),
        name,
      ).toEqual([]);
    }
  });

  it('asks everybody who they are, but where somebody signs in', () => {
    expect(table.filter(([, route]) => route.auth === 'anyone').map(([name]) => name)).toEqual(['signIn']);
  });

  it('[R2.D] takes a client id with everything that writes something new', () => {
    const ids = {
      sendMessage: 'clientMessageId',
      reply: 'clientMessageId',
      addNote: 'clientNoteId',
      startSession: 'clientStartId',
    } as const;
    for (const [name, id] of Object.entries(ids)) {
      expect(schemaOf((routes as Record<string, Route>)[name]?.body as z.ZodType).required).toContain(id);
    }
  });

  it('[R4.2] answers the start of a session with its conversation', () => {
    expect(schemaOf(routes.startSession.answer).required).toEqual(
      expect.arrayContaining(['conversationId', 'sessionId']),
    );
  });
});

/** Whether some address matches both paths. */
function overlaps(a: Route, b: Route): boolean {
  const [partsA, partsB] = [a.path.split('/'), b.path.split('/')];
  if (a.method !== b.method || partsA.length !== partsB.length) return false;
  return partsA.every((part, i) => part === partsB[i] || part.startsWith(':') || partsB[i]?.startsWith(':'));
}

describe('frames', () => {
  it.each(Object.entries(frameFamilies))(
    '[R1.1] %s: every frame says its type once and carries traceparent',
    (_, family) => {
      const options = family.options.map((option) => z.toJSONSchema(option, { io: 'input' }) as ObjectSchema);
      const types = options.map(
        (option) => (option.properties?.['type'] as { const?: string } | undefined)?.const,
      );
      expect(new Set(types).size).toBe(types.length);
      for (const option of options) expect(option.required).toContain('traceparent');
    },
  );

  it('[B5] lets either side ask for a round trip', () => {
    for (const family of Object.values(frameFamilies)) {
      const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
      for (const type of ['ping', 'pong']) {
        expect(family.safeParse({ type, traceparent, n: 0 }).success).toBe(true);
        expect(family.safeParse({ type, traceparent }).success).toBe(false);
      }
    }
  });
});

describe('the error catalogue', () => {
  it.each(Object.entries(errors))('%s has a status of failure and a sentence', (_, { status, title }) => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title).toMatch(/^Unable to .*\.$/);
  });

  it('calls retryable what may go better next time, and nothing that a caller did wrong', () => {
    const retryable = Object.entries(errors).filter(([, error]) => error.retryable);
    expect(retryable.map(([code]) => code)).toEqual(['rate_limited', 'internal', 'unavailable']);
  });

  it('closes sockets with codes of our own range, each used once', () => {
    const codes = Object.values(closeCodes).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toBeGreaterThanOrEqual(4000);
    for (const code of codes) expect(code).toBeLessThan(5000);
  });
});
