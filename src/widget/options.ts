/** What an owner may set, by data attributes or in JavaScript: one table of rules for both, applied inside the frame: the loader stays small. */
import { parseColour } from './colour.js';

export const languages = ['en', 'ar'] as const;
export type Language = (typeof languages)[number];

export interface ChatOptions {
  /** Name in the header and of the frame. */
  readonly title?: string;
  /** First sentence that a visitor reads. */
  readonly greeting?: string;
  /** Questions to start with; `|` separates them in an attribute. Default: the service's own. */
  readonly suggestions?: readonly string[];
  /** `#rrggbb`; text on it and of it is kept readable. */
  readonly accent?: string;
  readonly position?: 'right' | 'left';
  readonly theme?: 'light' | 'dark' | 'auto';
  readonly language?: Language;
  /** Text on the launcher. */
  readonly label?: string;
  /** Opens with the page, without taking the focus. */
  readonly open?: boolean;
  /** One sentence under the question field. */
  readonly privacy?: string;
  /** One or two letters, an emoji, or an image: a `data:` address, or one on the service or on an allowed origin. */
  readonly avatar?: string;
  /** `https:` or `mailto:` address that "not documented" answers offer. */
  readonly contact?: string;
  /** Tells the conversations of several chats on one page apart. */
  readonly name?: string;
}

type Rule = readonly [read: (value: unknown) => unknown, expected: string];

const text = (limit: number): Rule => [
  (value) => (typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, limit) : undefined),
  'some text',
];
const oneOf = (...names: readonly string[]): Rule => [
  (value) => names.find((name) => name === value),
  names.join(', '),
];

const rules: Record<keyof ChatOptions, Rule> = {
  title: text(60),
  greeting: text(300),
  suggestions: [readSuggestions, 'questions separated by |'],
  accent: [(value) => (parseColour(value) === undefined ? undefined : value), 'a colour like #2f6f4f'],
  position: oneOf('right', 'left'),
  theme: oneOf('light', 'dark', 'auto'),
  language: [readLanguage, languages.join(', ')],
  label: text(30),
  open: [
    (value) => (value === true || value === '' || value === 'true' ? true : isOff(value) ? false : undefined),
    'true or false',
  ],
  privacy: text(300),
  avatar: text(100_000),
  contact: [readContact, 'an https: or mailto: address'],
  name: text(40),
};

/** The options that are usable, and one line for each that is not. Unknown keys are left alone: scripts carry other data, too. */
export function readOptions(raw: Readonly<Record<string, unknown>>): {
  options: ChatOptions;
  problems: string[];
} {
  const options: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [key, [read, expected]] of Object.entries(rules)) {
    const given = raw[key];
    if (given === undefined || given === null) continue;
    const value = read(given);
    if (value === undefined)
      problems.push(`${key}=${JSON.stringify(given)?.slice(0, 60)} is ignored: ${expected} is expected`);
    else options[key] = value;
  }
  return { options, problems };
}

function isOff(value: unknown): boolean {
  return value === false || value === 'false';
}

function readSuggestions(value: unknown): string[] | undefined {
  const list: unknown[] | undefined =
    typeof value === 'string' ? value.split('|') : Array.isArray(value) ? value : undefined;
  return list
    ?.filter((one): one is string => typeof one === 'string')
    .map((one) => one.trim().slice(0, 200))
    .filter((one) => one !== '')
    .slice(0, 6);
}

/** `ar-EG` means `ar`. */
function readLanguage(value: unknown): Language | undefined {
  return languages.find((known) => String(value).toLowerCase().split('-')[0] === known);
}

function readContact(value: unknown): string | undefined {
  return typeof value === 'string' && /^(https?:\/\/|mailto:)\S+$/i.test(value) ? value : undefined;
}
