import type { Fault } from '../channel/faults.ts';
import type { Load } from './loads.ts';
import { lostCode, unauthorizedCode } from './sockets.ts';
import type { StorageWatch } from './storage.ts';

/** What a fault does at the moment it is switched on. */
export function beginFault(
  fault: Fault,
  load: Load,
  { storage, cut }: { storage: StorageWatch; cut(load: Load, code: number): void },
): void {
  if (fault.kind === 'cut_socket' || fault.kind === 'offline') cut(load, lostCode);
  else if (fault.kind === 'expire_token') cut(load, unauthorizedCode);
  else if (fault.kind === 'clear_key') storage.write(fault.key, null);
  else if (fault.kind === 'corrupt_key') storage.write(fault.key, corrupt);
  else if (fault.kind === 'double_start') clickStartTwice();
}

/** The beginning of something that never ends, as after a crash while writing. */
const corrupt = '{"v":1,"';

/** Both within one task, as no person can and some mice do. Throws where there is no such button. */
function clickStartTwice(): void {
  const buttons = [...document.querySelectorAll('#hilo')].map((host) =>
    host.shadowRoot?.querySelector<HTMLElement>('button.start'),
  );
  const button = buttons.find((found) => !!found);
  if (!button) throw new Error('the start button is not on screen; open the chat on its home screen first.');
  button.click();
  button.click();
}
