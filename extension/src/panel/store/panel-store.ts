import type { EventId } from '@hilo/shared/invariants/rule.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer, Command } from '../../channel/messages.ts';
import { findEvent, idOf } from '../model/find-event.ts';
import { SessionFold } from '../model/fold.ts';
import { readHarEntry } from '../model/har-entry.ts';
import { placeServerLines } from '../model/server-lines.ts';
import type { Session } from '../model/session.ts';
import type { ServerLink } from '../source/server-link.ts';
import type { Source } from '../source/source.ts';
import { type FileLike, type ImportPorts, judgeInSteps, readInSteps } from './importing.ts';
import type { PanelState } from './panel-state.ts';
import { fromSaved, type Keeper, toSaved } from './saved-ui.ts';
import { type Filter, initialUi, type Layout, type UiState, type ViewName } from './ui-state.ts';

export interface PanelPorts extends ImportPorts {
  source: Source;
  server: ServerLink;
  keeper: Keeper;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  /** Runs before the next frame is drawn, or soon where none is. */
  onFrame: (run: () => void) => void;
  setInterval: (run: () => void, ms: number) => unknown;
}

export interface PanelActions {
  show(view: ViewName): void;
  /** Null follows the newest load. */
  selectLoad(traceId: string | null): void;
  /** Selects an event wherever it is, and moves every view to its moment. Null goes back to now. */
  selectEvent(event: TraceEvent | EventId | null): void;
  /** The moment that every view shows, in milliseconds of the load; null is now. */
  setMoment(moment: number | null): void;
  setFilter(filter: Partial<Filter>): void;
  /** Shows the life of an id: every event in which it occurs, in the timeline. */
  showId(id: string): void;
  setLayout(layout: Partial<Layout>): void;
  setHelp(isOpen: boolean): void;
  dismissNotice(): void;
  /** Reads files as debug blobs. What cannot be read is said in `notice`. The live tab, if any, stays. */
  importFiles(files: readonly FileLike[]): Promise<void>;
  /** Asks the page of a load for something; answers with a sentence where it cannot. */
  command(documentId: string, command: Command): Promise<Answer>;
  signIn(address: string, email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  /** Fetches the server's lines of a load and puts them where they belong. */
  fetchServerLines(traceId: string): Promise<void>;
  /** Reading routes of the signed-in agent, for views that compare. */
  readServer: ServerLink['read'];
}

export interface Panel {
  store: StoreApi<PanelState>;
  actions: PanelActions;
  /** Begins to listen. Returns the function that ends it. */
  start(): () => void;
}

/** How far behind the clock deadlines are judged: events are on their way for a moment. */
const tickBehindMs = 2_000;
const tickEveryMs = 1_000;

/** Facts (the fold), what the person looks at, and what they do: the one place where they meet. */
export function createPanel(source0: Session['source'], ports: PanelPorts): Panel {
  const fold = new SessionFold(source0);
  const { source, server, keeper } = ports;
  const store = createStore<PanelState>(() => ({
    session: fold.session(),
    link: { name: 'connecting' },
    grants: null,
    importing: null,
    server: { name: 'signed_out', sentence: null },
    serverLines: new Map(),
    notice: null,
    ui: initialUi,
  }));
  const { setState, getState } = store;

  let isDue = false;
  /** Many messages, one drawing: views hear of them once a frame. */
  const publishSoon = () => {
    if (isDue) return;
    isDue = true;
    ports.onFrame(() => {
      isDue = false;
      setState({ session: fold.session() });
    });
  };

  const setUi = (ui: Partial<UiState>) => {
    setState((state) => ({ ui: { ...state.ui, ...ui } }));
    keeper.set(toSaved(getState().ui));
  };

  const actions: PanelActions = {
    show: (view) => setUi({ view }),
    selectLoad: (traceId) => {
      const { filter } = getState().ui;
      setUi({
        selectedTraceId: traceId,
        selectedEventId: null,
        moment: null,
        filter: { ...filter, range: null },
      });
    },
    selectEvent(given) {
      if (given === null) return setUi({ selectedEventId: null, moment: null });
      const { session, ui } = getState();
      const found = findEvent(session.loads, typeof given === 'string' ? given : idOf(given));
      if (!found) return setState({ notice: 'This event is not, or no longer, in the panel’s memory.' });
      setUi({
        // Following the newest load ends here: another one must not take away what was chosen.
        selectedTraceId: found.load.traceId,
        selectedEventId: idOf(found.event),
        moment: found.event.t,
        layout: { ...ui.layout, detailOpen: true },
      });
    },
    setMoment: (moment) => setUi({ moment }),
    setFilter: (filter) => setUi({ filter: { ...getState().ui.filter, ...filter } }),
    showId: (id) => setUi({ view: 'timeline', filter: { ...getState().ui.filter, id, range: null } }),
    setLayout: (layout) => setUi({ layout: { ...getState().ui.layout, ...layout } }),
    setHelp: (isHelpOpen) => setUi({ isHelpOpen }),
    dismissNotice: () => setState({ notice: null }),
    async importFiles(files) {
      for (const file of files) {
        const { traceId, sentence } = await readInSteps(fold, file, ports, (importing) =>
          setState({ importing }),
        );
        setState({ importing: null, session: fold.session(), ...(sentence && { notice: sentence }) });
        if (traceId) actions.selectLoad(traceId);
      }
      await judgeInSteps(fold, ports, publishSoon);
    },
    command: (documentId, command) => source.command(documentId, command),
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

  return {
    store,
    actions,
    start() {
      void keeper.get().then((saved) => {
        if (saved !== undefined) setState({ ui: fromSaved(saved) });
      });
      const stopListening = source.subscribe(
        {
          message(message) {
            fold.take(message);
            publishSoon();
          },
          link: (link) => setState({ link }),
          grants: (grants) => setState({ grants }),
          recorded(entry) {
            const request = readHarEntry(entry);
            if (!request) return;
            fold.addBrowserRequest(request);
            publishSoon();
          },
        },
        (documentId) => fold.heardUpTo(documentId),
      );
      let stopped = false;
      ports.setInterval(() => {
        // While nothing can be heard, an event that is late must not pass for one that never came.
        if (stopped || getState().link.name !== 'live') return;
        fold.tick(ports.now() - tickBehindMs);
        if (fold.session() !== getState().session) publishSoon();
      }, tickEveryMs);
      return () => {
        stopped = true;
        stopListening();
      };
    },
  };
}
