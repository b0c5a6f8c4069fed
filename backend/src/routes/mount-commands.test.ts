import type { Route } from '@hilo/shared/protocol/route.ts';
import { routes } from '@hilo/shared/protocol/routes.ts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { assertComplete } from './mount-commands.ts';

const complete: Route = {
  method: 'POST',
  path: '/v1/widgets/:widgetId/things',
  auth: 'visitor',
  summary: '',
  params: z.object({}),
  body: z.object({}),
  answer: z.object({}),
  errors: [],
};

describe('assertComplete', () => {
  it('lets every route of the table start', () => {
    for (const [name, route] of Object.entries(routes))
      expect(() => assertComplete(name, route)).not.toThrow();
    expect(() => assertComplete('things', complete)).not.toThrow();
  });

  it.each([
    ['who may call it', { auth: undefined }],
    ['its params', { params: undefined }],
    ['its body', { body: undefined }],
    ['names no widget', { path: '/v1/things' }],
  ])('does not let a route start that leaves out %s', (words, without) => {
    expect(() => assertComplete('things', { ...complete, ...without } as Route)).toThrow(words);
  });
});
