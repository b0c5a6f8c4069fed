/** Two short soft tones. Browsers that want a gesture first stay silent. */
export function playSound(): void {
  const context = new AudioContext();
  const gain = context.createGain();
  gain.gain.value = 0.05;
  gain.connect(context.destination);
  for (const n of [0, 1]) {
    const tone = context.createOscillator();
    tone.frequency.value = 660 + 220 * n;
    tone.connect(gain);
    tone.start(n / 8);
    tone.stop(n / 8 + 0.1);
  }
}
