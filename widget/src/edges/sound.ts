/** Two short soft tones. Browsers that want a gesture first stay silent. */
export function playSound(): void {
  try {
    const context = new AudioContext();
    const gain = context.createGain();
    gain.gain.setValueAtTime(0.08, context.currentTime);
    gain.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 0.4);
    gain.connect(context.destination);
    for (const [hertz, start] of [
      [660, 0],
      [880, 0.12],
    ] as const) {
      const tone = context.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(gain);
      tone.start(context.currentTime + start);
      tone.stop(context.currentTime + start + 0.25);
    }
    setTimeout(() => context.close(), 800);
  } catch {
    // No sound is no failure.
  }
}
