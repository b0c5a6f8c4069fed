import { useMemo } from 'react';
import { type Load, ownTab } from '../../model/session.ts';
import { ChooseFile } from '../../shell/choose-file.tsx';
import { useActions, useCurrentLoad, usePanel } from '../../store/panel-context.ts';
import { LoadRow } from './load-row.tsx';
import { contactsShared, loadWords } from './load-words.ts';
import { OtherTabs } from './other-tabs.tsx';

/** Every load of this tab, of tabs beside it and from files, the newest first; by where they were seen. */
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
        <label className="follow" title="Always show the newest load of this tab">
          <input
            type="checkbox"
            checked={isFollowing}
            onChange={(event) => selectLoad(event.currentTarget.checked ? null : (current?.traceId ?? null))}
          />
          newest
        </label>
      </div>
      <div className="pane-body">
        {groups.map(({ key, name, loads }) => (
          <section key={key} aria-label={name}>
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
        <OtherTabs />
      </div>
      <div className="pane-foot">
        <ChooseFile className="button quiet-button" label="Add a debug blob…" />
      </div>
    </>
  );
}

interface Group {
  key: string;
  name: string;
  loads: Load[];
}

/** Other tabs come after everything else, so that what was there stays where it was. */
function groupsOf(loads: readonly Load[]): Group[] {
  const groups = new Map<string, Group>();
  for (const load of loads.toReversed()) {
    const { origin } = load;
    const key = origin.kind === 'file' ? `file ${origin.name}` : `tab ${origin.tab}`;
    const group = groups.get(key);
    if (group) group.loads.push(load);
    else groups.set(key, { key, name: nameOf(load), loads: [load] });
  }
  return [...groups.values()].sort((a, b) => otherTabOf(a) - otherTabOf(b));
}

function nameOf(load: Load): string {
  const { origin } = load;
  if (origin.kind === 'file') return origin.name;
  if (origin.tab === ownTab) return 'This tab';
  return `Tab ${origin.tab}: ${loadWords(load, undefined).page || 'unknown page'}`;
}

/** Number of another tab; the same for all else. */
function otherTabOf({ loads: [newest] }: Group): number {
  return newest?.origin.kind === 'tab' ? newest.origin.tab : ownTab;
}
