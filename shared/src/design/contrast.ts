/**
 * How bright an sRGB colour looks, 0 (black) to 1 (white): WCAG 2.2 "relative luminance".
 * `hex` is `#rgb` or `#rrggbb`; anything else answers NaN (the protocol has validated it before it gets here).
 */
export const relativeLuminance = (hex: string): number => {
  const digits = hex.length < 5 ? hex.replace(/\w/g, '$&$&') : hex;
  const linear = (at: number): number => {
    const channel = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
};

/** 1 (same) to 21 (black on white), in either order: WCAG 2.2 "contrast ratio". Text needs 4.5, controls 3. */
export const contrastRatio = (a: string, b: string): number => {
  const x = relativeLuminance(a) + 0.05;
  const y = relativeLuminance(b) + 0.05;
  return x > y ? x / y : y / x;
};

/**
 * The text colour to put on a company's own colour. One of the two always reaches 4.5:1, which is why the dark one is
 * pure black: with a softer #111 the colours in the middle (around #757575) reach it with neither.
 */
export const readableOn = (hex: string): '#fff' | '#000' =>
  relativeLuminance(hex) > 0.1791 ? '#000' : '#fff';
