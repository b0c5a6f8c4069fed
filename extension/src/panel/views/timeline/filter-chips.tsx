import type { TraceEventKind, Witness } from '@hilo/shared/trace/events.ts';
import type { Load } from '../../model/session.ts';
import { useActions, usePanel } from '../../store/panel-context.ts';

const witnessWords: Readonly<Record<Witness, string>> = {
  widget: 'told by the widget',
  wire: 'heard on the wire',
  browser: 'recorded by the browser',
  server: 'logged by the server',
};

/** One chip for each kind and each witness that there is, with how many events it stands for. */
export function FilterChips({ load }: { load: Load }) {
  const { hiddenKinds, hiddenWitnesses } = usePanel((state) => state.ui.filter);
  const { setFilter } = useActions();
  const kinds = [...load.byKind].sort(([, a], [, b]) => b.length - a.length);
  const witnesses = (Object.keys(witnessWords) as Witness[]).filter((one) => load.witnesses[one] > 0);
  return (
    <div className="chips">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot wrap its chips in every browser */}
      <div className="chip-row" role="group" aria-label="Kinds of events">
        {kinds.map(([kind, events]) => (
          <Chip
            key={kind}
            words={kind.replaceAll('_', ' ')}
            count={events.length}
            isOn={!hiddenKinds.includes(kind)}
            onToggle={(isOn) => setFilter({ hiddenKinds: toggled<TraceEventKind>(hiddenKinds, kind, isOn) })}
            onOnly={() =>
              setFilter({
                hiddenKinds: kinds.map(([name]) => name).filter((name) => name !== kind),
                withDetail: true,
              })
            }
          />
        ))}
        {hiddenKinds.length > 0 && (
          <button
            type="button"
            className="button quiet-button"
            onClick={() => setFilter({ hiddenKinds: [] })}
          >
            All kinds
          </button>
        )}
      </div>
      {witnesses.length > 1 && (
        // biome-ignore lint/a11y/useSemanticElements: as above
        <div className="chip-row" role="group" aria-label="Witnesses">
          {witnesses.map((one) => (
            <Chip
              key={one}
              words={witnessWords[one]}
              count={load.witnesses[one]}
              isOn={!hiddenWitnesses.includes(one)}
              onToggle={(isOn) => setFilter({ hiddenWitnesses: toggled(hiddenWitnesses, one, isOn) })}
            />
          ))}
        </div>
      )}
    </div>
  );
}

function toggled<Name>(hidden: readonly Name[], name: Name, isOn: boolean): readonly Name[] {
  return isOn ? hidden.filter((one) => one !== name) : [...hidden, name];
}

interface ChipProps {
  words: string;
  count: number;
  isOn: boolean;
  onToggle: (isOn: boolean) => void;
  onOnly?: () => void;
}

function Chip({ words, count, isOn, onToggle, onOnly }: ChipProps) {
  return (
    <button
      type="button"
      className="chip"
      aria-pressed={isOn}
      title={onOnly ? 'Double-click: only these' : undefined}
      onClick={() => onToggle(!isOn)}
      onDoubleClick={onOnly}
    >
      {words} <span className="chip-count mono">{count.toLocaleString('en')}</span>
    </button>
  );
}
