import type { z } from 'zod';
import { HiloError } from '../../hilo-error.ts';

/** An operator's input, checked. Throws `invalid_request`, naming each field that is wrong. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({
    pointer: `/${path.join('/')}`,
    detail: message,
  }));
  const list = errors.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`).join('; ');
  throw new HiloError('invalid_request', `Unable to do that; ${list}.`, { errors });
}

/** What is taken already. */
export function taken(pointer: string, what: string): HiloError {
  const errors = [{ pointer, detail: 'is taken' }];
  return new HiloError('invalid_request', `Unable to do that; ${what} is taken.`, { errors });
}
