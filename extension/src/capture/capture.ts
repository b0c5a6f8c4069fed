import type { DocumentInfo } from '../channel/messages.ts';
import { beginFault } from './begin-fault.ts';
import { createChannel } from './channel.ts';
import { obey } from './commands.ts';
import { watchEntries } from './entry.ts';
import { createFaults } from './faults.ts';
import { watchFetch } from './fetches.ts';
import { createLoads } from './loads.ts';
import { watchPage } from './page.ts';
import { createRedactor } from './redact.ts';
import { watchRequests } from './requests.ts';
import { createRing } from './ring.ts';
import { watchSockets } from './sockets.ts';
import { watchStorage } from './storage.ts';
import { createTellers } from './tellers.ts';

/**
 * Capture of one document: hears widgets, their wire and their storage, and passes it on. Nothing in here changes what
 * the page does, or lets it see an error; a page without a widget is listened to by nobody. `stopped`: nobody listens any more.
 */
export function startCapture(stopped: () => void): void {
  const journal = createRing();
  const redactor = createRedactor();
  const quietly = createGuard(() => journal.lose(0));
  const documentId = [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  let life: DocumentInfo['life'] = 'alive';

  const loads = createLoads(
    journal,
    (witness) => channel.changed(witness),
    () => {
      tellers.adopt();
      storage.compare();
      channel.announce();
    },
  );
  const tellers = createTellers(loads);
  const storage = watchStorage(loads, quietly);
  const faults = createFaults(loads, (fault, load) => beginFault(fault, load, { storage, ...sockets }));
  const sockets = watchSockets(tellers, faults, quietly);
  watchFetch(tellers, faults, quietly);
  watchRequests(tellers, quietly);
  const channel = createChannel({
    journal,
    redactor,
    describe: () => ({
      documentId,
      // The browser knows it; the background fills it in.
      frameId: 0,
      url: location.origin === 'null' ? location.href.slice(0, 200) : location.origin + location.pathname,
      startedAtMs: performance.timeOrigin,
      widgets: loads.infos(),
      life,
    }),
    obey: (command) => obey(command, { loads, faults, storage, redactor }),
    before: () => storage.compare(),
    stopped,
    quietly,
  });
  watchPage(
    loads,
    quietly,
    (isKept) => {
      life = isKept ? 'frozen' : 'gone';
      channel.hurry();
    },
    () => {
      life = 'alive';
      channel.announce();
    },
  );
  watchEntries((value) => quietly(() => loads.follow(value)));
}

/** What goes wrong in here costs one event, which is counted, and never a page's call. Nothing hears itself. */
function createGuard(failed: () => void): (work: () => void) => void {
  let isInside = false;
  return (work) => {
    if (isInside) return;
    isInside = true;
    try {
      work();
    } catch {
      failed();
    } finally {
      isInside = false;
    }
  };
}
