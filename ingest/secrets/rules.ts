/** The one rule table of the secrets gate. The earlier rule names the kind where two find the same. */
import { addressRules } from './address-rules.js';
import { codeRules } from './code-rules.js';
import { proseRules } from './prose-rules.js';
import type { SecretRule } from './rule.js';

export const secretRules: readonly SecretRule[] = [...addressRules, ...codeRules, ...proseRules];
