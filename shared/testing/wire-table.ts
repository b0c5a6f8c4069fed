import { createHash } from 'node:crypto';
import { z } from 'zod';
import { closeCodes, errors } from '../src/errors.ts';
import * as frames from '../src/protocol/frames.ts';
import type { Route } from '../src/protocol/route.ts';
import { routes } from '../src/protocol/routes.ts';

/** The four families of WebSocket frames, by who sends them to whom. */
export const frameFamilies = {
  visitorClientFrame: frames.visitorClientFrame,
  visitorServerFrame: frames.visitorServerFrame,
  agentClientFrame: frames.agentClientFrame,
  agentServerFrame: frames.agentServerFrame,
} as const;

/** Everything that two sides have to agree on: routes, frames, close codes, error codes. JSON, in a fixed order. */
export function wireTable(): unknown {
  return sorted({
    routes: mapValues(routes, (route: Route) => ({
      method: route.method,
      path: route.path,
      auth: route.auth,
      params: route.params && z.toJSONSchema(route.params, { io: 'input' }),
      query: route.query && z.toJSONSchema(route.query, { io: 'input' }),
      body: route.body && z.toJSONSchema(route.body, { io: 'input' }),
      answer: z.toJSONSchema(route.answer, { io: 'output' }),
      errors: [...route.errors].sort(),
    })),
    frames: mapValues(frameFamilies, (schema) => z.toJSONSchema(schema, { io: 'input' })),
    closeCodes,
    errors: mapValues(errors, ({ status, retryable }) => ({ status, retryable })),
  });
}

/** SHA-256 (FIPS 180-4) of the wire table, in hex. */
export function computeWireHash(): string {
  return createHash('sha256').update(JSON.stringify(wireTable())).digest('hex');
}

function mapValues<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** The same value with every object's keys in order, and every list of required fields: their order is not on the wire. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]): [string, unknown] => [
    key,
    key === 'required' && Array.isArray(part) ? [...part].sort() : sorted(part),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
