import { createTheme, type MantineColorsTuple } from '@mantine/core';

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
  '#677487',
  '#4c586a',
  '#323c4b',
  '#1c2430',
];

const dark: MantineColorsTuple = [
  '#d5dce6',
  '#aeb8c6',
  '#8793a4',
  '#5c6878',
  '#3a4452',
  '#2b3440',
  '#212933',
  '#181e27',
  '#12171e',
  '#0c1015',
];

/** Our tokens; a tenant's brand replaces primary, radius, logo and font. */
export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 7 },
  colors: { brand, gray, dark },
  fontFamily: 'Inter, "Inter Fallback", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
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
