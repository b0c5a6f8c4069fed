import type { Answer, Command } from '../channel/messages.ts';
import type { Faults } from './faults.ts';
import type { Loads } from './loads.ts';
import type { Redactor } from './redact.ts';
import type { StorageWatch } from './storage.ts';

/** Does what a person asked for in the panel; never rejects. What it answers with is still to be redacted. */
export async function obey(
  command: Command,
  {
    loads,
    faults,
    storage,
    redactor,
  }: { loads: Loads; faults: Faults; storage: StorageWatch; redactor: Redactor },
): Promise<Answer> {
  try {
    switch (command.type) {
      case 'blob': {
        const { traceId, includeText, serverLines } = command;
        const entry = loads.find(traceId)?.entry;
        if (typeof entry?.blob !== 'function') return gone;
        return { ok: true, value: await entry.blob({ includeText, serverLines, madeBy: 'panel' }) };
      }
      case 'model': {
        const entry = loads.find(command.traceId)?.entry;
        return typeof entry?.model === 'function' ? { ok: true, value: entry.model() } : gone;
      }
      case 'read_storage':
        return { ok: true, value: storage.read() };
      case 'write_storage':
        storage.write(command.key, command.value === null ? null : redactor.reveal(command.value));
        return done;
      case 'fault_on':
        return faults.turnOn(command.fault) ? done : gone;
      case 'fault_off':
        faults.turnOff(command.faultId);
        return done;
      default:
        return { ok: false, sentence: 'The page runs an older version of the extension. Reload it.' };
    }
  } catch (error) {
    return { ok: false, sentence: `The page could not do it: ${Object(error).message ?? error}` };
  }
}

const done: Answer = { ok: true, value: null };
const gone: Answer = {
  ok: false,
  sentence: 'This chat is no longer on the page. Reload the page to start anew.',
};
