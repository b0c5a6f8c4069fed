import { deriveWidgetState } from '@hilo/shared/lifecycle/lifecycle.ts';
import type { AnswerOf, Failure } from './events.ts';
import { canAsk } from './identity.ts';
import { take } from './incoming.ts';
import type { SurveyNote } from './model.ts';
import { ask } from './request.ts';
import { emit, isFree, type Step, set, setLane } from './step.ts';

const notesMax = 20;

/** The form on screen belongs to one cycle of one conversation; another one starts with its own words (F1, F3). */
export function surveyRule(s: Step): void {
  showForm(s);
  sendNotes(s);
}

function showForm(s: Step): void {
  const state = deriveWidgetState(s.m.focus, s.m.view.conversations);
  const key = state.name === 'survey' ? `${state.conversationId}:${state.cycle}` : '';
  if (key !== s.m.surveyKey) {
    set(s, { surveyKey: key });
    showNote(s, s.m.surveys[key] ?? { rating: null, comment: '', done: null });
  }
}

function showNote(s: Step, { rating, comment, done }: SurveyNote): void {
  set(s, { survey: { rating, comment, sending: done !== null, failed: null } });
}

/**
 * What was answered or dismissed here and has not reached the server yet, whatever is on screen now. Of conversations
 * that are this visitor's: what else is in storage is somebody else's word, and goes nowhere.
 */
function sendNotes(s: Step): void {
  if (!canAsk(s) || !isFree(s, 'answerSurvey')) return;
  const { surveys, view } = s.m;
  const isOwn = (about: string) => (about.split(':')[0] as string) in view.conversations;
  const [about, note] = Object.entries(surveys).find(([key, { done }]) => done && isOwn(key)) ?? [];
  if (!about || !note) return;
  const [conversationId, cycle] = about.split(':');
  const { done, rating, comment } = note;
  const answer = done === 'rated' ? { kind: done, rating, comment: comment.trim() || null } : { kind: done };
  ask(s, 'answerSurvey', `conversations/${conversationId}/survey`, {
    about,
    body: { cycle: Number(cycle), answer },
  });
}

/** `done` null keeps a draft. */
export function noteSurvey(s: Step, change: Partial<SurveyNote>): void {
  showForm(s);
  const { surveyKey, survey, surveys } = s.m;
  const { rating, comment } = survey;
  const note = { rating, comment, done: null, ...change };
  if (!surveyKey || survey.sending || (note.done === 'rated' && !note.rating)) return;
  showNote(s, note);
  setLane(s, 'answerSurvey', { retryAtMs: 0 });
  const others = Object.entries(surveys).filter(([key]) => key !== surveyKey);
  keepNotes(s, Object.fromEntries([...others.slice(1 - notesMax), [surveyKey, note]]));
}

function keepNotes(s: Step, surveys: Record<string, SurveyNote>): void {
  set(s, { surveys });
  emit(s, { type: 'store', key: 'survey', value: JSON.stringify(surveys) });
}

function forgetNote(s: Step, about: string): void {
  const { [about]: _sent, ...surveys } = s.m.surveys;
  keepNotes(s, surveys);
}

export function surveyAnswered(s: Step, { changes }: AnswerOf<'answerSurvey'>, about: string): void {
  forgetNote(s, about);
  take(s, changes);
}

export function surveyFailed(s: Step, { code, retryable }: Failure, about: string): void {
  const { survey, surveyKey } = s.m;
  if (surveyKey === about) set(s, { survey: { ...survey, sending: retryable, failed: code } });
  if (retryable) return;
  // Answered elsewhere, or nothing to answer: what the server has stands.
  forgetNote(s, about);
  set(s, { syncWanted: true });
}
