import { listedConversations } from '@hilo/shared/view/selectors.ts';
import type { Event } from '../events.ts';
import type { Model } from '../model.ts';
import { Tab } from './tab.ts';
import type { World } from './world.ts';

/** One random thing that a person, the page or an agent does. */
export function actAtRandom(world: World, identities: boolean): void {
  const tab = world.pick(world.tabs);
  if (!tab) return;
  const kind = world.random();
  if (kind < 0.3) agentActs(world);
  else if (kind < 0.85) personActs(world, tab);
  else if (kind < 0.97) pageActs(world, tab);
  else if (identities) identityActs(world, tab);
}

function agentActs(world: World): void {
  const rows = [...world.server.store.conversations.values()];
  const chosen = world.pick(rows);
  if (!chosen || chosen.row.status === 'archived') return;
  const { row, contactId } = chosen;
  const contact = world.server.store.contacts.get(contactId);
  if (!contact) return;
  world.agent((store) => {
    const open = row.status !== 'solved';
    const kind = world.random();
    if (open && kind < 0.6) {
      store.append(row, 'agent', store.uuid(), `reply ${Math.floor(kind * 1e6)}`);
      store.change(row, { status: 'active' });
      world.count('agent replied');
    } else if (open && kind < 0.8) {
      store.solve(row);
      world.count('agent solved');
    } else if (!open && !rows.some((o) => o.contactId === contactId && /waiting|active/.test(o.row.status))) {
      store.change(row, { status: 'active' });
      world.count('agent reopened');
    }
    store.commit(contact, [], false);
  });
}

function personActs(world: World, tab: Tab): void {
  for (const event of choose(world, tab.model)) {
    world.count(`did ${event.type}`);
    tab.dispatch(event);
  }
}

function choose(world: World, m: Model): Event[] {
  const kind = world.random();
  if (!m.open) return [{ type: 'launcher_clicked' }];
  if (m.notice?.kind === 'confirm_new_chat') {
    return [{ type: world.chance(0.7) ? 'new_chat_confirmed' : 'notice_dismissed' }];
  }
  const failed = m.outbox.find((entry) => entry.status === 'failed');
  if (failed && kind < 0.4) {
    const { clientMessageId } = failed;
    if (failed.otherConversationId) return [{ type: 'send_there_clicked', clientMessageId }];
    return [{ type: world.chance(0.6) ? 'retry_clicked' : 'discard_clicked', clientMessageId }];
  }
  if (m.screen.name === 'prechat') {
    if (kind < 0.2) return [{ type: 'prechat_dismissed' }];
    return [
      { type: 'prechat_changed', field: 'name', text: 'Ana' },
      { type: 'prechat_changed', field: 'email', text: kind < 0.3 ? 'nonsense' : 'ana@example.com' },
      { type: 'prechat_submitted' },
      ...(kind > 0.7 ? [{ type: 'prechat_submitted' as const }] : []),
    ];
  }
  if (m.screen.name === 'thread') return inThread(world, kind, m);
  const row = world.pick(listedConversations(m.view));
  if (row && kind < 0.4) return [{ type: 'conversation_chosen', conversationId: row.conversationId }];
  if (kind < 0.5) return [{ type: 'new_chat_clicked' }];
  if (kind < 0.55) return [{ type: 'tab_chosen', tab: 'messages' }];
  if (kind < 0.6) return [{ type: 'closed' }];
  // Impatience: two or three clicks on the same button (R3.3).
  const click: Event = { type: 'start_clicked' };
  return kind < 0.8 ? [click, click, click] : [click];
}

function inThread(world: World, kind: number, m: Model): Event[] {
  if (m.surveyKey && kind < 0.4) {
    if (kind < 0.2) return [{ type: 'survey_dismissed' }];
    return [{ type: 'survey_rated', rating: 1 + Math.floor(kind * 10) }, { type: 'survey_submitted' }];
  }
  if (kind < 0.6) {
    const text = `text ${Math.floor(world.random() * 1e9)}`;
    const sending: Event[] = [{ type: 'draft_changed', text }, { type: 'send_clicked' }];
    return kind < 0.1 ? [...sending, { type: 'send_clicked' }] : sending;
  }
  if (kind < 0.75) return [{ type: 'thread_end_visible', visible: kind < 0.72 }];
  if (kind < 0.8) return [{ type: 'earlier_wanted' }];
  if (kind < 0.85) return [{ type: 'new_chat_clicked' }];
  return [{ type: 'back_clicked' }];
}

function pageActs(world: World, tab: Tab): void {
  const kind = world.random();
  if (kind < 0.35) {
    world.count('reload');
    tab.close();
    new Tab(world);
  } else if (kind < 0.6) {
    world.count('offline for a while');
    world.partitioned = true;
    for (const each of world.tabs) each.dispatch({ type: 'network', online: false });
    world.later(world.between(500, 15_000), () => {
      world.partitioned = false;
      for (const each of world.tabs) each.dispatch({ type: 'network', online: true });
    });
  } else if (kind < 0.75) tab.dispatch({ type: 'resumed' });
  else {
    tab.dispatch({ type: 'visibility', visible: false });
    world.later(world.between(100, 20_000), () => tab.dispatch({ type: 'visibility', visible: true }));
  }
}

function identityActs(world: World, tab: Tab): void {
  if (world.chance(0.4)) {
    world.count('logout');
    tab.dispatch({ type: 'called', call: 1, api: { name: 'logout' } });
    return;
  }
  world.count('identify');
  const userId = world.chance(0.7) ? 'ana' : 'bruno';
  tab.dispatch({
    type: 'called',
    call: 1,
    api: { name: 'identify', user: { userId, proof: { kind: 'hmac', userId, userHash: '' }, traits: {} } },
  });
}
