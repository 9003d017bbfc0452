/** What a rule of the secrets gate is, and the words that rules look for. Page-safe. */
import { isPasswordLike, isRandomLooking, isUuid } from './secret-likeness.js';

export interface SecretRule {
  /** What the report and the mask say. */
  readonly kind: string;
  /** Lower case; the rule is tried only on a text that holds one of them. */
  readonly hints: readonly string[];
  /** Global, with a named group `value`; everything else of the match stays. Bounded and without nested quantifiers: linear. */
  readonly pattern: RegExp;
  /** `match` is the match up to the end of the value, for the words around it. */
  readonly accepts: (value: string, match: string) => boolean;
}

export const passwordName =
  'pass(?:word|wd|phrase|code)|passw|pwd|kennwort|passwort|contraseña|mot de passe|wachtwoord|senha';
export const secretName = `${passwordName}|secret|token|api[_ -]?key|apikey|access[_ -]?key|private[_ -]?key|signing[_ -]?key|encryption[_ -]?key|master[_ -]?key|account[_ -]?key|auth[_ -]?key|shared[_ -]?key|secret[_ -]?key|licen[cs]e[_ -]?key|product[_ -]?key|deploy[_ -]?key|psk|community[_ -]string|credentials?`;
export const quote = `["'\`“”‘’]`;
// Up to two line breaks may lie between a name and its value, and the fence of a code block.
export const gap =
  '[ \\t]{0,8}(?:\\\\?\\n[ \\t>|]{0,12}){0,2}(?:(?:```|~~~)[a-z]{0,12}\\n[ \\t]{0,12})?(?:[-*][ \\t])?';

/** Hints of every rule that looks for `secretName`. */
export const passwordHints = ['pass', 'pwd', 'kennwort', 'contrase', 'mot de', 'wachtwoord', 'senha'];
export const secretHints = [...passwordHints, 'secret', 'token', 'key', 'psk', 'communit', 'credential'];

export const isSecretish = (value: string): boolean =>
  isPasswordLike(value) || isRandomLooking(value) || isUuid(value);
