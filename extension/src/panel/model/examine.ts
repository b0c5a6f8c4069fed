import { panelBounds } from './bounds.ts';

export type Examined = { fit: true; bytes: number } | { fit: false; why: 'depth' | 'size' };

const nodeBytes = 24;
const charBytes = 2;

/**
 * Whether a value from outside can be kept, and about how much memory it takes. One walk with a stack of its own: neither
 * depth nor a circle nor one object in a million places makes it long.
 */
export function examine(value: unknown): Examined {
  const stack: { value: unknown; depth: number }[] = [{ value, depth: 1 }];
  let nodes = 0;
  let bytes = 0;
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { value: one, depth } = top;
    bytes += nodeBytes + (typeof one === 'string' ? charBytes * one.length : 0);
    if (++nodes > panelBounds.eventNodesMax || bytes > panelBounds.eventBytesMax)
      return { fit: false, why: 'size' };
    if (typeof one !== 'object' || one === null) continue;
    if (depth > panelBounds.eventDepthMax) return { fit: false, why: 'depth' };
    for (const name of Object.keys(one)) {
      bytes += charBytes * name.length;
      stack.push({ value: (one as Record<string, unknown>)[name], depth: depth + 1 });
    }
  }
  return { fit: true, bytes };
}
