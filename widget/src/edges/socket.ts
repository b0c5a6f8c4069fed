import type { VisitorServerFrame } from '@hilo/shared/protocol/frames.ts';
import type { OutgoingFrame } from '../core/effects.ts';

export interface SocketEvents {
  opened(id: number): void;
  frame(id: number, frame: VisitorServerFrame): void;
  closed(id: number, code: number): void;
}

/** One WebSocket at a time, told apart by id. Frames that are not JSON are dropped: the next version number tells. */
export function createSocket(base: string, on: SocketEvents) {
  let current: { id: number; socket: WebSocket } | null = null;
  const mine = (id: number) => current?.id === id;
  return {
    open(id: number, sessionId: string | null): void {
      const url = base.replace(/^http/, 'ws') + (sessionId ? `/${sessionId}` : '');
      let socket: WebSocket;
      try {
        socket = new WebSocket(url);
      } catch {
        // A content security policy without our host throws here; the widget polls then.
        queueMicrotask(() => on.closed(id, 0));
        return;
      }
      current = { id, socket };
      socket.onopen = () => mine(id) && on.opened(id);
      socket.onclose = ({ code }) => mine(id) && on.closed(id, code);
      socket.onmessage = ({ data }) => {
        if (!mine(id)) return;
        try {
          on.frame(id, JSON.parse(data));
        } catch {
          // Not ours to read.
        }
      };
    },
    send(id: number, frame: OutgoingFrame, traceparent: string): void {
      if (!mine(id) || current?.socket.readyState !== WebSocket.OPEN) return;
      current.socket.send(JSON.stringify({ ...frame, traceparent }));
    },
    close(id: number, code: number): void {
      if (!mine(id)) return;
      const socket = current?.socket;
      current = null;
      socket?.close(code);
    },
  };
}
