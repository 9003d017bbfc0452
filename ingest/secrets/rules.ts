/**
 * The one rule table of the secrets gate: where a secret may stand (the pattern, group `value`) and what must hold for it (`accepts`).
 * All quantifiers are bounded and none are nested, so that every pattern is linear. Page-safe.
 */
import { isPasswordLike, isPlaceholder, isRandomLooking, isUuid } from './secret-likeness.js';

export interface SecretRule {
  readonly kind: string;
  /** Global, with a named group `value`; everything else of the match stays. */
  readonly pattern: RegExp;
  /** `match` is the whole match, for the words around the value. */
  readonly accepts: (value: string, match: string) => boolean;
}

const isAnything = (value: string): boolean => value.length >= 3 && !isPlaceholder(value);
const isSecretish = (value: string): boolean =>
  isPasswordLike(value) || isRandomLooking(value) || isUuid(value);

/** A chosen word in quotes: anything that is no placeholder and no sentence. */
const isQuotedPassword = (value: string): boolean =>
  value.length >= 4 &&
  !isPlaceholder(value) &&
  (!/\s/.test(value) || isPasswordLike(value.replace(/\s+/g, '')));

const passwordName = 'pass(?:word|wd|phrase|code)|pwd|kennwort|passwort|contraseña';
const secretName = `${passwordName}|secret|token|api[_ -]?key|apikey|access[_ -]?key|private[_ -]?key|signing[_ -]?key|encryption[_ -]?key|master[_ -]?key|account[_ -]?key|auth[_ -]?key|shared[_ -]?key|secret[_ -]?key|license[_ -]?key|deploy[_ -]?key|credentials?`;
const quote = `["'\`“”‘’]`;
// Up to two line breaks may lie between a name and its value.
const gap = '[ \\t]{0,8}(?:\\\\?\\n[ \\t>|]{0,12})?';

const rules: SecretRule[] = [
  {
    kind: 'private key',
    pattern:
      /(?<value>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){0,20000}(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?)/g,
    accepts: (value) => value.replace(/-----[^-]*-----/g, '').replace(/[\s.…]/g, '').length >= 16,
  },
  {
    kind: 'database password',
    pattern:
      /\b[a-z][a-z0-9+.]{1,24}:\/\/[^\s:@/"'`<>|]{0,100}:\n?[ \t]{0,8}(?<value>[^\s"'`<>|]{1,200})\n?[ \t]{0,8}@[\w.[\]-]/gi,
    accepts: (value) => value.length >= 2 && !isPlaceholder(value) && !value.includes('://'),
  },
  {
    kind: 'database password',
    pattern: /\b[\w.-]{1,60}:(?<value>[^\s@:"'`<>()|]{3,100})@(?:tcp|unix)\(/g,
    accepts: isAnything,
  },
  {
    kind: 'access token',
    pattern: new RegExp(
      `\\b(?:bearer|basic|token|negotiate|digest|apikey)${gap}(?:\\s|\\\\?\\n)${quote}?(?<value>[A-Za-z0-9._~+/=-]{12,2000})`,
      'gi',
    ),
    accepts: (value) => isRandomLooking(value) || (/[=]$/.test(value) && !isPlaceholder(value)),
  },
  {
    kind: 'access token',
    pattern:
      /(?:^|[\s"'`|(])(?:authorization|proxy-authorization|x-[a-z-]{0,30}(?:key|token|secret)|private-token|api-?key|cookie|set-cookie)["']?\s{0,3}:\s{0,3}\\?\n?[ \t]{0,8}["']?(?:(?:bearer|basic|token|apikey)\s{1,3})?(?:[\w.-]{1,40}=)?(?<value>[^\s"'`;|<>]{8,2000})/gi,
    accepts: isSecretish,
  },
  {
    kind: 'token in URL',
    pattern:
      /[?&#;](?:[a-z0-9_-]{0,30}(?:token|key|secret|passw(?:or)?d|pwd|signature|sig|auth|credential|session|sas|jwt)|code)=(?<value>[^&\s"'`<>)|]{6,2000})/gi,
    accepts: (value) => isSecretish(decodeSafely(value)),
  },
  {
    kind: 'webhook address',
    pattern:
      /\bhttps:\/\/(?:hooks\.slack\.com\/(?:services|workflows)|discord(?:app)?\.com\/api\/webhooks|[\w.-]{1,80}\.webhook\.office\.com\/webhookb2|hooks\.zapier\.com\/hooks\/catch|api\.telegram\.org\/bot|maker\.ifttt\.com\/trigger\/\w{1,60}\/with\/key)\/?(?<value>[\w/:@.-]{12,300})/gi,
    accepts: (value) => !isPlaceholder(value),
  },
  {
    kind: 'bot token',
    pattern: /(?<![\w:])(?<value>\d{8,12}:A[\w-]{32,40})(?![\w-])/g,
    accepts: isRandomLooking,
  },
  {
    kind: 'bot token',
    pattern: /(?<![\w.-])(?<value>[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,40})(?![\w.-])/g,
    accepts: isRandomLooking,
  },
  {
    kind: 'API key',
    pattern: /(?<![\w-])(?<value>[0-9a-f]{32}-us\d{1,2})(?![\w-])/g,
    accepts: isRandomLooking,
  },
  {
    kind: 'password',
    pattern: /(?:\s(?:-u|--user|--proxy-user)[ =]{1,3}["']?[^\s:"']{1,80}:)(?<value>[^\s"'`|]{3,200})/g,
    accepts: isAnything,
  },
  {
    kind: 'password',
    pattern:
      /(?:\b(?:sshpass|mysql|mysqldump|mysqladmin|mariadb|redis-cli|docker login|psql|mongosh?|ldapsearch|smbclient|az login|svn|zip|unzip|7z|ansible-vault|htpasswd)\b[^\n|]{0,120}?\s(?:-p|-a|-w|-P|--pass(?:word)?|--requirepass|--auth)[ =]?["']?)(?<value>[^\s"'`|-][^\s"'`|]{3,200})/g,
    accepts: isPasswordLike,
  },
  {
    kind: 'password',
    pattern:
      /\s--?(?:pass(?:word|phrase|wd)?|pwd|secret|token|api-key|access-key|client-secret)(?:=|\s{1,3})["']?(?<value>[^\s"'`|]{4,200})/gi,
    accepts: isSecretish,
  },
  {
    kind: 'database password',
    pattern:
      /\b(?:identified(?: with [\w"'`]{1,40})? by\s{1,3}["']|with(?: encrypted)? password\s{1,3}["']|set password\s{0,2}=\s{0,3}["']|(?:requirepass|masterauth)\s{1,3}["']?)(?<value>[^\s"'`;|]{4,200})/gi,
    accepts: (value) => isAnything(value) && !/^[A-Z_]+$/.test(value),
  },
  {
    kind: 'storage key',
    pattern:
      /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|PrimaryKey)=(?<value>[A-Za-z0-9+/=%&]{20,400})/g,
    accepts: isAnything,
  },
  {
    // KEY="value", "key": "value", key => 'value'
    kind: 'secret value',
    pattern: new RegExp(
      `(?:${secretName}|(?<=[_-])(?:key|pass|auth|pw|salt|pin))[a-z0-9]{0,3}(?:[_-][a-z0-9]{1,20}){0,2}${quote}?\\]?[ \\t]{0,20}(?::=|=>|=|:)${gap}(?:[bru]{1,2})?${quote}(?<value>[^"'\`“”\\n]{3,400})${quote}`,
      'gi',
    ),
    accepts: (value, match) =>
      /pass|pwd|[_-]pw/i.test(match.slice(0, -value.length)) ? isQuotedPassword(value) : isSecretish(value),
  },
  {
    // DB_PASSWORD=value and the like: a name in capitals or with underscores, no spaces around the sign.
    kind: 'secret value',
    pattern:
      /(?<![A-Za-z0-9])(?:[A-Z][A-Z0-9]{0,30}_){0,5}(?:PASS(?:WORD|WD|PHRASE)?|PGPASSWORD|PWD|SECRET|TOKEN|KEY|AUTH|CREDENTIALS?|PIN|SALT)(?:_[A-Z0-9]{1,20}){0,2}\s{0,2}[=:]\s{0,2}\\?\n?[ \t]{0,8}(?<value>[^\s"'`<>|]{4,400})/g,
    accepts: (value, match) =>
      /PASS|PWD/.test(match) && /[=]/.test(match) && !/\s/.test(match)
        ? isAnything(value)
        : isSecretish(value),
  },
  {
    // password: value, api_key = value; without quotes the value itself must look like one.
    kind: 'secret value',
    pattern: new RegExp(
      `(?:${secretName}|(?<=[_-])(?:key|pass|pw)|\\b(?:pass|pw|pin|login))(?:[_-][a-z0-9]{1,20}){0,2}${quote}?\\]?(?:\\*\\*|__)?[ \\t]{0,20}(?::=|=>|==?|:|→|->|–|—)(?:\\*\\*|__)?${gap}(?<value>[^\\s"'\`<>|]{4,400})`,
      'gi',
    ),
    accepts: isSecretish,
  },
  {
    // My password there: value
    kind: 'password',
    pattern: new RegExp(
      `\\b(?:${passwordName}|pass)\\b(?:[ \\t]{1,3}[\\w'’./-]{1,30}){1,6}[ \\t]{0,2}:${gap}(?:\\*\\*)?${quote}?(?<value>[^\\s"'\`“”<>|]{5,200})`,
      'gi',
    ),
    accepts: isPasswordLike,
  },
  {
    // The password (for the staging database) is hunter2 / was changed to "hunter2".
    kind: 'password',
    pattern: new RegExp(
      `\\b(?:${passwordName}|login|log-in|credentials?)\\b(?:[ \\t]{1,3}(?!is\\b|was\\b|are\\b)[\\w'’./-]{1,30}){0,6}(?:,)?\\s{1,12}(?:is|was|are|be|became|remains|stays|reads|currently|now|still|set|reset|changed|to|equals)(?:\\s{1,12}(?:still|now|set|currently|just|simply|always|to|be|changed|reset|temporarily|actually)){0,3}(?:\\s{1,12}|:\\s{0,12})(?:\\*\\*)?(?<open>${quote})?(?<value>[^\\s"'\`“”<>|]{4,200})`,
      'gi',
    ),
    accepts: (value, match) => {
      const before = match.slice(0, match.length - value.length);
      return /["'`“‘]$/.test(before) ? isQuotedPassword(value) : isPasswordLike(value);
    },
  },
  {
    kind: 'access token',
    pattern: new RegExp(
      `\\b(?:secret|token|(?:api|access|signing|encryption|master|deploy|private|license|account|shared)[ -]?key)\\b(?:[ \\t]{1,3}(?!is\\b|was\\b)[\\w'’./-]{1,30}){0,6}(?:,)?\\s{1,12}(?:is|was|are|be|reads|set|to|equals)(?:\\s{1,12}(?:still|now|set|currently|to|changed|just)){0,3}(?:\\s{1,12}|:\\s{0,12})(?:\\*\\*)?${quote}?(?<value>[^\\s"'\`“”<>|]{6,400})`,
      'gi',
    ),
    accepts: isSecretish,
  },
  {
    kind: 'PIN',
    pattern:
      /\b(?:PIN|pin code|passcode|door code|unlock code|access code|alarm code)\b(?:\s{1,3}(?:for|of|on|to)\s{1,3}[\w' -]{1,40}?)?\s{0,3}(?:is|was|=|:|to)\s{1,3}["'`*]{0,2}(?<value>\d{4,10})\b/g,
    accepts: () => true,
  },
  {
    // log in with admin / hunter2, credentials admin:hunter2
    kind: 'password',
    pattern:
      /\b(?:log ?in|log-in|sign in|signed in|logon|credentials?|account|user(?:name)?|admin)\b[^\n.|]{0,60}?(?:\s[\w.@-]{2,60}(?:\s\/\s|[/:])|\s(?:and|with)\s(?:the\s)?(?:password|pass|pw)\s)["'`*]{0,2}(?<value>[^\s"'`|,;]{5,100})/gi,
    accepts: (value) =>
      isPasswordLike(value) && /\d|[!@#$%^&*]/.test(value) && !/[/(){}]|:\d|\.\w{2,4}$/.test(value),
  },
  {
    // use hunter2 as the password
    kind: 'password',
    pattern: new RegExp(
      `(?:^|\\s)${quote}?(?<value>[^\\s"'\`“”<>|]{5,200})${quote}?\\s{1,3}(?:as|for|is|was)\\s{1,3}(?:the|a|my|our|its|their)?\\s{0,3}(?:[\\w-]{1,20}\\s{1,3}){0,3}?(?:${secretName})\\b`,
      'gi',
    ),
    accepts: (value) => isPasswordLike(value) && /\d/.test(value) && !/^[\w-]+\/[\w-]+$/.test(value),
  },
  {
    // A random-looking word soon after a word that speaks of keys.
    kind: 'high-entropy secret',
    pattern:
      /\b(?:key|secret|token|password|passwd|credential|auth|signature|salt|seed|bearer|apikey|hmac)s?\b[^\n]{0,60}?(?:\n[ \t>|]{0,12})?[^A-Za-z0-9+/_=-](?<value>[A-Za-z0-9+/_=-]{20,400})(?![A-Za-z0-9+/_=-])/gi,
    accepts: (value, match) =>
      isRandomLooking(value) &&
      !isUuid(value) &&
      !/^\/?[\w-]+\/[\w-]+\//.test(value) &&
      !/\b(?:commit|sha-?\d*|hash(?:es|ed)?|checksum|digest|integrity|md5|revision|etag|fingerprint|public|request[ _-]?id|trace|blob|tree|id)\b/i.test(
        match.slice(0, match.length - value.length),
      ),
  },
];

function decodeSafely(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

export const secretRules: readonly SecretRule[] = rules;

/** Header cells of table columns that hold secrets. `strict`: any single word in the column counts. */
export const secretColumns: readonly { readonly header: RegExp; readonly strict: boolean }[] = [
  { header: /\b(?:pass(?:word|wd|phrase|code)?|pwd|pw|kennwort|passwort|pin)\b/i, strict: true },
  {
    header:
      /\b(?:secrets?|tokens?|api[ _-]?keys?|access[ _-]?keys?|private[ _-]?keys?|credentials?|client[ _-]?secrets?|keys?)\b/i,
    strict: false,
  },
];
