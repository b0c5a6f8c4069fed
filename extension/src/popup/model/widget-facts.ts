import type { RuleText } from '@hilo/shared/invariants/rule.ts';
import type { DocumentInfo, WidgetInfo } from '../../channel/messages.ts';
import type { Load } from '../../panel/model/session.ts';

/** What the popup reads of a load. */
export type LoadSeen = Pick<
  Load,
  'traceId' | 'byKind' | 'fields' | 'state' | 'connection' | 'unread' | 'verdicts' | 'lost'
>;

/** One widget of the tab, as a support engineer wants to know it. */
export interface WidgetFacts {
  traceId: string;
  documentId: string;
  widgetId: string;
  build: string;
  /** The company's name, or its id where the name has not come yet; null before either. */
  company: string | null;
  /** Address of the frame it is in; null in the page itself. */
  frame: string | null;
  state: string;
  connection: string;
  unread: number | null;
  conversationId: string | null;
  tested: number;
  broken: readonly RuleText[];
  lost: number;
}

/** A name comes with the first answer, so further on there is nothing to look for. */
const answersSearchedMax = 50;

/** All widgets of the documents that are alive, those of the page before those of its frames. */
export function listWidgets(
  documents: Iterable<DocumentInfo>,
  loads: readonly LoadSeen[],
): readonly WidgetFacts[] {
  const alive = [...documents].filter(({ life }) => life === 'alive');
  return alive
    .sort((a, b) => a.frameId - b.frameId)
    .flatMap((document) =>
      document.widgets.map((widget) =>
        factsOf(
          document,
          widget,
          loads.find(({ traceId }) => traceId === widget.traceId),
        ),
      ),
    );
}

function factsOf(document: DocumentInfo, widget: WidgetInfo, load: LoadSeen | undefined): WidgetFacts {
  const verdicts = load?.verdicts() ?? [];
  return {
    traceId: widget.traceId,
    documentId: document.documentId,
    widgetId: widget.widgetId,
    build: widget.build,
    company: load ? (findCompanyName(load) ?? load.fields.companyId) : null,
    frame: document.frameId === 0 ? null : document.url,
    state: load?.state ?? 'idle',
    connection: load?.connection ?? '',
    unread: load?.unread ?? null,
    conversationId: load?.fields.conversationId ?? null,
    tested: verdicts.filter(({ exercised }) => exercised > 0).length,
    broken: verdicts.filter(({ status }) => status === 'violated').map(({ rule }) => rule),
    lost: load?.lost.count ?? 0,
  };
}

/** The server's first answer brings the company's name. It comes from the page: whatever has another shape is none. */
function findCompanyName({ byKind }: LoadSeen): string | null {
  for (const event of byKind.get('response')?.slice(0, answersSearchedMax) ?? []) {
    const name = memberOf(memberOf('body' in event ? event.body : null, 'widget'), 'companyName');
    if (typeof name === 'string' && name.trim() !== '') return name;
  }
  return null;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
