import type { TraceEvent } from '@hilo/shared/trace/events.ts';
import { emptyTenFields, type TenFields } from '@hilo/shared/trace/ten-fields.ts';
import { isId } from '../../model/ids.ts';
import type { Load } from '../../model/session.ts';
import { IdText } from '../shared/id-text.tsx';

const names = Object.keys(emptyTenFields) as (keyof TenFields)[];

/** All ten fields after an event; what it changed is marked. */
export function FieldsTable({ load, event }: { load: Load; event: TraceEvent }) {
  const at = load.events.indexOf(event);
  const before = load.events.slice(0, Math.max(0, at)).findLast((one) => one.witness === event.witness);
  return (
    <table className="fields">
      <tbody>
        {names.map((name) => {
          const value = event.fields[name];
          const isNew = before !== undefined && before.fields[name] !== value;
          return (
            <tr key={name} data-new={isNew || undefined}>
              <th scope="row">{name}</th>
              <td>
                {value === null ? (
                  <span className="quiet">not known yet</span>
                ) : typeof value === 'string' && isId(value) ? (
                  <IdText id={value} />
                ) : (
                  <span className="mono">{String(value)}</span>
                )}
                {isNew && <span className="chip-small">changed</span>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
