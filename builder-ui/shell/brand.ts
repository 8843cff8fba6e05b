import type { MantineColorsTuple } from '@mantine/core';

type Rgb = readonly [red: number, green: number, blue: number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
/** What text needs on its ground: WCAG AA. */
const AA = 4.5;

export const rgbOf = (hex: string): Rgb => {
  const number = Number.parseInt(hex.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
};

const hexOf = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

const mix = (a: Rgb, b: Rgb, part: number): Rgb => {
  const at = (n: 0 | 1 | 2) => a[n] + (b[n] - a[n]) * part;
  return [at(0), at(1), at(2)];
};

const luminance = (rgb: Rgb): number => {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** WCAG 2: 1 to 21. */
export const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(rgbOf(a)), luminance(rgbOf(b))].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

/** The nearest shade, darker, that carries white text and is text on white. */
const readable = (color: Rgb): Rgb => {
  for (let part = 0; part <= 1; part += 0.02) {
    const shade = mix(color, BLACK, part);
    // A little more than needed: colours are rounded, and light grounds are not all white.
    if (contrast(hexOf(shade), '#f1f4f7') >= AA + 0.1) return shade;
  }
  return BLACK;
};

/** Ten shades of a tenant's colour, light to dark; the eighth is the one that is pressed. */
export const shadesOf = (hex: string): MantineColorsTuple => {
  const base = readable(rgbOf(hex));
  const lighter = [0.92, 0.82, 0.64, 0.46, 0.32, 0.2, 0.1].map((part) => hexOf(mix(base, WHITE, part)));
  const darker = [0, 0.18, 0.36].map((part) => hexOf(mix(base, BLACK, part)));
  return [...lighter, ...darker] as unknown as MantineColorsTuple;
};
