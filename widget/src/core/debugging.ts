import type { State } from './state.ts';

/** Whether debug info is offered: as the company set it, and (on demand) as somebody here asked for it. */
export function isDebugging({ config, debugShown }: Pick<State, 'config' | 'debugShown'>): boolean {
  return config?.debug === 'always' || (debugShown && config?.debug === 'on_demand');
}
