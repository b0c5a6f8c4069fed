import type { TraceEventKind } from '../trace/events.ts';

/** Kinds whose ten fields are the widget's own account. */
export const widgetKinds: readonly TraceEventKind[] = [
  'load',
  'api',
  'action',
  'operation',
  'request',
  'response',
  'request_failed',
  'socket',
  'frame',
  'storage',
  'transition',
  'page',
  'identity',
  'unread',
  'screen',
  'random',
  'timer',
  'lock',
];
