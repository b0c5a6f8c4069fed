import { placeServerLines } from '../model/server-lines.ts';
import type { Desk, ServerActions } from './actions.ts';

export function serverActions({ store, fold, ports, publishSoon }: Desk): ServerActions {
  const { setState } = store;
  const { server } = ports;
  return {
    async signIn(address, email, password) {
      setState({ server: { name: 'signing_in' } });
      const signed = await server.signIn(address, email, password);
      setState({
        server: signed.ok
          ? { name: 'signed_in', ...signed.body }
          : { name: 'signed_out', sentence: signed.sentence },
      });
    },
    async signOut() {
      setState({ server: { name: 'signed_out', sentence: null } });
      await server.signOut();
    },
    async fetchServerLines(traceId) {
      const note = (what: 'loading' | 'loaded' | { sentence: string }) =>
        setState((state) => ({ serverLines: new Map(state.serverLines).set(traceId, what) }));
      note('loading');
      const answer = await server.read('agentTrace', { traceId });
      const load = fold.session().loads.find((one) => one.traceId === traceId);
      if (!answer.ok || !load) {
        note({ sentence: answer.ok ? 'This load is no longer in the panel’s memory.' : answer.sentence });
        return;
      }
      const { lines, clock } = placeServerLines(load.events, answer.body.events);
      fold.setServerLines(traceId, lines, clock);
      publishSoon();
      note('loaded');
    },
    readServer: (name, params, query) => server.read(name, params, query),
  };
}
