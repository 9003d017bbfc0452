/**
 * A second set of planted secrets, worded by other templates than planted-secrets.ts and written after the rules: twelve other kinds in prose,
 * tables, code, addresses and over line ends, each inside a harmless document. For tests only.
 */
import { createRandom } from './planted-secrets.js';
import type { PlantedText } from './planted-secrets.js';

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const mixed = lower + lower.toUpperCase() + digits;
const letters = (random: Random, alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('');

const birds = ['Heron', 'Magpie', 'Curlew', 'Bittern', 'Wagtail', 'Plover', 'Siskin', 'Dunlin'];
const things = ['kettle', 'ladder', 'candle', 'anchor', 'saddle', 'button', 'violin', 'hammer'];

function chosenPassword(random: Random): string {
  const bird = pick(random, birds);
  const thing = pick(random, things);
  return pick(random, [
    `${bird}${letters(random, digits, 4)}`,
    `${thing}${pick(random, ['!', '$', '#', '_', '.'])}${bird}${letters(random, digits, 2)}`,
    `${letters(random, digits, 2)}-${thing}-${bird.toLowerCase()}-${letters(random, digits, 1)}`,
    `${thing.replace(/[aeo]/, (letter) => ({ a: '4', e: '3', o: '0' })[letter] ?? letter)}${bird}!`,
    letters(random, mixed, 9) + letters(random, digits, 2) + '?x',
  ]);
}

/** Kind -> a fresh secret. */
const makers: Readonly<Record<string, (random: Random) => string>> = {
  'chosen password': chosenPassword,
  'database password': (random) => chosenPassword(random).replace(/[?#$]/g, '_'),
  'cloud secret': (random) => `${letters(random, mixed, 18)}/7${letters(random, mixed, 19)}q`,
  'github token': (random) => `github_pat_11${letters(random, mixed, 20)}_${letters(random, mixed, 59)}`,
  'sendgrid key': (random) => `SG.${letters(random, mixed, 22)}.${letters(random, mixed, 43)}`,
  'npm token': (random) => `npm_${letters(random, mixed, 36)}`,
  'payment key': (random) => `rk_live_${letters(random, mixed, 24)}`,
  'web token': (random) => {
    const part = (text: string): string => btoa(text).replace(/=+$/, '');
    return `${part('{"alg":"RS256","kid":"k1"}')}.${part(`{"sub":"${letters(random, digits, 9)}"}`)}.${letters(random, `${mixed}-_`, 86)}`;
  },
  'hexadecimal key': (random) => `${letters(random, '0123456789abcdef', 39)}e`,
  'basic credentials': (random) => btoa(`${pick(random, things)}:${chosenPassword(random)}`),
  'uuid key': (random) =>
    [8, 4, 4, 4, 12].map((length) => letters(random, '0123456789abcdef', length)).join('-'),
  'app password': (random) => [1, 2, 3, 4].map(() => letters(random, lower, 4)).join(' '),
};
export const noteKinds = Object.keys(makers);
const passwordKinds = new Set(['chosen password', 'database password']);

function passwordTexts(random: Random, secret: string): Record<string, string> {
  const thing = pick(random, things);
  return {
    prose: pick(random, [
      `To get into the ${thing} cluster you need the password ${secret} and the VPN.`,
      `The router in the lab still answers to its old password, which was ${secret} for years.`,
      `Kim set the database password to "${secret}" during the outage.`,
      `For the demo, sign in as reviewer with ${secret} as the password.`,
      `Credentials: reviewer/${secret} (read only).`,
      `Password for ${thing}: ${secret}`,
    ]),
    table: pick(random, [
      `| machine | account | pwd |\n|:--|:--|:--|\n| ${thing}-01 | ops | ${secret} |\n| ${thing}-02 | ops | see vault |\n`,
      `| what | value |\n| --- | --- |\n| admin user | root |\n| admin password | \`${secret}\` |\n`,
    ]),
    code: pick(random, [
      `\`\`\`ini\n[${thing}]\nuser = ops\npasswd = ${secret}\n\`\`\``,
      `\`\`\`yaml\ndatasource:\n  username: ops\n  password: "${secret}"\n\`\`\``,
      `\`\`\`js\nawait page.fill('#password', '${secret}');\n\`\`\``,
      `\`\`\`sh\nMYSQL_ROOT_PASSWORD=${secret} docker compose up -d\n\`\`\``,
    ]),
    address: pick(random, [
      `mongodb+srv://ops:${secret}@${thing}.example.net/${thing}?retryWrites=true`,
      `wget --user=ops --password=${secret} https://${thing}.example.net/dump.tgz`,
      `https://ops:${secret}@${thing}.example.net/metrics`,
    ]),
    split: pick(random, [
      `The admin password of ${thing} is:\n\n\`\`\`\n${secret}\n\`\`\``,
      `Password:\n${secret}`,
      `- user: ops\n- password:\n  ${secret}`,
    ]),
  };
}

function keyTexts(random: Random, secret: string): Record<string, string> {
  const thing = pick(random, things);
  const cut = Math.floor(secret.length * (0.4 + random() * 0.2));
  const isCuttable = /^(?:github_pat|SG|npm_|rk_)/.test(secret);
  return {
    prose: pick(random, [
      `Note to self: the ${thing} API key ${secret} has to be rolled over.`,
      `My access token for ${thing} used to be ${secret}, it is in the shell history too.`,
      `Somebody pasted the signing secret (${secret}) into the ticket.`,
      `The deploy key of ${thing} is ${secret}.`,
    ]),
    table: pick(random, [
      `| vendor | plan | api key |\n|---|---|---|\n| ${thing} | free | ${secret} |\n`,
      `| variable | value |\n|---|---|\n| REGION | eu |\n| ${thing.toUpperCase()}_TOKEN | ${secret} |\n`,
    ]),
    code: pick(random, [
      `\`\`\`python\nclient = ${thing}.Client(api_key="${secret}", timeout=5)\n\`\`\``,
      `\`\`\`json\n{ "${thing}": { "accessToken": "${secret}" } }\n\`\`\``,
      `\`\`\`env\n${thing.toUpperCase()}_API_KEY=${secret}\n\`\`\``,
      `\`\`\`go\nreq.Header.Set("Authorization", "Bearer ${secret}")\n\`\`\``,
    ]),
    address: pick(random, [
      `https://${thing}.example.net/v1/export?api_key=${secret}&format=json`,
      `curl -X POST https://${thing}.example.net/v1/run -H "X-Auth-Token: ${secret}"`,
      `git clone https://oauth2:${secret}@${thing}.example.net/team/site.git`,
    ]),
    split: isCuttable
      ? `token: ${secret.slice(0, cut)}\n${secret.slice(cut)}`
      : pick(random, [`The secret key is:\n${secret}`, `apiKey:\n    "${secret}"\nretries: 3`]),
  };
}

const appPasswordTexts = (random: Random, secret: string): Record<string, string> => ({
  prose: `Mail goes out through an app password, ${secret}, because the account has two factors.`,
  table: `| use | app password |\n|---|---|\n| mailer | ${secret} |\n`,
  code: `\`\`\`yaml\nsmtp:\n  password: "${secret}"\n\`\`\``,
  address: `swaks --server smtp.example.net --auth-user ops --auth-password "${secret}"`,
  split: `The ${pick(random, ['Google', 'mail'])} app password is:\n${secret}`,
});

/** `count` texts, kinds and contexts in turn. The same seed gives the same texts. */
export function plantNotes(count: number, seed: number): PlantedText[] {
  const random = createRandom(seed);
  const contexts = ['prose', 'table', 'code', 'address', 'split'];
  return Array.from({ length: count }, (_, index): PlantedText => {
    const kind = noteKinds[index % noteKinds.length] ?? '';
    const context = contexts[Math.floor(index / noteKinds.length) % contexts.length] ?? '';
    const secret = makers[kind]?.(random) ?? '';
    const texts = passwordKinds.has(kind)
      ? passwordTexts(random, secret)
      : kind === 'app password'
        ? appPasswordTexts(random, secret)
        : keyTexts(random, secret);
    return { kind, context, secret, text: texts[context] ?? '' };
  });
}
