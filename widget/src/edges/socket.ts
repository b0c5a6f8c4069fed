import type { Event } from '../core/events.ts';
import type { More } from '../trace/told.ts';

/** One WebSocket at a time; what happens to it is told with its id. Frames that are not JSON are dropped. */
export function createSocket(base: string, dispatch: (event: Event, more?: More) => void) {
  let current: WebSocket | undefined;
  return {
    open(id: number, sessionId: string | null): void {
      const url = base.replace(/^http/, 'ws') + (sessionId ? `/${sessionId}` : '');
      try {
        const socket = new WebSocket(url);
        current = socket;
        socket.onopen = () => dispatch({ type: 'socket_opened', id });
        socket.onclose = ({ code, reason, wasClean }) =>
          dispatch({ type: 'socket_closed', id, code }, { reason, wasClean });
        socket.onmessage = ({ data }) => {
          try {
            dispatch({ type: 'socket_frame', id, frame: JSON.parse(data) }, { bytes: data.length });
          } catch {
            // Not ours to read; the next version number tells what was missed.
          }
        };
      } catch {
        // A content security policy without our host throws; the widget polls then.
        dispatch({ type: 'socket_closed', id, code: 0 });
      }
    },
    send(frame: string): void {
      if (current?.readyState === WebSocket.OPEN) current.send(frame);
    },
    close(code: number): void {
      current?.close(code);
      current = undefined;
    },
  };
}
