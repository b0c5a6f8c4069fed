import { usePanel } from '../store/panel-context.ts';

export function ImportProgress() {
  const importing = usePanel((state) => state.importing);
  if (!importing) return null;
  const { name, done, total } = importing;
  const words =
    total === 0
      ? `Reading ${name}…`
      : `${name}: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} events`;
  return (
    <div className="notice" role="status">
      <p>{words}</p>
      <progress aria-label="Reading" max={total || undefined} value={total ? done : undefined} />
    </div>
  );
}
