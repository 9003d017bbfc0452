/** Makes texts with known secrets in them, by seed: twelve kinds in prose, tables, code, URLs and over two lines. For tests only. */

export interface PlantedText {
  readonly kind: string;
  readonly context: string;
  readonly secret: string;
  readonly text: string;
}

/** Small seeded generator (mulberry32): numbers in [0, 1). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const digits = '0123456789';
const hex = `${digits}abcdef`;
const letters = 'abcdefghijklmnopqrstuvwxyz';
const mixed = letters + letters.toUpperCase() + digits;

const humanWords = [
  'Tulip',
  'marmot',
  'Granite',
  'ferry',
  'Copper',
  'walnut',
  'Orbit',
  'pepper',
  'Saddle',
  'lantern',
];
const places = [
  'staging',
  'the old wiki',
  'our printer',
  'the analytics box',
  'production',
  'the demo tenant',
];

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const letterString = (random: Random, alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('');

function humanPassword(random: Random): string {
  const sign = pick(random, ['!', '#', '%', '@', '$', '&', '*']);
  return pick(random, [
    pick(random, humanWords) + sign + letterString(random, digits, 4),
    letterString(random, digits, 2) +
      pick(random, humanWords) +
      pick(random, humanWords) +
      sign +
      letterString(random, digits, 1),
    pick(random, humanWords).replace('a', '4').replace('e', '3') + letterString(random, digits, 3),
    letterString(random, mixed, 10) + letterString(random, digits, 2),
  ]);
}

/** Kind -> a fresh secret of it. Formats that rules match by prefix are here with their real lengths. */
const makers: Readonly<Record<string, (random: Random) => string>> = {
  aws: (random) => `AKIA${letterString(random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
  github: (random) => pick(random, ['ghp_', 'gho_', 'ghs_']) + letterString(random, mixed, 36),
  stripe: (random) => `sk_live_${letterString(random, mixed, 24)}`,
  slack: (random) =>
    `xoxb-${letterString(random, digits, 11)}-${letterString(random, digits, 12)}-${letterString(random, mixed, 24)}`,
  google: (random) => `AIza${letterString(random, `${mixed}_-`, 34)}7`,
  openai: (random) => `sk-proj-${letterString(random, mixed, 48)}`,
  gitlab: (random) => `glpat-${letterString(random, mixed, 19)}4`,
  jwt: (random) =>
    `eyJhbGciOiJIUzI1NiJ9.eyJ${letterString(random, mixed, 40)}.${letterString(random, `${mixed}_-`, 43)}`,
  hexkey: (random) => `7${letterString(random, hex, 31)}`,
  base64key: (random) => `${letterString(random, mixed, 19)}9${letterString(random, mixed, 19)}4Q=`,
  password: humanPassword,
  databasepassword: humanPassword,
};
export const secretKinds = Object.keys(makers);

const isKeyKind = (kind: string): boolean => kind !== 'password' && kind !== 'databasepassword';

function keyTexts(random: Random, secret: string): Record<string, string> {
  const place = pick(random, places);
  const half = 8 + Math.floor(random() * Math.max(1, secret.length - 16));
  return {
    prose: pick(random, [
      `For ${place} we generated a fresh API key, namely ${secret}, and rotated it in May.`,
      `I pasted the access token ${secret} into the settings page of ${place}.`,
      `Remember: the secret for ${place} is ${secret}.`,
      `Ask Robin before using the key (${secret}) on ${place}.`,
    ]),
    table: pick(random, [
      `| Where | Owner | API key |\n|---|---|---|\n| ${place} | Kim | ${secret} |\n`,
      `Name | Token\n:--- | ---:\n${place} | \`${secret}\`\n`,
    ]),
    code: pick(random, [
      `\`\`\`js\nconst client = connect({ region: 'eu', apiKey: '${secret}' });\n\`\`\``,
      `\`\`\`yaml\nservices:\n  api:\n    environment:\n      - SERVICE_TOKEN=${secret}\n\`\`\``,
      `\`\`\`python\nheaders = {"X-Api-Key": "${secret}"}\n\`\`\``,
      `\`\`\`sh\nexport PAYMENTS_SECRET_KEY="${secret}"\n\`\`\``,
      `\`\`\`toml\n[auth]\nclient_secret = "${secret}"\n\`\`\``,
    ]),
    url: pick(random, [
      `See https://api.internal.test/v2/report?format=csv&access_token=${secret}&page=2 for the export.`,
      `curl -s -H "Authorization: Bearer ${secret}" https://api.internal.test/me`,
      `Fetch <https://maps.test/tiles?key=${secret}> once.`,
    ]),
    split: pick(random, [
      `The API key of ${place} is\n${secret}`,
      `api_key:\n  ${secret}\nregion: eu`,
      /^(?:AKIA|gh|sk|xox|AIza|glpat|eyJ)/.test(secret)
        ? `Token: ${secret.slice(0, half)}\n${secret.slice(half)}`
        : `export API_TOKEN=\\\n  ${secret}`,
    ]),
  };
}

function passwordTexts(random: Random, secret: string): Record<string, string> {
  const place = pick(random, places);
  return {
    prose: pick(random, [
      `The password for ${place} is ${secret}, please do not share it.`,
      `Log in as deploy with password ${secret} and restart the worker.`,
      `We changed the admin passphrase to "${secret}" last week.`,
      `My pwd there: ${secret}`,
      `Credentials for ${place}: deploy / ${secret}`,
    ]),
    table: `| Host | User | Password |\n| --- | --- | --- |\n| db1 | app | ${secret} |\n| db2 | app | <ask Kim> |\n`,
    code: pick(random, [
      `\`\`\`\nDB_HOST=localhost\nDB_PASSWORD=${secret}\n\`\`\``,
      `\`\`\`json\n{ "user": "app", "password": "${secret}" }\n\`\`\``,
      `\`\`\`sql\nALTER USER app IDENTIFIED BY '${secret}';\n\`\`\``,
      `\`\`\`ruby\nconfig.smtp_password = '${secret}'\n\`\`\``,
    ]),
    url: pick(random, [
      `postgres://app:${secret.replace(/[@/#%&]/g, '-')}@db.internal.test:5432/shop`,
      `redis://:${secret.replace(/[@/#%&]/g, '-')}@cache.internal.test/0`,
      `curl -u deploy:${secret} https://registry.internal.test/v2/`,
    ]),
    split: pick(random, [`The password of ${place} is\n${secret}`, `password:\n  ${secret}\nport: 5432`]),
  };
}

/** `count` texts, kinds and contexts in turn. The same seed gives the same texts. */
export function plantSecrets(count: number, seed: number): PlantedText[] {
  const random = createRandom(seed);
  const contexts = ['prose', 'table', 'code', 'url', 'split'];
  return Array.from({ length: count }, (_, index): PlantedText => {
    const kind = secretKinds[index % secretKinds.length] ?? 'password';
    const context = contexts[Math.floor(index / secretKinds.length) % contexts.length] ?? 'prose';
    const made = makers[kind]?.(random) ?? '';
    const text = (isKeyKind(kind) ? keyTexts : passwordTexts)(random, made)[context] ?? '';
    const cleaned = made.replace(/[@/#%&]/g, '-');
    return { kind, context, text, secret: text.includes(made) || context === 'split' ? made : cleaned };
  });
}
