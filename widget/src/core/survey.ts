import { deriveWidgetState } from '@hilo/shared/lifecycle/lifecycle.ts';
import type { Answered } from './events.ts';
import { canAsk } from './identity.ts';
import { take } from './incoming.ts';
import type { SurveyNote } from './model.ts';
import { ask } from './request.ts';
import { emit, isFree, leaveLane, type Step, set, setLane } from './step.ts';

const notesMax = 20;

/** The form on screen belongs to one cycle of one conversation; another one starts with its own words (F1, F3). */
export function surveyRule(s: Step): void {
  const state = deriveWidgetState(s.m.focus, s.m.view.conversations);
  const key = state.name === 'survey' ? `${state.conversationId}:${state.cycle}` : '';
  if (key !== s.m.surveyKey) {
    const note = s.m.surveys[key];
    set(s, {
      surveyKey: key,
      survey: {
        rating: note?.rating ?? null,
        comment: note?.comment ?? '',
        sending: !!note?.done,
        failed: null,
      },
    });
  }
  sendNotes(s);
}

/** What was answered or dismissed here and has not reached the server yet, whatever is on screen now. */
function sendNotes(s: Step): void {
  if (!canAsk(s) || !isFree(s, 'survey')) return;
  for (const [key, note] of Object.entries(s.m.surveys)) {
    if (!note.done) continue;
    const [conversationId = '', cycle] = key.split(':');
    const conversation = s.m.view.conversations[conversationId];
    if (!conversation) continue;
    const { rating } = note;
    const comment = note.comment.trim() || null;
    const answer = note.done === 'rated' ? { kind: 'rated', rating, comment } : { kind: 'dismissed' };
    const deviceId = s.m.device?.deviceId;
    const body = { deviceId, cycle: Number(cycle), answer };
    ask(s, 'answerSurvey', { lane: 'survey', about: key, id: conversationId, body });
    return;
  }
}

/** `done` null keeps a draft. */
export function noteSurvey(s: Step, change: Partial<SurveyNote>): void {
  const { surveyKey: key, survey } = s.m;
  if (!key || survey.sending) return;
  const note = { rating: survey.rating, comment: survey.comment, done: null, ...change };
  if (note.done === 'rated' && !note.rating) return;
  const { rating, comment, done } = note;
  set(s, { survey: { rating, comment, sending: done !== null, failed: null } });
  if (done) setLane(s, 'survey', { retryAtMs: 0 });
  const others = Object.entries(s.m.surveys).filter(([other]) => other !== key);
  keepNotes(s, Object.fromEntries([...others.slice(1 - notesMax), [key, note]]));
}

function keepNotes(s: Step, surveys: Record<string, SurveyNote>): void {
  set(s, { surveys });
  if (Object.keys(surveys).length) emit(s, { type: 'store', key: 'survey', value: JSON.stringify(surveys) });
  else emit(s, { type: 'remove', key: 'survey' });
}

export function surveyAnswered(s: Step, { about, outcome }: Answered & { route: 'answerSurvey' }): void {
  leaveLane(s, 'survey', outcome.ok || !outcome.failure.retryable ? null : outcome.failure);
  const onScreen = s.m.surveyKey === about;
  if (!outcome.ok && outcome.failure.retryable) {
    if (onScreen) set(s, { survey: { ...s.m.survey, failed: outcome.failure.code } });
    return;
  }
  const { [about]: _sent, ...surveys } = s.m.surveys;
  keepNotes(s, surveys);
  s.cause = 'survey_closed';
  if (outcome.ok) {
    take(s, outcome.answer.changes);
    return;
  }
  // Answered elsewhere, or nothing to answer: what the server has stands.
  if (onScreen) set(s, { survey: { ...s.m.survey, sending: false, failed: outcome.failure.code } });
  set(s, { syncWanted: true });
}
