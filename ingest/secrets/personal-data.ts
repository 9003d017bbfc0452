/** Numbers of cards and accounts, which are always masked, and personal data, which are masked when the owner wants it. Page-safe. */
import type { Finding } from './finding.js';

const cardNumber =
  /(?<![\w.,-])(?:\d{12,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{4,5})(?![\w-]|[.,]\d)/g;
const accountNumber = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]){11,30}(?![A-Za-z0-9])/g;
/** First digits and lengths of the card schemes in use. */
const cardScheme =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|62\d{14,17}|(?:50|5[6-9]|6[0-9])\d{10,17})$/;

/** Check digit of ISO/IEC 7812. */
export function hasLuhnDigit(digits: string): boolean {
  let sum = 0;
  [...digits].reverse().forEach((character, index) => {
    const digit = Number(character) * (index % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  });
  return sum % 10 === 0;
}

/** Check digits of ISO 13616: the rearranged number leaves 1 when it is divided by 97. */
export function hasIbanDigits(iban: string): boolean {
  if (iban.length < 15 || iban.length > 34) return false;
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Payment cards and bank accounts whose check digits are right. */
export function findNumbers(text: string): Finding[] {
  const found: Finding[] = [];
  for (const { 0: value, index } of text.matchAll(cardNumber)) {
    const digits = value.replace(/[ -]/g, '');
    if (cardScheme.test(digits) && hasLuhnDigit(digits) && !/^(\d)\1+$/.test(digits))
      found.push({ start: index, end: index + value.length, kind: 'card number' });
  }
  for (const { 0: value, index } of text.matchAll(accountNumber)) {
    // What follows in capitals may have been taken along: the longest beginning whose check digits are right.
    for (let end = value.length; end >= 15; end--) {
      const iban = value.slice(0, end).replace(/ /g, '');
      if (value.charAt(end - 1) === ' ' || !hasIbanDigits(iban)) continue;
      found.push({ start: index, end: index + end, kind: 'bank account' });
      break;
    }
  }
  return found;
}

const emailAddress =
  /(?<![\w.+%@/-])[A-Za-z0-9][\w.+%-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24}(?![\w@-]|\.\w|:\d|\/\w)/g;
const phoneNumber =
  /(?<![\w.+/-])(?:\+\d{1,3}[ .-]?(?:\(0?\d{1,4}\)[ .-]?)?\d{1,5}(?:[ .-]?\d{2,5}){1,5}|\(\d{2,5}\)[ .-]?\d{3,5}(?:[ .-]\d{2,5}){1,3}|\d{3}[.-]\d{3}[.-]\d{4}|0\d{1,4}[ /-]\d{3,5}(?:[ -]\d{2,5}){1,3}|0\d{2,4}[ /-]\d{6,8})(?![\w]|[.-]\d)/g;
const spokenPhone =
  /\b(?:phone|tel(?:ephone)?|mobile|cell|fax|handy|whatsapp|call me (?:at|on))\b[ \t]{0,2}(?:number|no\.?)?[ \t]{0,2}(?:is|:|=|at|on)?[ \t]{0,3}(?<value>\+?[\d(][\d ()./-]{5,20}\d)/gi;
const streetWord =
  'street|st\\.|road|rd\\.|avenue|ave\\.?|lane|ln\\.|drive|dr\\.|boulevard|blvd\\.?|square|court|terrace|crescent|close|way|place|gardens|parkway|highway';
const streetAddress = new RegExp(
  `(?<![\\w.-])\\d{1,5}[a-z]?,?[ \\t]{1,2}(?:[A-Z][\\w'’.-]{1,25}[ \\t]{1,2}){1,4}(?:${streetWord.replace(/\b([a-z])/g, (letter) => `[${letter.toUpperCase()}${letter}]`)})(?![A-Za-z])(?:[ \\t]{0,2},?[ \\t]{1,2}(?:Apt|Apartment|Suite|Unit|Flat)\\.?[ \\t]{0,2}#?[\\w-]{1,6})?(?:,[ \\t]{1,2}[A-Z][\\p{L}.' -]{1,30}){0,2}(?:,?[ \\t]{1,2}(?:[A-Z]{2}[ \\t]{1,2})?(?:\\d{5}(?:-\\d{4})?|[A-Z]{1,2}\\d[A-Z\\d]?[ ]?\\d[A-Z]{2}))?`,
  'gu',
);
const germanAddress =
  /(?<![\p{L}\d])\p{Lu}[\p{L}.-]{1,30}(?:straße|strasse|str\.|weg|gasse|allee|platz|ring|ufer|damm)[ \t]{1,2}\d{1,4}[a-z]?(?:,?[ \t]{1,2}(?:D-)?\d{5}[ \t]{1,2}\p{Lu}[\p{L}-]{1,30})?/gu;
const privateNetwork =
  /(?<![\d.])(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?![\d.]\d|\/\d|\d)/g;

/** Kinds of findings that are no secrets: masked because the owner wants it, not because somebody made a mistake. */
export const personalKinds: ReadonlySet<string> = new Set([
  'e-mail address',
  'phone number',
  'postal address',
  'private network address',
]);

/** Mail addresses of programs and examples stand for nobody. */
const nobody =
  /^(?:git|noreply|no-reply|user|username|me|you|someone|name|root|postgres)@|@(?:example|test|localhost|domain)\b|\.(?:test|example|invalid|local|internal)$|@\d+x\.\w+$/i;

/** Form in which a contact is compared: small letters, digits of a phone number only. */
export function contactKey(value: string): string {
  return value.includes('@') ? value.toLowerCase() : value.replace(/\D/g, '').replace(/^00/, '');
}

/** Addresses and phone numbers that are not among the kept ones. `kept` holds `contactKey`s. */
export function findPersonalData(text: string, kept: ReadonlySet<string>): Finding[] {
  const found: Finding[] = [];
  const add = (kind: string, start: number, value: string): void => {
    if (!kept.has(contactKey(value))) found.push({ start, end: start + value.length, kind });
  };
  for (const { 0: value, index } of text.matchAll(emailAddress))
    if (!nobody.test(value)) add('e-mail address', index, value);
  for (const { 0: value, index } of text.matchAll(phoneNumber)) {
    const digits = value.replace(/\D/g, '').length;
    if (digits >= 8 && digits <= 15) add('phone number', index, value);
  }
  for (const match of text.matchAll(spokenPhone)) {
    const value = match.groups?.['value'] ?? '';
    if (value.replace(/\D/g, '').length >= 7)
      add('phone number', match.index + match[0].length - value.length, value);
  }
  for (const pattern of [streetAddress, germanAddress])
    for (const { 0: value, index } of text.matchAll(pattern)) add('postal address', index, value);
  for (const { 0: value, index } of text.matchAll(privateNetwork))
    add('private network address', index, value);
  return found;
}
