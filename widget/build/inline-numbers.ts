import type { Plugin } from 'vite';
import { closeCodes } from '../../shared/src/errors.ts';
import { limits } from '../../shared/src/limits.ts';

const places = /\b(?:limits\.(\w+)|closeCodes\.(\w+)\.code)\b/g;

/** The widget uses a third of these tables: they are written as numbers where they are used, and the tables stay here. */
export function inlineNumbers(): Plugin {
  return {
    name: 'hilo-inline-numbers',
    enforce: 'pre',
    transform(code, id) {
      if (!/\.ts$/.test(id) || /\/(limits|errors)\.ts$/.test(id)) return null;
      const inlined = code.replace(
        places,
        (text, limit?: string, reason?: string) => `${numberOf(limit, reason) ?? text}`,
      );
      return { code: inlined, map: null };
    },
  };
}

function numberOf(limit: string | undefined, reason: string | undefined): number | undefined {
  if (limit) return (limits as Record<string, number>)[limit];
  return (closeCodes as Record<string, { code: number }>)[reason ?? '']?.code;
}
