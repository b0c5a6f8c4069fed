import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrastRatio, readableOn, relativeLuminance } from './contrast.ts';

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((rgb) => `#${rgb.toString(16).padStart(6, '0')}`);

describe('contrast', () => {
  it('puts luminance between black and white', () => {
    expect(relativeLuminance('#000000')).toBe(0);
    expect(relativeLuminance('#ffffff')).toBeCloseTo(1, 10);
    // The weights of the three channels, from the definition.
    expect(relativeLuminance('#ff0000')).toBeCloseTo(0.2126, 10);
    expect(relativeLuminance('#00ff00')).toBeCloseTo(0.7152, 10);
    expect(relativeLuminance('#0000ff')).toBeCloseTo(0.0722, 10);
  });

  it('reads the short form as the long one, in either case', () => {
    expect(relativeLuminance('#3Ac')).toBe(relativeLuminance('#33aacc'));
  });

  it('knows the ratios everybody knows', () => {
    expect(contrastRatio('#000', '#fff')).toBeCloseTo(21, 10);
    expect(contrastRatio('#777', '#fff')).toBeCloseTo(4.478, 3);
    expect(contrastRatio('#767676', '#fff')).toBeCloseTo(4.542, 3);
    expect(contrastRatio('#fff', '#767676')).toBe(contrastRatio('#767676', '#fff'));
  });

  it('chooses a text colour that reads on any company colour (WCAG 2.2 SC 1.4.3)', () => {
    fc.assert(fc.property(anyColour, (hex) => contrastRatio(hex, readableOn(hex)) >= 4.5));
  });

  it('chooses the better of the two', () => {
    fc.assert(
      fc.property(anyColour, (hex) => {
        const best = Math.max(contrastRatio(hex, '#fff'), contrastRatio(hex, '#000'));
        // The two cross at 4.58; the threshold is rounded, so a hair either side of it is a tie.
        expect(contrastRatio(hex, readableOn(hex))).toBeGreaterThan(best - 0.01);
      }),
    );
  });

  it('is white on deep colours and black on bright ones', () => {
    expect(readableOn('#3a48a6')).toBe('#fff');
    expect(readableOn('#b4532a')).toBe('#fff');
    expect(readableOn('#ffd54a')).toBe('#000');
  });
});
