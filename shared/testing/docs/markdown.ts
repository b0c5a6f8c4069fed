/** A table of GitHub Flavored Markdown. Columns that are empty throughout are left out. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const kept = head.map((_, i) => i).filter((i) => rows.some((row) => row[i]));
  const line = (cells: readonly string[]) => `| ${kept.map((i) => escapeCell(cells[i] ?? '')).join(' | ')} |`;
  return [line(head), `| ${kept.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/**
 * The text with what stands between `<!-- generated:name -->` and `<!-- /generated:name -->` replaced.
 * @throws Error where the marks are missing: the document would silently go stale.
 */
export function replaceGenerated(text: string, name: string, content: string): string {
  const [open, close] = [`<!-- generated:${name} -->`, `<!-- /generated:${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`unable to generate ${name}; its marks are missing`);
  return `${text.slice(0, start + open.length)}\n\n${content}\n\n${text.slice(end)}`;
}
