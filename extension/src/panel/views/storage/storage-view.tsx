import { useMemo, useState } from 'react';
import type { Load } from '../../model/session.ts';
import { useCurrentLoad, usePanel } from '../../store/panel-context.ts';
import '../parts/parts.css';
import { NoLoad, Nothing } from '../parts/nothing.tsx';
import { KeyDetail } from './key-detail.tsx';
import { KeyList } from './key-list.tsx';
import { historiesOf, keysAt, withMoreKeys } from './keys.ts';
import { keysOfWidget } from './roles.ts';
import './storage.css';
import { usePageStorage } from './use-page-storage.ts';

/** The widget's keys of localStorage: what each holds, what it is for, who wrote it and why; and a way to break it. */
export function StorageView() {
  const load = useCurrentLoad();
  return <div className="view st-view">{load ? <OfLoad key={load.traceId} load={load} /> : <NoLoad />}</div>;
}

function OfLoad({ load }: { load: Load }) {
  const moment = usePanel((state) => state.ui.moment);
  const page = usePageStorage(load);
  const [chosen, setChosen] = useState<string | null>(null);
  const histories = useMemo(() => historiesOf(load.events), [load]);
  const { entries, canWrite } = page;
  const { widgetId } = load.fields;
  const all = useMemo(() => {
    // Where they can be written, also those that are not there: a made-up profile is what somebody wants to try.
    const possible = canWrite && widgetId !== null ? keysOfWidget(widgetId) : [];
    return withMoreKeys(histories, [...(entries?.keys() ?? []), ...possible]);
  }, [histories, entries, canWrite, widgetId]);
  const rows = keysAt(all, moment);
  const row =
    rows.find(({ history }) => history.key === chosen) ?? rows.find(({ present }) => present) ?? rows[0];
  if (!row) {
    return (
      <Nothing title="No keys yet">
        The widget has neither read nor written its storage in this load. It does once a person uses it.
      </Nothing>
    );
  }
  return (
    <div className="st">
      <KeyList rows={rows} entries={entries} chosen={row.history.key} onChoose={setChosen} />
      <KeyDetail key={row.history.key} history={row.history} now={row.now} moment={moment} page={page} />
    </div>
  );
}
