import type { Fault, FaultKind } from '../../../channel/faults.ts';
import { faultMsMax } from '../../../channel/faults.ts';

/** One thing that can be broken on purpose, as the panel offers it. */
export interface FaultOffer {
  kind: FaultKind;
  name: string;
  /** What happens on the page. */
  does: string;
  /** What a sound widget makes of it. */
  expect: string;
  needs: readonly ('duration' | 'direction' | 'delay' | 'key')[];
  secondsDefault: number;
}

export const faultOffers: readonly FaultOffer[] = [
  {
    kind: 'cut_socket',
    name: 'Cut the WebSocket',
    does: 'The connection ends, and every new one fails until the time is over.',
    expect: 'It reconnects, syncs, and nothing is lost in either direction.',
    needs: ['duration'],
    secondsDefault: 10,
  },
  {
    kind: 'drop_frames',
    name: 'Drop one direction',
    does: 'The connection looks open, but frames in one direction go nowhere.',
    expect: 'It notices the silence, reconnects and syncs.',
    needs: ['direction', 'duration'],
    secondsDefault: 30,
  },
  {
    kind: 'delay_responses',
    name: 'Delay responses',
    does: 'Every answer of the server comes later.',
    expect: 'It shows that it is waiting, and sends nothing twice.',
    needs: ['delay', 'duration'],
    secondsDefault: 30,
  },
  {
    kind: 'duplicate_frames',
    name: 'Duplicate what arrives',
    does: 'Every frame from the server arrives twice.',
    expect: 'Each message is shown once, and the badge stays exact.',
    needs: ['duration'],
    secondsDefault: 30,
  },
  {
    kind: 'offline',
    name: 'Offline, for the widget only',
    does: 'Its requests and its connection fail; the rest of the page goes on.',
    expect: 'Messages wait, and are sent once when it is over.',
    needs: ['duration'],
    secondsDefault: 10,
  },
  {
    kind: 'double_start',
    name: 'Double-click start',
    does: 'Double-clicks “Send us a message” or “New chat”, and holds the answer back for half a second. The messenger has to be open where it offers that.',
    expect: 'One conversation is open, not two.',
    needs: [],
    secondsDefault: 0,
  },
  {
    kind: 'corrupt_key',
    name: 'Corrupt a key',
    does: 'Writes garbage into one key of its storage.',
    expect: 'It ignores and removes the key, and asks the server. Reload the page to see it read the key.',
    needs: ['key'],
    secondsDefault: 0,
  },
  {
    kind: 'clear_key',
    name: 'Clear a key',
    does: 'Removes one key of its storage.',
    expect: 'It loses what that key is for (see Storage), and nothing that the server keeps.',
    needs: ['key'],
    secondsDefault: 0,
  },
  {
    kind: 'expire_token',
    name: 'Expire the token',
    does: 'Answers say that the visitor’s token is no longer valid.',
    expect: 'It reads again what other tabs know, before it gives anything up.',
    needs: ['duration'],
    secondsDefault: 10,
  },
];

/** What a person filled in. */
export interface FaultDraft {
  kind: FaultKind;
  /** Null: until told, which is at most `faultMsMax`. */
  seconds: number | null;
  direction: 'in' | 'out';
  delayMs: number;
  key: string;
}

export function draftOf(offer: FaultOffer): FaultDraft {
  return { kind: offer.kind, seconds: offer.secondsDefault, direction: 'in', delayMs: 2_000, key: '' };
}

export const delayMsMax = 60_000;

/** The fault to switch on, or a sentence about what is missing. `faultId`: any fresh id. */
export function toFault(draft: FaultDraft, traceId: string, faultId: string): Fault | { sentence: string } {
  const { kind, seconds, direction, delayMs, key } = draft;
  const offer = faultOffers.find((one) => one.kind === kind);
  if (
    offer?.needs.includes('duration') &&
    seconds !== null &&
    !(seconds > 0 && seconds * 1_000 <= faultMsMax)
  )
    return { sentence: `Say how long: between 1 second and ${faultMsMax / 60_000} minutes, or until told.` };
  if (offer?.needs.includes('delay') && !(delayMs > 0 && delayMs <= delayMsMax))
    return { sentence: `Say by how much: between 1 and ${delayMsMax.toLocaleString('en')} milliseconds.` };
  if (offer?.needs.includes('key') && key === '') return { sentence: 'Choose the key.' };
  const forMs = seconds === null ? faultMsMax : Math.round(seconds * 1_000);
  const about = { faultId, traceId };
  switch (kind) {
    case 'double_start':
      return { ...about, kind };
    case 'corrupt_key':
    case 'clear_key':
      return { ...about, kind, key };
    case 'drop_frames':
      return { ...about, kind, direction, forMs };
    case 'delay_responses':
      return { ...about, kind, delayMs, forMs };
    default:
      return { ...about, kind, forMs };
  }
}

export function nameOfFault(kind: string): string {
  return faultOffers.find((offer) => offer.kind === kind)?.name ?? kind.replaceAll('_', ' ');
}
