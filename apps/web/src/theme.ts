import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The one accent: links, chosen things and the main action of a screen. */
const pine: MantineColorsTuple = [
  '#e8f3f1',
  '#d2e6e3',
  '#a5cec8',
  '#75b4ac',
  '#4d9e94',
  '#2a857b',
  '#14716a',
  '#0b5d57',
  '#084b46',
  '#053733',
];

const gray: MantineColorsTuple = [
  '#f6f8f8',
  '#eff2f2',
  '#e1e6e6',
  '#ced6d6',
  '#a9b4b5',
  '#848f91',
  '#637073',
  '#4b575a',
  '#333d40',
  '#1b2224',
];

const dark: MantineColorsTuple = [
  '#e4eaea',
  '#b9c3c5',
  '#9aa6a8',
  '#77858a',
  '#3a4548',
  '#2a3336',
  '#1d2427',
  '#14191b',
  '#101416',
  '#0b0e0f',
];

/** Mantine in Steward's colours and type; see the tokens in styles/tokens.css for what is drawn by hand. */
export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  colors: { pine, gray, dark },
  black: '#1b2224',
  autoContrast: true,
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font-text)', fontWeight: '650' },
  defaultRadius: 'sm',
  fontSizes: { xs: '0.75rem', sm: '0.8438rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Mantine's own greys are too pale to be read on our surfaces (WCAG 1.4.3, 1.4.11). */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f6f8f8',
    '--mantine-color-dimmed': '#4b575a',
    '--mantine-color-placeholder': '#637073',
    '--mantine-color-anchor': '#0b5d57',
    '--mantine-color-error': '#a3281e',
    '--mantine-color-default-border': '#848f91',
  },
  dark: {
    '--mantine-color-body': '#14191b',
    '--mantine-color-dimmed': '#a9b5b7',
    '--mantine-color-placeholder': '#9aa6a8',
    '--mantine-color-anchor': '#7fcabf',
    '--mantine-color-error': '#ff9a8d',
    '--mantine-color-default-border': '#77858a',
  },
});
