import type { RequestEffect } from '../core/effects.ts';

/** How a request travels: under the widget's own address on its backend. */
export interface Wire {
  readonly method: 'GET' | 'POST';
  /** After `v1/widgets/<widgetId>/`, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A bootstrap without a token carries `traceparent` in the query, so that the browser needs no preflight for it;
 * everything else in a header.
 */
export function wireOf({ path, body, token }: RequestEffect, traceparent: string): Wire {
  const simple = !token && !body;
  return {
    method: body ? 'POST' : 'GET',
    path: simple ? `${path}&traceparent=${traceparent}` : path,
    headers: {
      ...(!simple && { traceparent }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
  };
}
