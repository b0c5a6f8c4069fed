import type { Belief, ConversationBelief } from './belief.ts';

/** `unknown`: one of the two does not say. */
export type Agreement = 'same' | 'different' | 'unknown';

export interface ComparedCell {
  field: ComparedField;
  widget: string | number | null;
  truth: string | number | null;
  agreement: Agreement;
}

export interface ComparedRow {
  conversationId: string;
  /** Whether both know of it. */
  known: 'both' | 'only_widget' | 'only_truth';
  cells: readonly ComparedCell[];
  agreement: Agreement;
}

export interface Comparison {
  contact: ComparedCell;
  unreadTotal: ComparedCell;
  rows: readonly ComparedRow[];
  /** Cells that differ, and conversations that only one of the two knows. */
  differences: number;
}

export const comparedFields = ['status', 'unreadCount', 'lastSeq', 'readSeq'] as const;
export type ComparedField = (typeof comparedFields)[number] | 'contactId' | 'unreadTotal';

export const fieldWords: Readonly<Record<ComparedField, string>> = {
  status: 'Status',
  unreadCount: 'Unread',
  lastSeq: 'Last message',
  readSeq: 'Read up to',
  contactId: 'Contact',
  unreadTotal: 'Unread in all',
};

/** Puts what the widget believes beside what holds, conversation by conversation; differences first. */
export function compareBeliefs(widget: Belief, truth: Belief): Comparison {
  const ids = new Set([...widget.conversations, ...truth.conversations].map((row) => row.conversationId));
  const rows = [...ids].map((id) => compareRow(id, find(widget, id), find(truth, id), widget.isPartial));
  const contact = cellOf('contactId', widget.contactId, truth.contactId);
  // A widget that lists a part of the conversations sums a part.
  const total = widget.isPartial ? null : widget.unreadTotal;
  const unreadTotal = cellOf('unreadTotal', total, truth.unreadTotal);
  const cells = [contact, unreadTotal, ...rows.flatMap((row) => (row.known === 'both' ? row.cells : []))];
  const differences =
    cells.filter((cell) => cell.agreement === 'different').length +
    rows.filter((row) => row.known !== 'both' && row.agreement === 'different').length;
  return { contact, unreadTotal, rows: rows.sort(differentFirst), differences };
}

function find(belief: Belief, id: string): ConversationBelief | undefined {
  return belief.conversations.find((row) => row.conversationId === id);
}

function compareRow(
  conversationId: string,
  widget: ConversationBelief | undefined,
  truth: ConversationBelief | undefined,
  isPartial: boolean,
): ComparedRow {
  const cells = comparedFields.map((field) => cellOf(field, widget?.[field] ?? null, truth?.[field] ?? null));
  if (!widget) {
    // Further pages of the list are fetched when somebody scrolls to them.
    return { conversationId, known: 'only_truth', cells, agreement: isPartial ? 'unknown' : 'different' };
  }
  if (!truth) return { conversationId, known: 'only_widget', cells, agreement: 'different' };
  return { conversationId, known: 'both', cells, agreement: worstOf(cells) };
}

function cellOf(
  field: ComparedField,
  widget: string | number | null,
  truth: string | number | null,
): ComparedCell {
  const agreement = widget === null || truth === null ? 'unknown' : widget === truth ? 'same' : 'different';
  return { field, widget, truth, agreement };
}

function worstOf(cells: readonly ComparedCell[]): Agreement {
  if (cells.some((cell) => cell.agreement === 'different')) return 'different';
  return cells.some((cell) => cell.agreement === 'same') ? 'same' : 'unknown';
}

function differentFirst(a: ComparedRow, b: ComparedRow): number {
  return Number(b.agreement === 'different') - Number(a.agreement === 'different');
}

/** All of it in one sentence. `where`: who holds the truth, for example `the database`. */
export function summaryOf({ differences, rows }: Comparison, where: string): string {
  const about = rows.length === 1 ? 'one conversation' : `${rows.length} conversations`;
  if (differences === 0) return `The widget and ${where} agree on ${about}.`;
  return differences === 1
    ? `The widget and ${where} differ in one place.`
    : `The widget and ${where} differ in ${differences} places.`;
}
