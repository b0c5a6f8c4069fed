import { limits } from '@hilo/shared/limits.ts';
import type { Conversation } from '@hilo/shared/protocol/shapes.ts';
import { type Child, type Drawn, h } from '../dom.ts';
import { type Drawing, textOf } from '../drawing.ts';
import { drawing } from '../icons.ts';
import type { StringKey } from '../strings.ts';
import { reasonKey } from '../words.ts';
import { textButton } from './small.ts';

const rateKey = (rating: number): StringKey => `rate${rating}` as StringKey;

/** The question after a solve, or thanks for its answer; nothing where none is due. */
export function surveyCard(draw: Drawing, conversation: Conversation): Child {
  const { t } = draw;
  const { state, rating } = conversation.survey ?? {};
  if (state === 'due') return question(draw);
  return state === 'answered' && rating && h('p.hint', t('surveyThanks', t(rateKey(rating))));
}

function question(draw: Drawing): Drawn {
  const { t, on } = draw;
  const comments = t('optional', t('surveyComment'));
  const { rating, comment, sending, failed } = draw.state.survey;
  return h(
    'form.card.survey',
    {
      onsubmit: (event: Event) => {
        event.preventDefault();
        if (!sending) on('survey_submitted')();
      },
    },
    h(
      'fieldset',
      h('legend', h('b', t('surveyTitle'))),
      h(
        'div.faces',
        [1, 2, 3, 4, 5].map((value) => choice(draw, value)),
      ),
    ),
    rating &&
      h('textarea.field', {
        rows: 2,
        dir: 'auto',
        'aria-label': comments,
        placeholder: comments,
        maxlength: limits.surveyCommentCharsMax,
        value: comment,
        oninput: (event: Event) => on('survey_commented', { text: textOf(event) })(),
      }),
    failed && h('p.error', { role: 'alert' }, t('notSent', t(reasonKey(failed)))),
    h(
      'div.line',
      textButton('quiet', t('skip'), on('survey_dismissed')),
      rating && h('button.primary', { 'aria-busy': sending && 'true' }, t(sending ? 'sending' : 'send')),
    ),
  );
}

function choice({ state, t, on }: Drawing, value: number): Drawn {
  return h(
    'label',
    h('input.sr', {
      type: 'radio',
      name: 'rating',
      checked: state.survey.rating === value,
      onchange: on('survey_rated', { rating: value }),
    }),
    face(value),
    h('span', t(rateKey(value))),
  );
}

/** A face for a rating from 1 to 5: only the mouth changes. */
function face(rating: number): Drawn {
  const end = 18 - rating;
  return drawing('i.face', `M9 9v.1m6-.1v.1M8 ${end}q4 ${rating * 2 - 6} 8 0`);
}
