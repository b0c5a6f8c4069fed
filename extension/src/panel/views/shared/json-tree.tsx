import { useState } from 'react';
import { idsIn, isId } from '../../model/ids.ts';
import { IdText } from './id-text.tsx';

/** Members drawn at once of one object or array. */
const membersMax = 100;
/** Characters drawn at once of one text. */
const textCharsMax = 600;
/** Branches open by themselves down to this depth, as long as they are small. */
const openDepth = 3;
const openMembersMax = 12;

/** Any value as a tree that folds. Whatever a page put into it is shown as text; ids in it can be clicked. */
export function JsonTree({ value, label }: { value: unknown; label: string }) {
  return (
    <ul className="tree" aria-label={label}>
      <Node name={null} value={value} depth={0} />
    </ul>
  );
}

/** Numbers of an array that are written on one line. */
const inlineMax = 8;

interface NodeProps {
  name: string | null;
  value: unknown;
  depth: number;
}

function Node({ name, value, depth }: NodeProps) {
  const title = name === null ? null : <span className="tree-name">{name}: </span>;
  if (typeof value !== 'object' || value === null) {
    return (
      <li className="tree-leaf">
        {title}
        <Leaf value={value} />
      </li>
    );
  }
  return <Branch name={name} value={value} depth={depth} />;
}

function Branch({ name, value, depth }: NodeProps & { value: object }) {
  const isArray = Array.isArray(value);
  const count = isArray ? value.length : Object.keys(value).length;
  const [isOpen, setOpen] = useState(depth === 0 || (depth < openDepth && count <= openMembersMax));
  const [shown, setShown] = useState(membersMax);
  const line = count <= inlineMax && isArray ? inlineOf(value) : undefined;
  if (count === 0 || line !== undefined) {
    return (
      <li className="tree-leaf">
        {name !== null && <span className="tree-name">{name}: </span>}
        <span className="tree-empty">{line ?? (isArray ? '[]' : '{}')}</span>
      </li>
    );
  }
  return (
    <li>
      {name !== null && (
        <button type="button" className="tree-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <span className="tree-name">{name}: </span>
          <span className="tree-sum">{isOpen ? '' : summaryOf(value, count)}</span>
        </button>
      )}
      {isOpen && (
        <ul>
          {Object.keys(value)
            .slice(0, shown)
            .map((member) => (
              <Node
                key={member}
                name={member}
                value={(value as Record<string, unknown>)[member]}
                depth={depth + 1}
              />
            ))}
          {count > shown && (
            <li>
              <button
                type="button"
                className="button quiet-button"
                onClick={() => setShown(shown + membersMax)}
              >
                {Math.min(membersMax, count - shown)} more of {count.toLocaleString('en')}
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

/** A few numbers need no lines of their own. */
function inlineOf(value: readonly unknown[]): string | undefined {
  const isPlain = value.every((one) => typeof one === 'number' || typeof one === 'boolean');
  return isPlain ? `[${value.join(', ')}]` : undefined;
}

function summaryOf(value: object, count: number): string {
  if (Array.isArray(value)) return `[ ${count.toLocaleString('en')} ]`;
  const names = Object.keys(value).slice(0, 3).join(', ').slice(0, 60);
  return `{ ${names}${count > 3 ? ', …' : ''} }`;
}

function Leaf({ value }: { value: unknown }) {
  const [isWhole, setWhole] = useState(false);
  if (typeof value !== 'string') return <span className={`tree-${typeof value}`}>{String(value)}</span>;
  if (isId(value)) return <IdText id={value} />;
  const shown = isWhole ? value : value.slice(0, textCharsMax);
  return (
    <>
      <span className="tree-string">{JSON.stringify(shown)}</span>
      {idsIn(value)
        .slice(0, 4)
        .map((id) => (
          <IdText key={id} id={id} isShort />
        ))}
      {value.length > shown.length && (
        <button type="button" className="button quiet-button" onClick={() => setWhole(true)}>
          all {value.length.toLocaleString('en')} characters
        </button>
      )}
    </>
  );
}
