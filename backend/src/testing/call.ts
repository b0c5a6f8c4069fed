import { randomBytes, randomUUID } from 'node:crypto';
import type { Problem } from '@hilo/shared/errors.ts';
import { type Answer, type Body, type RouteName, routes } from '@hilo/shared/protocol/routes.ts';

export interface CallOptions<Name extends RouteName> {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: Body<Name> | unknown;
  token?: string;
  headers?: Record<string, string>;
}

export interface CallResult<Name extends RouteName> {
  status: number;
  headers: Headers;
  answer: Answer<Name>;
  problem: Problem;
}

/** One request over the wire, as the route table describes it. Whatever comes back is handed back. */
export async function call<Name extends RouteName>(
  origin: string,
  name: Name,
  { params = {}, query = {}, body, token, headers = {} }: CallOptions<Name> = {},
): Promise<CallResult<Name>> {
  const route = routes[name];
  const path = route.path.replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(params[key] ?? 'missing'),
  );
  const search = Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : '';
  const response = await fetch(`${origin}${path}${search}`, {
    method: route.method,
    headers: {
      ...(route.method === 'POST' ? { 'Content-Type': 'application/json' } : {}),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    body:
      route.method === 'POST' ? (typeof body === 'string' ? body : JSON.stringify(body ?? {})) : undefined,
  });
  const json = (await response.json()) as unknown;
  return {
    status: response.status,
    headers: response.headers,
    answer: json as Answer<Name>,
    problem: json as Problem,
  };
}

/** Like `call`, for what must succeed. */
export async function callOk<Name extends RouteName>(
  origin: string,
  name: Name,
  options?: CallOptions<Name>,
): Promise<Answer<Name>> {
  const { status, answer, problem } = await call(origin, name, options);
  if (status !== 200) throw new Error(`${name} answered ${status} ${problem.code}: ${problem.detail}`);
  return answer;
}

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function newTraceparent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

export const newId = randomUUID;
