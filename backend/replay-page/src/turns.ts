/**
 * Lets everything happen that needs no more than its turn: promises, and whatever they lead to. The channel is a real
 * one: nothing of it is replaced.
 */
export async function settle(turns = 2): Promise<void> {
  for (let i = 0; i < turns; i++) {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
  }
}
