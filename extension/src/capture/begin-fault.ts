import type { Fault } from '../channel/faults.ts';
import { doubleClickStart } from './double-click.ts';
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
  else if (fault.kind === 'double_start') doubleClickStart();
}

/** The beginning of something that never ends, as after a crash while writing. */
const corrupt = '{"v":1,"';
