import type { ErrorCode } from '@hilo/shared/errors.ts';
import type { Child } from '../dom.ts';
import type { Drawing } from '../drawing.ts';
import { reasonKey } from '../words.ts';

/** Why the server will not have this widget here. */
export function whyNot({ t }: Drawing, code: ErrorCode | 'offline'): Child {
  return t(reasonKey(code === 'not_found' ? 'origin_not_allowed' : code));
}
