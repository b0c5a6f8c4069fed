import { useActions, useCurrentLoad, usePanel } from '../store/panel-context.ts';
import { viewNames } from '../store/ui-state.ts';
import { Mark } from '../views/shared/mark.tsx';
import { views } from './views.ts';

/** Tabs of the views, and what belongs to the panel as a whole. */
export function TopBar() {
  const current = usePanel((state) => state.ui.view);
  const broken = useCurrentLoad()?.violations.length ?? 0;
  const tracesOpen = usePanel((state) => state.ui.layout.tracesOpen);
  const hasLoads = usePanel((state) => state.session.loads.length > 0);
  const { show, setHelp, setLayout } = useActions();
  return (
    <header className="top-bar">
      <button
        type="button"
        className="button icon-button"
        aria-pressed={tracesOpen}
        aria-label="Loads"
        title="Show or hide the loads (t)"
        disabled={!hasLoads}
        onClick={() => setLayout({ tracesOpen: !tracesOpen })}
      >
        <Mark />
      </button>
      <nav className="tabs" aria-label="Views">
        {viewNames.map((name, n) => (
          <button
            key={name}
            type="button"
            className="tab"
            aria-current={name === current ? 'page' : undefined}
            title={`${views[name].title} (${n + 1})`}
            onClick={() => show(name)}
          >
            {views[name].title}
            {name === 'invariants' && broken > 0 && (
              <span className="count-bad">
                {broken}
                <span className="visually-hidden"> broken</span>
              </span>
            )}
          </button>
        ))}
      </nav>
      <button
        type="button"
        className="button icon-button"
        aria-label="Keys"
        title="Keys (?)"
        onClick={() => setHelp(true)}
      >
        ?
      </button>
    </header>
  );
}
