import {
  createTheme,
  DEFAULT_THEME,
  type MantineColorsTuple,
  type MantineThemeOverride,
  mergeThemeOverrides,
} from '@mantine/core';
import { useMemo } from 'react';
import type { Brand, BrandFont } from './settings/tenant-api.ts';
import { shadesOf } from './shell/brand.ts';
import { useTenant } from './shell/tenant.ts';
import { useTexts } from './texts/texts.ts';

const brand: MantineColorsTuple = [
  '#e6f6f3',
  '#cdeae4',
  '#9ad5c9',
  '#64c0ad',
  '#3aae96',
  '#1f9d86',
  '#0e8a75',
  '#067260',
  '#045c4e',
  '#02463b',
];

/** Greys with a slight blue. */
const gray: MantineColorsTuple = [
  '#f7f9fb',
  '#eff2f6',
  '#e6ebf0',
  '#dae0e8',
  '#cdd5df',
  '#8b97a8',
  '#5c697b',
  '#4c586a',
  '#323c4b',
  '#1c2430',
];

const dark: MantineColorsTuple = [
  '#d5dce6',
  '#aeb8c6',
  '#8f9bac',
  '#5c6878',
  '#3a4452',
  '#2b3440',
  '#212933',
  '#181e27',
  '#12171e',
  '#0c1015',
];

/** Mantine's, with a filled button whose white letters can be read. */
const red: MantineColorsTuple = [
  ...(DEFAULT_THEME.colors.red.slice(0, 7) as [string, string, string, string, string, string, string]),
  '#c92a2a',
  '#b02525',
  '#961f1f',
];

/** Mantine's, with a light badge whose letters can be read. */
const yellow: MantineColorsTuple = [
  ...(DEFAULT_THEME.colors.yellow.slice(0, 8) as [string, string, string, string, string, string, string, string]),
  '#a15c00',
  '#7d4200',
];

const SYSTEM = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** None of them is fetched from elsewhere. */
export const FONTS: Record<BrandFont, string> = {
  inter: `Inter, "Inter Fallback", ${SYSTEM}`,
  system: SYSTEM,
  rounded: `ui-rounded, "SF Pro Rounded", "Hiragino Maru Gothic ProN", Quicksand, Nunito, ${SYSTEM}`,
  serif: 'ui-serif, Charter, "Bitstream Charter", Georgia, Cambria, serif',
};

/** Our tokens; a tenant's brand replaces primary, radius, logo and font. */
const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 7 },
  colors: { brand, gray, dark, red, yellow },
  fontFamily: FONTS.inter,
  fontFamilyMonospace: '"JetBrains Mono", ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '22px' }, h2: { fontSize: '17px' }, h3: { fontSize: '14px' } },
  },
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 350, withinPortal: true } },
    Modal: { defaultProps: { centered: true, radius: 12 }, styles: { title: { fontSize: 16, fontWeight: 640 } } },
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
  },
});

/** Ours, with what a tenant's brand replaces (docs/decisions/630). */
export const themeOf = ({ primary, radius, font }: Brand): MantineThemeOverride =>
  mergeThemeOverrides(theme, {
    ...(primary === undefined ? {} : { colors: { brand: shadesOf(primary) } }),
    ...(radius === undefined ? {} : { defaultRadius: radius }),
    ...(font === undefined ? {} : { fontFamily: FONTS[font], headings: { fontFamily: FONTS[font] } }),
  });

const OURS: Brand = {};

/** Dialogs and toasts close by a button with a name, and a dialog's head is none of the page's. */
const namesIn = (close: string, eye: string): MantineThemeOverride => {
  const defaultProps = { closeButtonProps: { 'aria-label': close }, attributes: { header: { role: 'none' } } };
  const named = { defaultProps: { closeButtonProps: { 'aria-label': close } } };
  const PasswordInput = { defaultProps: { visibilityToggleButtonProps: { 'aria-label': eye } } };
  return { components: { Modal: { defaultProps }, Drawer: { defaultProps }, Notification: named, PasswordInput } };
};

export const useTheme = (): MantineThemeOverride => {
  const brand = useTenant()?.brand ?? OURS;
  const { close, showPassword } = useTexts().common;
  return useMemo(() => mergeThemeOverrides(themeOf(brand), namesIn(close, showPassword)), [brand, close, showPassword]);
};
