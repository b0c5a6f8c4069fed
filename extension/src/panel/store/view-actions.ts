import { findEvent, idOf } from '../model/find-event.ts';
import type { Desk, ViewActions } from './actions.ts';

export function viewActions({ store, setUi }: Desk): ViewActions {
  const { getState, setState } = store;
  return {
    show: (view) => setUi({ view }),
    selectLoad(traceId) {
      const { filter } = getState().ui;
      setUi({
        selectedTraceId: traceId,
        selectedEventId: null,
        moment: null,
        filter: { ...filter, range: null },
      });
    },
    selectEvent(given) {
      if (given === null) {
        setUi({ selectedEventId: null, moment: null });
        return;
      }
      const { session, ui } = getState();
      const found = findEvent(session.loads, typeof given === 'string' ? given : idOf(given));
      if (!found) {
        setState({ notice: 'This event is not, or no longer, in the panel’s memory.' });
        return;
      }
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
  };
}
