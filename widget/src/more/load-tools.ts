import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import type { ApiCall } from '../core/events.ts';
import type { DebugPorts, DebugTools } from '../debug/tools.ts';

/** Not part of what a visitor downloads; fetched when somebody debugs. */
export async function loadTools(ports: DebugPorts): Promise<DebugTools> {
  const { createTools } = await import('../debug/tools.ts');
  return createTools(ports);
}

/** `Hilo('debug')`: the blob and the dialog to copy it; how things stand, where the company offers none. */
export async function debug(
  config: WidgetConfig | null,
  call: (api: ApiCall) => Promise<unknown>,
  tools: () => Promise<DebugTools>,
): Promise<unknown> {
  const state = await call({ name: 'debug', on: config?.debug === 'on_demand' || null });
  return config && config.debug !== 'off' ? (await tools()).open() : state;
}
