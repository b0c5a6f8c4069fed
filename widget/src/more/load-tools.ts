import type { DebugPorts, DebugTools } from '../debug/tools.ts';

/** Not part of what a visitor downloads; fetched when somebody debugs. */
export async function loadTools(ports: DebugPorts): Promise<DebugTools> {
  const { createTools } = await import('../debug/tools.ts');
  return createTools(ports);
}
