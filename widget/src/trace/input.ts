import type { Event } from '../core/events.ts';
import type { User } from '../core/model.ts';
import type { Told } from './told.ts';

type Socket = Omit<Told<'socket'>, 'kind' | 'phase'>;
type Readers = {
  [Type in Event['type']]?: (event: Extract<Event, { type: Type }>, socket: Socket) => Told | null;
};

const page = (what: Told<'page'>['what']): Told => ({ kind: 'page', what, detail: null });

const readers: Readers = {
  boot: ({ locale, user }) => ({
    kind: 'api',
    method: 'boot',
    args: [{ locale, ...(user && { user: asGiven(user) }) }],
  }),
  called: ({ api: { name, ...args } }) => ({
    kind: 'api',
    method: name,
    args: argsOf(args),
  }),
  reread: () => null,
  // Consent was given, and there is none all the same.
  persistence: ({ persistent }) => (persistent ? null : page('storage_denied')),
  // As far as the core knows it; the edge tells the rest.
  answered: ({ answer, failure }) =>
    failure?.code === 'offline'
      ? { kind: 'request_failed', requestId: 0, reason: 'network', durationMs: 0 }
      : {
          kind: 'response',
          requestId: 0,
          status: failure ? 400 : 200,
          headers: {},
          body: answer ?? { code: failure?.code },
          durationMs: 0,
        },
  socket_opened: ({ id }, socket) => ({ kind: 'socket', phase: 'open', ...socket, socketId: id }),
  socket_closed: ({ id, code }, socket) => ({
    kind: 'socket',
    phase: 'closed',
    ...socket,
    socketId: id,
    code,
  }),
  socket_frame: ({ id, frame }) => ({ kind: 'frame', socketId: id, direction: 'in', data: frame, bytes: 0 }),
  locked: () => ({ kind: 'lock', phase: 'granted', name: 'identity' }),
  visibility: ({ visible }) => page(visible ? 'visible' : 'hidden'),
  resumed: () => page('resume'),
  network: ({ online }) => page(online ? 'online' : 'offline'),
  active: () => page('active'),
  timer: ({ name }) => ({ kind: 'timer', phase: 'fired', name, delayMs: null }),
};

/** What an event of the core is in the trace; null where something else tells it. Whatever has no reader, a person did. */
export function readInput(event: Event, socket: Socket): Told | null {
  const read = readers[event.type] as ((event: Event, socket: Socket) => Told | null) | undefined;
  return read ? read(event, socket) : { kind: 'action', action: event };
}

/** What the page gave, so that it may give it again. */
function argsOf(args: object): unknown[] {
  if ('user' in args) return [asGiven(args.user as User)];
  if ('on' in args) return [args.on];
  return Object.keys(args).length ? [args] : [];
}

/** A user as the page may give it again. */
function asGiven({ userId, proof, traits }: { userId: unknown; proof: object; traits: object }): object {
  const { kind: _said, ...given } = proof as { kind: string };
  return { userId, ...given, ...traits };
}
