import { createTheme, DEFAULT_THEME, InputWrapper, type MantineColorsTuple } from '@mantine/core';

/** The one accent: a calm blue, dark enough for white text on it. */
const accent: MantineColorsTuple = [
  '#eef4fa',
  '#dbe7f2',
  '#b5cde3',
  '#8db2d4',
  '#6a9bc7',
  '#5089b9',
  '#3f77a8',
  '#2f5d8a',
  '#264d73',
  '#1c3b5a',
];

/** Greys of the dark look, as cool as its surfaces. */
const dark: MantineColorsTuple = [
  '#d3dae1',
  '#bcc5ce',
  '#93a0ac',
  '#77838f',
  '#3a444e',
  '#303841',
  '#242b32',
  '#1b2026',
  '#14181c',
  '#0e1114',
];

const SYSTEM_FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", sans-serif';

/** The look: system fonts, one accent, soft corners. */
export const theme = createTheme({
  colors: {
    accent,
    dark,
    teal: darkened(DEFAULT_THEME.colors.teal, '#05553d'),
    yellow: darkened(DEFAULT_THEME.colors.yellow, '#6b3c00'),
    red: darkened(DEFAULT_THEME.colors.red, '#a01818'),
  },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: SYSTEM_FONTS,
  // What is not needed says so; what is needed is the rule.
  components: { InputWrapper: InputWrapper.extend({ defaultProps: { withAsterisk: false } }) },
  headings: { fontFamily: SYSTEM_FONTS, fontWeight: '650' },
});

/** The darkest shade is that of text on the lightest one: it must be read without effort. */
function darkened(shades: MantineColorsTuple, darkest: string): MantineColorsTuple {
  return [...shades.slice(0, 9), darkest] as unknown as MantineColorsTuple;
}
