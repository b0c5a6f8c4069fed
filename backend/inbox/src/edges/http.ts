import type { Problem } from '@hilo/shared/errors.ts';
import { errors } from '@hilo/shared/errors.ts';
import { limits } from '@hilo/shared/limits.ts';
import type { Answer, Body, Params, Query } from '@hilo/shared/protocol/routes.ts';
import type { Failure } from '../model/state.ts';
import { agentPaths, type InboxRouteName } from './routes.ts';
import type { Tracer } from './tracer.ts';

export interface CallInput<Name extends InboxRouteName> {
  params?: Params<Name>;
  query?: Query<Name>;
  body?: Body<Name>;
}

/** `dropped`: the session ended, or became another agent's, before the answer came; nobody may use it. */
export type CallResult<Name extends InboxRouteName> =
  | { kind: 'answer'; answer: Answer<Name> }
  | { kind: 'failure'; failure: Failure }
  | { kind: 'dropped' };

export interface HttpPorts {
  /** Origin of the API, without a slash at the end; empty for the page's own. */
  base: string;
  tracer: Tracer;
  token(): string | null;
  /** A token that was in use is no longer taken. */
  onUnauthorized(token: string): void;
}

export type Call = <Name extends InboxRouteName>(
  name: Name,
  input?: CallInput<Name>,
) => Promise<CallResult<Name>>;

/** Calls the API. Never throws: what went wrong is an answer too, in words. */
export function createCall(ports: HttpPorts): Call {
  return async (name, input = {}) => {
    const token = ports.token();
    const outcome = await send(ports, name, input, token);
    if (ports.token() !== token) return { kind: 'dropped' };
    if (outcome.kind === 'failure' && outcome.failure.code === 'agent_unauthorized' && token !== null) {
      ports.onUnauthorized(token);
      return { kind: 'dropped' };
    }
    return outcome as CallResult<typeof name>;
  };
}

type Outcome = { kind: 'answer'; answer: unknown } | { kind: 'failure'; failure: Failure };

async function send<Name extends InboxRouteName>(
  ports: HttpPorts,
  name: Name,
  input: CallInput<Name>,
  token: string | null,
): Promise<Outcome> {
  const [method, path] = agentPaths[name];
  const headers: Record<string, string> = { traceparent: ports.tracer.traceparent() };
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  if (method === 'POST') headers['content-type'] = 'application/json';
  try {
    const response = await fetch(ports.base + addressOf(path, input), {
      method,
      headers,
      body: method === 'POST' ? JSON.stringify(input.body ?? {}) : undefined,
      signal: AbortSignal.timeout(limits.requestTimeoutMs),
      cache: 'no-store',
      credentials: 'omit',
    });
    if (response.ok) return { kind: 'answer', answer: await response.json() };
    return { kind: 'failure', failure: await readProblem(response) };
  } catch (error) {
    return { kind: 'failure', failure: unreached(error) };
  }
}

function addressOf(path: string, input: { params?: object; query?: object }): string {
  const params = (input.params ?? {}) as Record<string, string>;
  const filled = path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.set(key, String(value));
  }
  return query.size > 0 ? `${filled}?${query}` : filled;
}

/** A proxy in between may answer without problem details: then the status decides. */
async function readProblem(response: Response): Promise<Failure> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const code = problem.code && problem.code in errors ? problem.code : codeOfStatus(response.status);
  const seconds = Number(response.headers.get('retry-after') ?? problem.retryAfterSeconds ?? Number.NaN);
  return {
    code,
    sentence: problem.detail || problem.title || errors[code].title,
    retryable: errors[code].retryable,
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined,
    traceId: problem.traceId ?? null,
    conversationId: problem.conversationId,
  };
}

function codeOfStatus(status: number): Problem['code'] {
  if (status === 401) return 'agent_unauthorized';
  if (status === 404) return 'not_found';
  if (status === 413) return 'body_too_large';
  if (status === 429) return 'rate_limited';
  if (status >= 500) return 'unavailable';
  return 'invalid_request';
}

function unreached(error: unknown): Failure {
  const slow = error instanceof Error && error.name === 'TimeoutError';
  return {
    code: 'network',
    sentence: slow ? 'Hilo did not answer in time.' : 'Unable to reach Hilo; the connection is down.',
    retryable: true,
    traceId: null,
  };
}
