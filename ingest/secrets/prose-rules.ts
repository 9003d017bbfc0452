/** Secrets told in sentences: a name, some words, a connecting word and a value, or the value first. */
import { gap, isSecretish, passwordHints, passwordName, quote, secretHints, secretName } from './rule.js';
import type { SecretRule } from './rule.js';
import {
  isMixedPassphrase,
  isPassphrase,
  isPasswordLike,
  isQuotedPassword,
  isStrongPassword,
} from './secret-likeness.js';

const words = (most: number): string =>
  `(?:[ \\t]{1,3}(?!is\\b|was\\b|are\\b)[\\w'’./@-]{0,29}[\\w'’/@-]){0,${most}}`;
const connecting =
  '(?:is|was|are|were|be|became|remains|stays|reads|equals|currently|now|still|set|reset|changed|to|lautet|ist|war|heißt|est|es|era|é)';
const filling =
  '(?:still|now|set|currently|just|simply|always|to|be|changed|reset|temporarily|actually|literally|probably|as|follows|this|the|one|following)';
const endsQuoted = (match: string, value: string): boolean =>
  /["'`“‘*]$/.test(match.slice(0, match.length - value.length));
const loginHints = [
  'login',
  'log in',
  'log-in',
  'logged in',
  'sign in',
  'signed in',
  'logon',
  'credential',
  'account',
  'user',
  'admin',
  'zugang',
  'root',
];

/** What follows a name without a connecting word needs more of a password than letters and a digit, unless it is in quotes. */
function isDirectValue(value: string, match: string): boolean {
  return endsQuoted(match, value)
    ? isPasswordLike(value)
    : isPasswordLike(value) &&
        (/[!@#$%^&*?~]/.test(value.slice(0, -1)) ||
          /\d{2,}$|\d.*[A-Z]|[A-Z].*\d|^\w+(?:-\w+){2,}$/.test(value)) &&
        !/[()/]|^[A-Z\d-]+$/.test(value);
}

/** Digits or words run together: a password only right after "is". */
const isChosenName = (value: string): boolean =>
  /^\d{6,12}$/.test(value) || /^[A-Z][a-z]{2,}(?:[A-Z][a-z]{2,}){1,4}$/.test(value);

export const proseRules: readonly SecretRule[] = [
  {
    // My password there: value
    kind: 'password',
    hints: [...passwordHints, 'pw'],
    pattern: new RegExp(
      `\\b(?:${passwordName}|pass|pw)s?\\b(?:[ \\t]{1,3}[\\w'’./()@-]{1,30}){1,6}[ \\t]{0,2}:${gap}(?:\\*\\*)?${quote}?(?<value>[^\\s"'\`“”<>|]{5,200})`,
      'gi',
    ),
    accepts: isPasswordLike,
  },
  {
    // The password (for the staging database) is hunter2 / was changed to "hunter2".
    kind: 'password',
    hints: [...passwordHints, 'login', 'log-in', 'credential', 'pw', 'zugangsdaten'],
    pattern: new RegExp(
      `\\b(?:${passwordName}|pass(?=[ \\t](?:is|was)\\b)|pw|login|log-in|credentials?|zugangsdaten)s?\\b(?:[ \\t]?\\([^)\\n]{1,60}\\))?${words(6)}(?:,|,? (?:which|that))?(?:\\s{1,12}${connecting}|['’]s)(?:\\s{1,12}${filling}){0,3}(?:\\s{1,12}|:\\s{0,12}(?:(?:\`\`\`|~~~)[a-z]{0,12}\\n)?[ \\t>]{0,12})(?:\\*\\*)?${quote}?(?<value>[^\\s"'\`“”<>|]{4,200})`,
      'gi',
    ),
    accepts: (value, match) =>
      endsQuoted(match, value)
        ? isQuotedPassword(value)
        : isPasswordLike(value) ||
          (/\b(?:is|was):?\s+$/.test(match.slice(0, -value.length)) && isChosenName(value)),
  },
  {
    // A heading that names a password, and under it a block of code with one word in it.
    kind: 'password',
    hints: passwordHints,
    pattern: new RegExp(
      `(?:^|\\n)(?:#{1,6}[ \\t]|\\*\\*)[^\\n]{0,60}\\b(?:${passwordName})s?(?:\\*\\*)?:?[ \\t]{0,4}\\n\\s{0,4}(?:\`\`\`|~~~)[a-z]{0,12}\\n(?<value>[^\\s"'\`]{5,200})(?=\\n(?:\`\`\`|~~~))`,
      'gi',
    ),
    accepts: isPasswordLike,
  },
  {
    // The passphrase is "correct horse battery staple".
    kind: 'passphrase',
    hints: [...passwordHints, 'phrase', 'mnemonic', 'seed'],
    pattern: new RegExp(
      `\\b(?:${passwordName}|(?:seed|recovery|secret|backup|wallet)[ -](?:phrase|words?)|mnemonic)\\b${words(6)}(?:[ \\t]{1,3}${connecting}(?:[ \\t]${filling}){0,2})?[ \\t]{0,3}[:=]?${gap}["'\`“‘](?<value>[^"'\`“”\\n]{8,300})["'\`”’]`,
      'gi',
    ),
    accepts: (value) => isPassphrase(value),
  },
  {
    kind: 'passphrase',
    hints: ['phrase', 'mnemonic', 'seed'],
    pattern: new RegExp(
      `\\b(?:passphrase|(?:seed|recovery|secret|backup|wallet)[ -](?:phrase|words?)|mnemonic)\\b${words(6)}(?:[ \\t]{1,3}${connecting}[ \\t]{0,2}:?|[ \\t]{0,3}[:=])${gap}(?<value>[\\p{L}]{2,20}(?:[ -][\\p{L}]{2,20}){3,23})(?=[.,;)\\s]|$)`,
      'giu',
    ),
    accepts: isPassphrase,
  },
  {
    // The passphrase for the lab is copper otter 8gydm ladder
    kind: 'passphrase',
    hints: ['phrase'],
    pattern: new RegExp(
      `\\bpassphrase\\b${words(6)}(?:[ \\t]{1,3}${connecting}[ \\t]{0,2}:?|[ \\t]{0,3}[:=])${gap}(?<value>[\\p{L}\\p{N}]{2,20}(?:[ -][\\p{L}\\p{N}]{2,20}){2,23})(?=[.,;)]|[ \\t]*(?:\\n|$))`,
      'giu',
    ),
    accepts: isMixedPassphrase,
  },
  {
    // Application passwords: four groups of four letters.
    kind: 'password',
    hints: ['pass', 'kennwort'],
    pattern:
      /\b(?:app(?:lication)?[ -]?(?:specific[ -])?|gmail |google |mail |smtp |icloud |apple )(?:pass(?:word|wd)?s?|kennwort)\b[^\n]{0,60}?[\s"'`*:=(](?<value>[a-z]{4}(?:[ -][a-z]{4}){3}|[a-z]{16})(?![A-Za-z])/gi,
    accepts: () => true,
  },
  {
    // the password, hunter2, / the old password (hunter2)
    kind: 'password',
    hints: [...passwordHints, 'pw', 'credential'],
    pattern: new RegExp(
      `\\b(?:${passwordName}|pw|credentials?)s?\\b(?:[ \\t]{1,3}[\\w'’/-]{1,30}){0,4}[ \\t]{0,2}(?:,|\\(|\\[|–|—|-)[ \\t]{0,3}${quote}?(?<value>[^\\s"'\`“”<>|)\\]]{5,200})`,
      'gi',
    ),
    accepts: (value, match) =>
      isDirectValue(value, match) || (isPasswordLike(value) && /^[a-z]+\d{2,}[,.]?$/.test(value)),
  },
  {
    // with password hunter22, the password "hunter2", password of hunter22
    kind: 'password',
    hints: [...passwordHints, 'pw'],
    pattern: new RegExp(
      `\\b(?:${passwordName}|pw)s?(?:[ \\t]{1,3}(?:of|as|like|namely|called|to|with|on|here|then|both|field|prompt))?[ \\t]{1,3}(?:\\*\\*)?${quote}?(?<value>[^\\s"'\`“”<>|]{5,200})`,
      'gi',
    ),
    accepts: isDirectValue,
  },
  {
    // When it asks for a password, enter hunter22!
    kind: 'password',
    hints: passwordHints,
    pattern: new RegExp(
      `\\b(?:${passwordName})\\b[^.\\n]{0,50}?\\b(?:type|typed|enter|entered|use|used|try|tried|paste|supply|give|put|say|choose|chose|pick|picked|say|tell|answer)\\b[ \\t]{1,3}(?:in[ \\t]{1,3})?(?:\\*\\*)?${quote}?(?<value>[^\\s"'\`“”<>|]{5,200})`,
      'gi',
    ),
    accepts: isDirectValue,
  },
  {
    kind: 'access token',
    hints: ['secret', 'token', 'key'],
    pattern: new RegExp(
      `\\b(?:secret|token|(?:api|access|signing|encryption|master|deploy|private|licen[cs]e|account|shared)[ -]?key)s?\\b(?:[ \\t]?\\([^)\\n]{1,60}\\))?${words(6)}(?:,)?(?:\\s{1,12}(?:is|was|are|be|reads|set|to|equals)|['’]s)(?:\\s{1,12}${filling}){0,3}(?:\\s{1,12}|:\\s{0,12}(?:(?:\`\`\`|~~~)[a-z]{0,12}\\n)?[ \\t>]{0,12})(?:\\*\\*)?${quote}?(?<value>[^\\s"'\`“”<>|]{6,400})`,
      'gi',
    ),
    accepts: isSecretish,
  },
  {
    kind: 'PIN',
    hints: ['pin', 'code'],
    pattern:
      /\b(?:PINs?|pin code|pin number|passcode|door code|unlock code|access code|alarm code|gate code|safe code|entry code|Pin|Door code|Alarm code|Access code)\b(?:\s{1,3}(?:for|of|on|to)\s{1,3}[\w' -]{1,40}?)?\s{0,3}(?:is|was|=|:|to)\s{1,3}(?:still\s|now\s)?["'`*]{0,2}(?<value>[#*]?\d{4,10}[#*]?)(?![\w])/g,
    accepts: () => true,
  },
  {
    // Recovery codes: 4f2a-9b1c, 77de-03ab
    kind: 'recovery codes',
    hints: ['code'],
    pattern:
      /\b(?:recovery|backup|2fa|mfa|rescue|emergency|scratch|one-time) codes?\b[^\n:=]{0,60}?(?::|=|are|is)\s{0,4}["'`]?(?<value>(?:[A-Za-z0-9]{3,8}-?[A-Za-z0-9]{2,8}(?:-[A-Za-z0-9]{3,8})?[,;"'`\s*-]{0,6}){1,20})/gi,
    accepts: (value) =>
      value
        .split(/[\s,;"'`*]+/)
        .filter((part) => part !== '')
        .every((part) => /\d/.test(part)),
  },
  {
    kind: 'licence key',
    hints: ['key', 'serial', 'licen'],
    pattern:
      /\b(?:key|serial(?: number)?|licen[cs]e)\b[^\n]{0,40}?(?<![\w-])(?<value>[A-Z0-9]{4,6}(?:-[A-Z0-9]{4,6}){3,7})(?![\w-])/gi,
    accepts: (value) => /\d/.test(value) && /[A-Z]/i.test(value),
  },
  {
    kind: 'one-time password seed',
    hints: ['totp', '2fa', 'mfa', 'authenticator', 'otp'],
    pattern:
      /\b(?:totp|2fa|mfa|authenticator|otp)\b[^\n]{0,60}?[^A-Za-z0-9](?<value>[A-Z2-7]{16,64})(?![A-Za-z0-9])/gi,
    accepts: (value) => /[2-7]/.test(value) && value === value.toUpperCase(),
  },
  {
    // log in with admin / hunter2, credentials admin:hunter2, account kim, hunter22
    kind: 'password',
    hints: loginHints,
    pattern:
      /\b(?:log ?in|log-in|logged in|sign in|signed in|logon|credentials?|zugangsdaten|account|user(?:name)?|admin|root)\b[^\n.|]{0,60}?(?:\s[\w.@-]{2,60}(?:\s\/\s|[/:])|\s(?:and|with)\s(?:the\s)?(?:password|pass|pw)\s)["'`*]{0,2}(?<value>[^\s"'`|,;]{5,100})/gi,
    accepts: (value) =>
      isPasswordLike(value) && /\d|[!@#$%^&*]/.test(value) && !/[/(){}]|:\d|\.\w{2,4}$/.test(value),
  },
  {
    kind: 'password',
    hints: loginHints,
    pattern:
      /\b(?:log ?in|log-in|logged in|sign in|signed in|logon|credentials?|zugangsdaten|account)\b[^\n.|]{0,40}?(?:,|\bwith|\busing|\/|\band|\bPW|\bpass)\s{1,3}["'`*]{0,2}(?<value>[^\s"'`|,;]{6,100})/gi,
    accepts: isStrongPassword,
  },
  {
    // use hunter2 as the password; hunter22 was our admin password; kim:hunter22 are the credentials
    kind: 'password',
    hints: secretHints,
    pattern: new RegExp(
      `(?:^|[\\s(:/])${quote}?(?:[\\w.-]{2,30}:)?(?<value>[^\\s"'\`“”<>|:(]{5,200})${quote}?(?:,)?\\s{1,3}(?:as|for|is|was|are|were|–|—|-|being)\\s{1,3}(?:the|a|an|my|our|its|their|your)?\\s{0,3}(?:[\\w'’-]{1,20}\\s{1,3}){0,3}?(?:${secretName})s?\\b`,
      'gi',
    ),
    accepts: (value) =>
      isPasswordLike(value) && /\d/.test(value) && !/^[\w-]+\/[\w-]+$|^[A-Z\d-]+$|[(){}—–]/.test(value),
  },
];
