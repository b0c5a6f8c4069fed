import type { WidgetConfig } from '@hilo/shared/protocol/shapes.ts';
import type { ApiCall } from '../core/events.ts';
import type { DebugPorts, DebugTools } from '../debug/tools.ts';

/** The debug tools, beside this file; the build fills it in. */
declare const __TOOLS_FILE__: string;

let tries = 0;

/** Not part of what a visitor downloads; fetched when somebody debugs. Rejects where they cannot be had, and can be tried again. */
export async function loadTools(ports: DebugPorts): Promise<DebugTools> {
  try {
    // A failed import is remembered by its address, so each try has its own.
    const { createTools } = await import(/* @vite-ignore */ __TOOLS_FILE__ + (tries ? `?${tries}` : ''));
    return createTools(ports);
  } catch (error) {
    tries += 1;
    throw error;
  }
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
