import type { agentClientFrame, visitorClientFrame } from '@hilo/shared/protocol/frames.ts';
import type { z } from 'zod';

/** A parser for one side's frames: undefined where the text is not JSON, or no frame of the protocol. */
export function frameParser<Schema extends typeof visitorClientFrame | typeof agentClientFrame>(
  schema: Schema,
): (text: string) => z.infer<Schema> | undefined {
  return (text) => {
    const parsed = schema.safeParse(parseJson(text));
    return parsed.success ? (parsed.data as z.infer<Schema>) : undefined;
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
