import { traceEvents, witness } from '@hilo/shared/trace/events.ts';
import { z } from 'zod';
import { initialUi, type UiState, viewNames } from './ui-state.ts';

/** Where the panel keeps how it was arranged. `get` answers undefined where there is nothing. */
export interface Keeper {
  get(): Promise<unknown>;
  set(value: unknown): void;
}

export const savedUiKey = 'panelUi';

const kindNames = traceEvents.map((kind) => kind.shape.kind.value);
const width = z.number().min(120).max(2_000);

const savedUi = z.strictObject({
  version: z.literal(1),
  view: z.enum(viewNames),
  hiddenKinds: z.array(z.enum(kindNames)).max(kindNames.length),
  hiddenWitnesses: z.array(witness).max(4),
  withDetail: z.boolean(),
  layout: z.strictObject({
    tracesOpen: z.boolean(),
    detailOpen: z.boolean(),
    tracesWidth: width,
    detailWidth: width,
  }),
});

/** What lasts of the arrangement: not what is selected, since another day there are other chats. */
export function toSaved({ view, filter, layout }: UiState): unknown {
  const { hiddenKinds, hiddenWitnesses, withDetail } = filter;
  return { version: 1, view, hiddenKinds, hiddenWitnesses, withDetail, layout };
}

/** The arrangement as it was left; the first one where what was kept is damaged or of another version. */
export function fromSaved(value: unknown): UiState {
  const parsed = savedUi.safeParse(value);
  if (!parsed.success) return initialUi;
  const { view, layout, ...filter } = parsed.data;
  const { hiddenKinds, hiddenWitnesses, withDetail } = filter;
  return {
    ...initialUi,
    view,
    layout,
    filter: { ...initialUi.filter, hiddenKinds, hiddenWitnesses, withDetail },
  };
}
