import { type LifecycleEvent, lifecycleEvents, type WidgetStateName } from '../../src/lifecycle/lifecycle.ts';

/** The words of one language in the generated parts of the state machine's document. */
export interface StateMachineWords {
  from: string;
  event: string;
  what: string;
  to: string;
  or: string;
  anyState: string;
  anyConversation: string;
  /** Label of an arrow. Mermaid reads `:` and `;` as syntax. */
  labels: Record<LifecycleEvent, string>;
  sentences: Record<LifecycleEvent, string>;
  states: Record<WidgetStateName, string>;
}

export const english: StateMachineWords = {
  from: 'from',
  event: 'event',
  what: 'what happened',
  to: 'to',
  or: 'or',
  anyState: 'any state',
  anyConversation: 'waiting, active, solved or survey',
  labels: {
    prechat_needed: 'start, fields missing',
    started: 'start',
    open_appeared: 'open conversation appears',
    prechat_dismissed: 'dismissed',
    agent_engaged: 'agent replies or takes it',
    conversation_solved: 'solved',
    survey_due: 'survey due',
    survey_closed: 'answered or dismissed',
    visitor_wrote: 'visitor writes',
    agent_reopened: 'agent reopens or replies',
    left: 'leaves the thread',
    solved_opened: 'opens a solved thread',
    new_chat: 'forced New chat',
    archived: 'archived or merged away',
    logged_out: 'logout',
  },
  sentences: lifecycleEvents,
  states: {
    idle: 'no conversation in focus',
    prechat: 'contact fields are asked for',
    waiting: 'open, no agent yet',
    active: 'open, an agent is on it',
    solved: 'solved, nothing to ask',
    survey: 'solved, and a survey is due',
  },
};

export const spanish: StateMachineWords = {
  from: 'desde',
  event: 'evento',
  what: 'qué ocurrió',
  to: 'a',
  or: 'o',
  anyState: 'cualquier estado',
  anyConversation: 'waiting, active, solved o survey',
  labels: {
    prechat_needed: 'iniciar, faltan datos',
    started: 'iniciar',
    open_appeared: 'aparece una conversación abierta',
    prechat_dismissed: 'descartado',
    agent_engaged: 'un agente responde o la toma',
    conversation_solved: 'resuelta',
    survey_due: 'encuesta pendiente',
    survey_closed: 'respondida o descartada',
    visitor_wrote: 'el visitante escribe',
    agent_reopened: 'un agente la reabre o responde',
    left: 'sale del hilo',
    solved_opened: 'abre un hilo resuelto',
    new_chat: 'New chat forzado',
    archived: 'archivada o fusionada',
    logged_out: 'logout',
  },
  sentences: {
    prechat_needed: 'iniciar el chat cuando faltan datos de contacto obligatorios',
    started: 'iniciar el chat: obtener la conversación abierta o crearla',
    open_appeared:
      'una conversación abierta pasa a primer plano (bootstrap, sync, otra pestaña, un agente, la lista)',
    prechat_dismissed: 'el visitante descarta el prechat',
    agent_engaged: 'primera respuesta de un agente, o un agente la toma',
    conversation_solved: 'resuelta por un agente o por la regla de inactividad',
    survey_due: 'la encuesta está activada y sin responder en este ciclo',
    survey_closed: 'la encuesta se responde o se descarta',
    visitor_wrote: 'el visitante escribe: se reabre la misma conversación',
    agent_reopened: 'un agente la reabre o responde',
    left: 'la persona sale del hilo',
    solved_opened: 'la persona abre un hilo resuelto',
    new_chat: '"New chat" forzado',
    archived: 'archivada o fusionada; el foco pasa a la conversación abierta, si la hay',
    logged_out: 'logout',
  },
  states: {
    idle: 'ninguna conversación en primer plano',
    prechat: 'se piden datos de contacto',
    waiting: 'abierta, todavía sin agente',
    active: 'abierta, con un agente',
    solved: 'resuelta, nada que preguntar',
    survey: 'resuelta, con una encuesta pendiente',
  },
};
