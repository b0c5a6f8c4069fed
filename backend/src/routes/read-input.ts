import type { Route } from '@hilo/shared/protocol/route.ts';
import type { z } from 'zod';
import { HiloError } from '../hilo-error.ts';
import { readJson } from '../middlewares/read-json.ts';
import type { Context } from '../middlewares/request-state.ts';

export interface RawInput {
  params: unknown;
  query: unknown;
  body: unknown;
}

type Part = keyof RawInput;
interface FieldError {
  pointer: string;
  detail: string;
}

const parts = ['params', 'query', 'body'] as const satisfies readonly Part[];
const fieldErrorsMax = 20;

/** Reads what the route declares, and nothing else. Throws what `readJson` and `validateInput` throw. */
export async function readInput(route: Route, ctx: Context): Promise<RawInput> {
  const body = route.body ? await readJson(ctx.req) : undefined;
  return validateInput(route, { params: ctx['params'], query: { ...ctx.query }, body });
}

/**
 * Checks a request against its route.
 * Throws `invalid_request`; `errors` says where, as JSON pointers (RFC 6901) into `{ params, query, body }`.
 */
export function validateInput(route: Route, raw: RawInput): RawInput {
  const input: RawInput = { params: {}, query: {}, body: undefined };
  const found: FieldError[] = [];
  for (const part of parts) {
    const schema = route[part];
    if (!schema) continue;
    const parsed = schema.safeParse(raw[part]);
    if (parsed.success) input[part] = parsed.data;
    else found.push(...parsed.error.issues.flatMap((issue) => describe(part, issue)));
  }
  if (found.length === 0) return input;
  const first = found[0];
  throw new HiloError(
    'invalid_request',
    `Unable to accept the request; ${first?.pointer} ${first?.detail}.`,
    { errors: found.slice(0, fieldErrorsMax) },
  );
}

function describe(part: Part, issue: z.core.$ZodIssue): FieldError[] {
  const path = [part, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ pointer: pointerTo([...path, key]), detail: 'is not a known field' }));
  }
  return [{ pointer: pointerTo(path), detail: sentence(issue) }];
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((step) => `/${String(step).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** Our validators say "is blank"; the library's own words are turned to the same form. */
function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' || issue.code === 'invalid_union') {
    return issue.input === undefined && issue.code === 'invalid_type'
      ? 'is missing or of the wrong type'
      : 'is of the wrong kind';
  }
  if (issue.code === 'invalid_value') return `is none of ${issue.values.join(', ')}`;
  if (issue.code === 'too_big' && !/^(is|contains) /.test(issue.message))
    return `is more than ${issue.maximum}`;
  if (issue.code === 'too_small' && !/^(is|contains) /.test(issue.message))
    return `is less than ${issue.minimum}`;
  return issue.message;
}
