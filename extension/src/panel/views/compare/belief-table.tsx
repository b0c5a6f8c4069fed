import { useActions } from '../../store/panel-context.ts';
import {
  type ComparedCell,
  type ComparedRow,
  type Comparison,
  comparedFields,
  fieldWords,
} from './comparison.ts';

interface Props {
  comparison: Comparison;
  /** Heading of the side that the widget is held against. */
  truthName: string;
}

/** Conversation by conversation: where both say the same it stands once, where they differ both stand. */
export function BeliefTable({ comparison, truthName }: Props) {
  const { rows, contact, unreadTotal } = comparison;
  return (
    <div className="cp-scroll">
      <dl className="cp-facts">
        {[contact, unreadTotal].map((cell) => (
          <div key={cell.field}>
            <dt>{fieldWords[cell.field]}</dt>
            <dd>
              <Cell cell={cell} truthName={truthName} />
            </dd>
          </div>
        ))}
      </dl>
      {rows.length > 0 && (
        <table className="cp-table">
          <thead>
            <tr>
              <th scope="col">Conversation</th>
              {comparedFields.map((field) => (
                <th key={field} scope="col">
                  {fieldWords[field]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.conversationId} row={row} truthName={truthName} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Row({ row, truthName }: { row: ComparedRow; truthName: string }) {
  const { showId } = useActions();
  return (
    <tr className={row.agreement === 'different' ? 'cp-different' : undefined}>
      <th scope="row">
        <button
          type="button"
          className="btn link mono"
          title={row.conversationId}
          onClick={() => showId(row.conversationId)}
        >
          {row.conversationId.slice(0, 13)}
        </button>
        {row.known === 'only_widget' && <span className="bad cp-known">Only the widget knows of it.</span>}
        {row.known === 'only_truth' && (
          <span className={row.agreement === 'different' ? 'bad cp-known' : 'quiet cp-known'}>
            {row.agreement === 'different'
              ? 'The widget does not know of it.'
              : 'The widget has not loaded it; its list has more pages.'}
          </span>
        )}
      </th>
      {row.cells.map((cell) => (
        <td key={cell.field}>
          <Cell cell={cell} truthName={truthName} />
        </td>
      ))}
    </tr>
  );
}

function Cell({ cell, truthName }: { cell: ComparedCell; truthName: string }) {
  const { widget, truth, agreement } = cell;
  if (agreement === 'same') return <span>{String(widget)}</span>;
  if (agreement === 'unknown') return <span className="quiet">{String(widget ?? truth ?? '–')}</span>;
  return (
    <span className="cp-differs">
      <span className="quiet">widget</span> <strong>{String(widget)}</strong>
      <br />
      <span className="quiet">{truthName.toLowerCase()}</span> <strong>{String(truth)}</strong>
    </span>
  );
}
