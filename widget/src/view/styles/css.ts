import tokens from '@hilo/shared/design/tokens.css?inline';
import base from './base.css?inline';
import forms from './forms.css?inline';
import frame from './frame.css?inline';
import lists from './lists.css?inline';
import thread from './thread.css?inline';

/** All of the widget's looks, for one constructed style sheet. */
export const css = tokens + base + frame + lists + thread + forms;
