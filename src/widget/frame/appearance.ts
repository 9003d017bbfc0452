/** Theme, accent, language and direction of the frame's document, by custom properties and attributes: nothing that a style policy refuses. */
import { inkOn, parseColour, readableOn } from '../colour.js';
import { isRightToLeft } from '../languages/words-of.js';
import type { ChatOptions } from '../options.js';

const defaultAccent = '#1f5f4a';
/** The same as `--tint` in style.css: the darkest and lightest ground that accent text stands on. */
const grounds = { light: '#eef1ee', dark: '#262b29' } as const;

export function applyAppearance(options: ChatOptions, root: HTMLElement = document.documentElement): void {
  const language = options.language ?? 'en';
  root.lang = language;
  root.dir = isRightToLeft(language) ? 'rtl' : 'ltr';
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const wanted = options.theme ?? 'auto';
    const theme = wanted === 'auto' ? (prefersDark.matches ? 'dark' : 'light') : wanted;
    const accent = parseColour(options.accent) ?? parseColour(defaultAccent) ?? [0, 0, 0];
    root.dataset['theme'] = theme;
    root.style.setProperty('--accent', `rgb(${accent.join(' ')})`);
    root.style.setProperty('--on-accent', inkOn(accent));
    root.style.setProperty('--accent-text', readableOn(accent, parseColour(grounds[theme]) ?? [0, 0, 0]));
  };
  prefersDark.addEventListener('change', apply);
  apply();
}
