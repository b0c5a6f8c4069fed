import { useEffect, useMemo } from 'react';
import { findEvent } from '../../model/find-event.ts';
import type { Load } from '../../model/session.ts';
import { shownEvents } from '../../shell/shown-events.ts';
import { useActions, useCurrentLoad, usePanel } from '../../store/panel-context.ts';
import { NoLoad } from '../parts/nothing.tsx';
import { EventList } from './event-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { marksOf } from './marks.ts';
import { Overview } from './overview.tsx';
import { useSifted } from './use-sifted.ts';

/** Everything that was observed of one load, in order: as a picture of the whole, and event by event. */
export function TimelineView() {
  const load = useCurrentLoad();
  return load ? <Timeline load={load} /> : <NoLoad />;
}

function Timeline({ load }: { load: Load }) {
  const filter = usePanel((state) => state.ui.filter);
  const moment = usePanel((state) => state.ui.moment);
  const selectedId = usePanel((state) => state.ui.selectedEventId);
  const selected = useMemo(
    () => (selectedId === null ? undefined : findEvent([load], selectedId)?.event),
    [load, selectedId],
  );
  const { selectEvent, setFilter, setMoment } = useActions();
  // Most new events break no promise: then the marks stay the same, and what was sifted stays sifted.
  const { violations, holes, traceId } = load;
  const marks = useMemo(() => marksOf({ violations, holes, traceId }), [violations, holes, traceId]);
  const sifted = useSifted(load, filter, marks);
  useEffect(() => shownEvents.set(sifted.rows), [sifted.rows]);
  return (
    <div className="timeline">
      <FilterBar load={load} sifted={sifted} />
      <Overview
        load={load}
        marks={marks}
        range={filter.range}
        moment={moment}
        onRange={(range) => setFilter({ range })}
        onMoment={setMoment}
      />
      <EventList
        key={load.traceId}
        rows={sifted.rows}
        count={sifted.rows.length}
        isDone={sifted.isDone}
        total={load.events.length}
        marks={marks}
        moment={moment}
        selected={selected}
        onSelect={selectEvent}
      />
    </div>
  );
}
