import { useMemo } from 'react';
import type { Load } from '../../model/session.ts';
import { ChooseFile } from '../../shell/choose-file.tsx';
import { useActions, useCurrentLoad, usePanel } from '../../store/panel-context.ts';
import { LoadRow } from './load-row.tsx';
import { contactsShared } from './load-words.ts';

/** Every load of this tab and from files, the newest first; by where they were seen. */
export function TracesPane() {
  const session = usePanel((state) => state.session);
  const isFollowing = usePanel((state) => state.ui.selectedTraceId === null);
  const current = useCurrentLoad();
  const { selectLoad } = useActions();
  const shared = useMemo(() => contactsShared(session.loads), [session.loads]);
  const groups = useMemo(() => groupsOf(session.loads), [session.loads]);
  return (
    <>
      <div className="pane-head">
        <h2>Loads</h2>
        <label className="follow" title="Always show the newest load">
          <input
            type="checkbox"
            checked={isFollowing}
            onChange={(event) => selectLoad(event.currentTarget.checked ? null : (current?.traceId ?? null))}
          />
          newest
        </label>
      </div>
      <div className="pane-body">
        {groups.map(([name, loads]) => (
          <section key={name} aria-label={name}>
            {groups.length > 1 && <h3 className="group-name">{name}</h3>}
            <ul className="loads">
              {loads.map((load) => (
                <li key={load.traceId}>
                  <LoadRow
                    load={load}
                    document={load.documentId === null ? undefined : session.documents.get(load.documentId)}
                    sharesContact={shared.has(load.fields.contactId ?? '')}
                    isCurrent={load === current}
                    onSelect={() => selectLoad(load.traceId)}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <div className="pane-foot">
        <ChooseFile className="button quiet-button" label="Add a debug blob…" />
      </div>
    </>
  );
}

function groupsOf(loads: readonly Load[]): [string, Load[]][] {
  const groups = new Map<string, Load[]>();
  for (const load of [...loads].reverse()) {
    const name = load.origin.kind === 'file' ? load.origin.name : 'This tab';
    const group = groups.get(name);
    if (group) group.push(load);
    else groups.set(name, [load]);
  }
  return [...groups];
}
