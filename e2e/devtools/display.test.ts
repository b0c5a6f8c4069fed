import { expect, it } from 'vitest';
import { findWindowProblem } from './display.ts';

it('opens windows where there is a display, and says what else to do where there is none', () => {
  expect(findWindowProblem({ platform: 'linux', env: { DISPLAY: ':0' } })).toBeUndefined();
  expect(findWindowProblem({ platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBeUndefined();
  expect(findWindowProblem({ platform: 'darwin', env: {} })).toBeUndefined();
  expect(findWindowProblem({ platform: 'linux', env: { DISPLAY: '' } })).toContain('ssh -X');
});
