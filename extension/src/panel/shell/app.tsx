import { Suspense } from 'react';
import { useActions, useCurrentLoad, usePanel } from '../store/panel-context.ts';
import { DetailPane } from '../views/detail/detail-pane.tsx';
import { TracesPane } from '../views/traces/traces-pane.tsx';
import { HelpDialog } from './help-dialog.tsx';
import { ImportProgress } from './import-progress.tsx';
import { MomentBar } from './moment-bar.tsx';
import { Notice } from './notice.tsx';
import { Splitter } from './splitter.tsx';
import { StatusLine } from './status-line.tsx';
import { TopBar } from './top-bar.tsx';
import { useDrop } from './use-drop.ts';
import { useKeys } from './use-keys.ts';
import { ViewBoundary } from './view-boundary.tsx';
import { views } from './views.ts';
import { Welcome } from './welcome.tsx';

/** The whole panel: loads on the left, the chosen view, the detail on the right. */
export function App() {
  useKeys();
  const isOver = useDrop();
  const hasLoads = usePanel((state) => state.session.loads.length > 0);
  return (
    <div className="panel" data-over={isOver || undefined}>
      <TopBar />
      <Notice />
      <ImportProgress />
      {hasLoads ? <Columns /> : <WithoutLoads />}
      <StatusLine />
      <HelpDialog />
      {isOver && <div className="drop-here">Drop a debug blob to read it here</div>}
    </div>
  );
}

/** Files and faults do not need a load; everything else says how to get one. */
function WithoutLoads() {
  const view = usePanel((state) => state.ui.view);
  if (view !== 'files') return <Welcome />;
  return (
    <main className="columns">
      <View />
    </main>
  );
}

function Columns() {
  const { tracesOpen, detailOpen, tracesWidth, detailWidth } = usePanel((state) => state.ui.layout);
  const hasSelection = usePanel((state) => state.ui.selectedEventId !== null);
  const view = usePanel((state) => state.ui.view);
  const { setLayout } = useActions();
  // Beside other views an empty detail would only take room.
  const showsDetail = detailOpen && (hasSelection || view === 'timeline');
  return (
    <main className="columns" data-detail={(showsDetail && hasSelection) || undefined}>
      {tracesOpen && (
        <>
          <aside className="traces-pane" style={{ width: tracesWidth }} aria-label="Loads">
            <TracesPane />
          </aside>
          <Splitter
            label="Width of the loads"
            width={tracesWidth}
            min={160}
            max={480}
            side={1}
            onResize={(width) => setLayout({ tracesWidth: width })}
          />
        </>
      )}
      <View />
      {showsDetail && (
        <>
          <Splitter
            label="Width of the detail"
            width={detailWidth}
            min={240}
            max={900}
            side={-1}
            onResize={(width) => setLayout({ detailWidth: width })}
          />
          <aside className="detail-pane" style={{ width: detailWidth }} aria-label="Detail">
            <ViewBoundary resetKey="detail">
              <DetailPane />
            </ViewBoundary>
          </aside>
        </>
      )}
    </main>
  );
}

function View() {
  const view = usePanel((state) => state.ui.view);
  const load = useCurrentLoad();
  const { title, View: Shown } = views[view];
  return (
    <section className="view-pane" id="view" aria-label={title}>
      <MomentBar />
      <div className="view-body">
        <ViewBoundary resetKey={`${view} ${load?.traceId}`}>
          <Suspense fallback={<p className="empty quiet">Opening {title}…</p>}>
            <Shown />
          </Suspense>
        </ViewBoundary>
      </div>
    </section>
  );
}
