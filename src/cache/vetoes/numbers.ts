/** Numbers of a question in one form: "10k", "ten thousand" and "10,000" are the same, 5 GB and 5 MB are not. Months and weekdays count as numbers. */

const small = new Map(
  'zero two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, index) => [word, String(index === 0 ? 0 : index + 1)] as const),
);
const larger = new Map(
  Object.entries({
    twenty: '20', thirty: '30', forty: '40', fifty: '50', hundred: '100', thousand: '1000', million: '1000000',
    billion: '1000000000', dozen: '12', second: '2nd', third: '3rd', fourth: '4th', fifth: '5th', double: 'x2', triple: 'x3',
    quarter: '1/4',
  }),
); // prettier-ignore
const dates = new Map(
  Object.entries({
    january: 'jan', february: 'feb', march: 'mar', april: 'apr', june: 'jun', july: 'jul', august: 'aug', september: 'sep',
    october: 'oct', november: 'nov', december: 'dec', monday: 'mon', tuesday: 'tue', wednesday: 'wed', thursday: 'thu',
    friday: 'fri', saturday: 'sat', sunday: 'sun', spring: 'spring', summer: 'summer', autumn: 'autumn', winter: 'winter',
  }),
); // prettier-ignore

const units: Readonly<Record<string, string>> = Object.fromEntries(
  'ms millisecond milliseconds|s sec secs second seconds|min mins minute minutes|h hour hours hr hrs|day days|week weeks|month months|year years|b byte bytes|kb kilobyte kilobytes|mb megabyte megabytes|gb gigabyte gigabytes gig gigs|tb terabyte terabytes|% percent|x times|px pixel pixels|usd dollar dollars|eur euro euros|users user|requests request|rps|qps'
    .split('|')
    .flatMap((line) => {
      const [name = '', ...others] = line.split(' ');
      return [name, ...others].map((word) => [word, name] as const);
    }),
);

const factors: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, bn: 1e9 };
const numberPattern = /\$?\b(?<!\p{L})(v(?:ersion)?\s?)?(\d+(?:[.,:/-]\d+)*)([a-z%]+)?(?:\s?(%|[a-z]+))?/gu;

/** True for a small number that is written out: the numbers are compared by themselves. */
export function isNumberWord(word: string): boolean {
  return small.has(word);
}

function digits(raw: string): string {
  // 2.0 is 2, but 3.10 is not 3.1: only one zero after one point is left out.
  return raw
    .replace(/,(?=\d{3}\b)/g, '')
    .replace(/^0+(?=\d)/, '')
    .replace(/^(\d+)\.0$/, '$1');
}

function readDigits(match: RegExpMatchArray): string {
  const [, , raw = '', attached = '', next = ''] = match;
  const factor = factors[attached];
  const value = factor === undefined ? digits(raw) : String(Number(digits(raw)) * factor);
  const unit = units[attached] ?? (attached === '' || factor !== undefined ? units[next] : attached);
  return `${value}${unit ?? ''}`;
}

/** Every number, version, date and ordinal of a text in lower case, in order of appearance. */
export function readNumbers(text: string): string[] {
  const found: { at: number; value: string }[] = [];
  for (const match of text.matchAll(numberPattern)) found.push({ at: match.index, value: readDigits(match) });
  for (const match of text.matchAll(/\p{L}+/gu)) {
    const value = small.get(match[0]) ?? larger.get(match[0]) ?? dates.get(match[0]);
    if (value !== undefined && (match.index === 0 || !/\d$/.test(text.slice(0, match.index)))) {
      found.push({ at: match.index, value: withUnit(value, text.slice(match.index + match[0].length)) });
    }
  }
  return found.sort((a, b) => a.at - b.at).map((number) => number.value);
}

const counted =
  /^(?:(?:what|which)(?: (?:are|were))?|list|name)(?: (?:the|your|its|their|all))* (two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[2-9]|1[0-2]) (?:\p{L}+[- ]){0,2}?(\p{L}+s)\b/u;

/** The number that counts what is asked for, where the plural would ask for the same: "what are the two phases", with that plural. */
export function readCount(text: string): string | undefined {
  return counted.exec(text)?.[2];
}

function withUnit(value: string, after: string): string {
  const next = /^\s+([a-z%]+)/.exec(after)?.[1];
  return /^\d+$/.test(value) && next !== undefined ? `${value}${units[next] ?? ''}` : value;
}
