import { catalogue } from '@hilo/shared/invariants/catalogue.ts';
import { clock } from '@hilo/shared/reconstruct/plain-text.ts';
import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { useMemo } from 'react';
import { findOddity } from '../../model/admit.ts';
import { descriptionOf, laneWords } from '../../model/describe.ts';
import { findEvent, idOf } from '../../model/find-event.ts';
import { contentOf, findPrevious, payloadOf, requestOf, spanEvents } from '../../model/previous.ts';
import type { Load } from '../../model/session.ts';
import { useActions, usePanel } from '../../store/panel-context.ts';
import { CopyButton } from '../shared/copy-button.tsx';
import { IdText } from '../shared/id-text.tsx';
import { JsonTree } from '../shared/json-tree.tsx';
import { Changes } from './changes.tsx';
import { FieldsTable } from './fields-table.tsx';
import { safeJson } from './safe-json.ts';
import { Section } from './section.tsx';
import { ServerSection } from './server-section.tsx';

/** Everything about the selected event. */
export function DetailPane() {
  const selectedId = usePanel((state) => state.ui.selectedEventId);
  const loads = usePanel((state) => state.session.loads);
  const found = useMemo(
    () => (selectedId === null ? undefined : findEvent(loads, selectedId)),
    [loads, selectedId],
  );
  if (!found)
    return (
      <div className="empty quiet">
        <p>Choose an event to see all of it: what it carries, what changed, and what belongs to it.</p>
      </div>
    );
  // Drawn anew for another event: what was unfolded in one says nothing about the next.
  return <Detail key={selectedId} load={found.load} event={found.event} />;
}

function Detail({ load, event }: { load: Load; event: TraceEvent }) {
  const { selectEvent } = useActions();
  const { lane, text, weight } = descriptionOf(event);
  const oddity = findOddity(event);
  const previous = useMemo(() => findPrevious(load, event), [load, event]);
  const asked = useMemo(() => requestOf(load, event), [load, event]);
  const content = contentOf(event);
  return (
    <>
      <header className="detail-head">
        <div className="detail-kind">
          <span className="event-lane" data-lane={lane}>
            {laneWords[lane]}
          </span>
          <span className="quiet">
            {event.kind.replaceAll('_', ' ')} · {event.witness} {event.seq}
          </span>
          <button
            type="button"
            className="button icon-button"
            aria-label="Close the detail"
            onClick={() => selectEvent(null)}
          >
            ✕
          </button>
        </div>
        <p className="detail-text" data-weight={weight}>
          {text}
        </p>
        <p className="quiet detail-when">
          <span className="mono">{clock(event.t)}</span> of the load
          {previous && `, ${clock(event.t - previous.t)} after the one before of its kind`}
        </p>
        <div className="detail-actions">
          <CopyButton label="Copy as JSON" text={() => safeJson(oddity?.raw ?? event)} />
          <CopyButton label="Copy its id" text={() => idOf(event)} />
        </div>
      </header>
      <Broken load={load} event={event} />
      {oddity && (
        <Section title="Not known to this panel">
          <p className="bad">{oddity.why}</p>
          {oddity.raw !== undefined && <JsonTree value={oddity.raw} label="As it came" />}
        </Section>
      )}
      {asked && (
        <Section title="Answers">
          <button type="button" className="event-link" onClick={() => selectEvent(asked)}>
            {descriptionOf(asked).text}
          </button>
        </Section>
      )}
      {!oddity && Object.keys(content).length > 0 && (
        <Section title="Content">
          <JsonTree value={content} label="Content" />
        </Section>
      )}
      {previous && (
        <Section title="Changed since the one before">
          <Changes before={payloadOf(previous)} after={payloadOf(event)} />
          <button type="button" className="event-link" onClick={() => selectEvent(previous)}>
            <span className="mono">{clock(previous.t)}</span> {descriptionOf(previous).text}
          </button>
        </Section>
      )}
      <SpanSection load={load} event={event} />
      <ServerSection load={load} />
      <Section title="The ten fields after it">
        <FieldsTable load={load} event={event} />
      </Section>
    </>
  );
}

/** The promises that this event is evidence against. */
function Broken({ load, event }: { load: Load; event: TraceEvent }) {
  const id = idOf(event);
  const broken = load.violations.filter(({ evidence }) => evidence.includes(id));
  if (broken.length === 0) return null;
  return (
    <Section title={broken.length === 1 ? 'It breaks a promise' : `It breaks ${broken.length} promises`}>
      {broken.map(({ ruleId, detail }) => {
        const rule = catalogue.find((one) => one.id === ruleId);
        return (
          <div className="broken" key={ruleId + detail}>
            <p>
              <strong>{rule?.promise ?? ruleId}</strong>
            </p>
            <p>{detail}</p>
            {rule && <p className="quiet">{rule.meaning}</p>}
            {rule && <p className="quiet">{rule.look}</p>}
          </div>
        );
      })}
    </Section>
  );
}

/** All that belongs to the same operation, the server's lines among them. */
function SpanSection({ load, event }: { load: Load; event: TraceEvent }) {
  const { selectEvent } = useActions();
  const events = useMemo(() => spanEvents(load, event), [load, event]);
  if (event.span === null || events.length < 2) return null;
  return (
    <Section title="The same operation" aside={<IdText id={event.span} />}>
      <ol className="span-events">
        {events.map((one) => (
          <li key={idOf(one)}>
            <button
              type="button"
              className="event-link"
              aria-current={one === event ? 'true' : undefined}
              onClick={() => selectEvent(one)}
            >
              <span className="mono">{clock(one.t)}</span>{' '}
              <span className="event-lane" data-lane={descriptionOf(one).lane}>
                {laneWords[descriptionOf(one).lane]}
              </span>{' '}
              {descriptionOf(one).text}
            </button>
          </li>
        ))}
      </ol>
    </Section>
  );
}
