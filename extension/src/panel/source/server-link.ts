import { agentRoutes } from '@hilo/shared/protocol/agent-routes.ts';
import type { z } from 'zod';

/** What a route of the inbox answers, or a sentence for people. */
export type ServerAnswer<Body> = { ok: true; body: Body } | { ok: false; sentence: string };

type RouteName = keyof typeof agentRoutes;
type Body<Name extends RouteName> = z.infer<(typeof agentRoutes)[Name]['answer']>;
/** Routes that only read. The panel never writes to a customer's inbox. */
type ReadRoute = 'me' | 'thread' | 'earlierMessages' | 'contact' | 'agentTrace' | 'inbox';

export interface SignedIn {
  base: string;
  agentName: string;
  companyId: string;
}

/**
 * An agent's sign-in to one backend, whose address the person typed: whatever a page says of itself, the token goes to
 * that origin and to no other, and is kept in memory only.
 */
export interface ServerLink {
  signIn(address: string, email: string, password: string): Promise<ServerAnswer<SignedIn>>;
  /** Reads. `params` fill the path; `query` follows it. */
  read<Name extends ReadRoute>(
    name: Name,
    params: Readonly<Record<string, string>>,
    query?: Readonly<Record<string, string>>,
  ): Promise<ServerAnswer<Body<Name>>>;
  /** Revokes the token and forgets it. */
  signOut(): Promise<void>;
}

const offline = 'Unable to reach the server; check its address and the network, then try again.';
const foreign = 'Unable to read the answer; what is at this address is not a Hilo server of this version.';

/** `allow` asks the browser to let the extension reach an origin; it is called in the person's own click. */
export function createServerLink(
  fetch: typeof globalThis.fetch,
  allow: (origin: string) => Promise<void>,
): ServerLink {
  let open: { origin: string; token: string } | null = null;

  const ask = async <Name extends RouteName>(
    name: Name,
    origin: string,
    init: { token?: string; body?: unknown; path?: string },
  ): Promise<ServerAnswer<Body<Name>>> => {
    const route = agentRoutes[name];
    try {
      const response = await fetch(`${origin}${init.path ?? route.path}`, {
        method: route.method,
        headers: {
          ...(init.token && { authorization: `Bearer ${init.token}` }),
          ...(init.body !== undefined && { 'content-type': 'application/json' }),
        },
        body: init.body === undefined ? null : JSON.stringify(init.body),
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      });
      const body: unknown = await response.json();
      if (!response.ok) return { ok: false, sentence: sentenceOf(body) };
      const parsed = route.answer.safeParse(body);
      return parsed.success
        ? { ok: true, body: parsed.data as Body<Name> }
        : { ok: false, sentence: foreign };
    } catch (error) {
      return { ok: false, sentence: error instanceof SyntaxError ? foreign : offline };
    }
  };

  return {
    async signIn(address, email, password) {
      const origin = findOrigin(address);
      if (!origin)
        return {
          ok: false,
          sentence: 'Unable to use this address; write it whole, as in https://chat.example.',
        };
      await allow(origin);
      const signed = await ask('signIn', origin, { body: { email, password } });
      if (!signed.ok) return signed;
      const { token, agent } = signed.body;
      const me = await ask('me', origin, { token });
      if (!me.ok) return me;
      open = { origin, token };
      return { ok: true, body: { base: origin, agentName: agent.name, companyId: me.body.companyId } };
    },
    read(name, params, query) {
      if (!open)
        return Promise.resolve({ ok: false, sentence: 'Sign in as an agent to see what the server says.' });
      const path = agentRoutes[name].path.replaceAll(/:(\w+)/g, (_, param: string) =>
        encodeURIComponent(params[param] ?? ''),
      );
      const search = query ? `?${new URLSearchParams(query)}` : '';
      return ask(name, open.origin, { token: open.token, path: path + search });
    },
    async signOut() {
      const { origin, token } = open ?? {};
      open = null;
      if (origin && token) await ask('signOut', origin, { token, body: {} });
    },
  };
}

/** The origin of an address that a person typed; http only for this very machine. */
function findOrigin(address: string): string | undefined {
  try {
    const url = new URL(/^[a-z]+:\/\//i.test(address.trim()) ? address.trim() : `https://${address.trim()}`);
    const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    return url.protocol === 'https:' || (url.protocol === 'http:' && isHere) ? url.origin : undefined;
  } catch {
    return undefined;
  }
}

function sentenceOf(body: unknown): string {
  const { detail, title } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const said = typeof detail === 'string' ? detail : title;
  return typeof said === 'string' ? said.slice(0, 300) : foreign;
}
