import {
  deriveWidgetState,
  isLegal,
  type LifecycleEvent,
  type WidgetStateName,
} from '../src/lifecycle/lifecycle.ts';
import type { Changes, Snapshot } from '../src/protocol/shapes.ts';
import type { TraceEventOf } from '../src/trace/events.ts';
import { foldChanges, foldSnapshot } from '../src/view/contact-view.ts';
import { TraceLoad } from './trace-load.ts';
import { widgetId } from './trace-server.ts';

/** A load that folds what it hears with the real fold, and records what follows from it. */
export class TraceFold extends TraceLoad {
  protected pending: { clientMessageId: string; status: string }[] = [];

  protected hear(changes: Changes): void {
    if (this.socketId === null) return;
    this.wait(this.latencyMs);
    this.frame(this.socketId, 'in', { type: 'event', traceparent: this.traceparent(), changes });
    this.takeChanges(changes);
  }

  protected takeSnapshot(snapshot: Snapshot): void {
    const before = this.state();
    if (this.contactId === null) this.become(snapshot.contactId, 'bootstrap', () => this.fold(snapshot));
    else this.fold(snapshot);
    this.moved(before, 'open_appeared');
  }

  protected fold(snapshot: Snapshot): void {
    this.view = foldSnapshot(this.view, snapshot);
  }

  protected takeChanges(changes: Changes, cause: LifecycleEvent = 'open_appeared'): void {
    const before = this.contactId === null ? 'idle' : this.stateBefore(cause);
    const fold = () => {
      this.view = foldChanges(this.view, changes).view;
    };
    if (this.contactId === null) this.become(changes.contactId, 'created', fold);
    else fold();
    this.moved(before, cause);
  }

  protected become(contactId: string, cause: TraceEventOf<'identity'>['cause'], fold: () => void): void {
    const from = this.contactId;
    this.contactId = contactId;
    fold();
    this.push('identity', { from, to: contactId, cause });
  }

  /** What follows from new rows: badge, state and screen, as far as they changed. */
  protected moved(before: WidgetStateName, cause: LifecycleEvent): void {
    this.push('unread', {
      total: this.badge(),
      conversations: Object.values(this.view.conversations).map((row) => ({
        conversationId: row.conversationId,
        unreadCount: row.unreadCount,
        readSeq: row.readSeq,
        lastSeq: row.lastSeq,
      })),
      source: 'server',
    });
    const to = this.state();
    if (to !== before) {
      const event = to === 'survey' ? 'survey_due' : cause;
      this.push('transition', { from: before, to, event, jumped: !isLegal(before, event, to) });
    }
    this.drawScreen();
  }

  protected stateBefore(cause: LifecycleEvent): WidgetStateName {
    return cause === 'started' ? 'idle' : this.state();
  }

  protected state(): WidgetStateName {
    return deriveWidgetState(this.focus, this.view.conversations).name;
  }

  protected badge(): number {
    return Object.values(this.view.conversations).reduce((sum, row) => sum + row.unreadCount, 0);
  }

  protected drawScreen(): void {
    const conversationId = this.focus.kind === 'conversation' ? this.focus.conversationId : null;
    const messages = (conversationId && this.view.threads[conversationId]?.messages) || [];
    const runs: [number, number][] = messages.length ? [[messages[0]!.seq, messages.at(-1)!.seq]] : [];
    const connection = this.socketId === null ? 'idle' : 'connected';
    this.push('screen', {
      conversationId,
      runs,
      pending: [...this.pending],
      connection,
      badge: this.badge(),
    });
  }

  protected mint(): void {
    if (this.browser.token !== null) return;
    const token = `${'tOk3n_Of-A-VisitoR_'.repeat(3).slice(0, 42)}A`;
    this.push('random', { purpose: 'token', value: token });
    this.browser.token = token;
    this.store(`chatDevice-${widgetId}`, { deviceId: this.browser.deviceId, token });
  }
}
