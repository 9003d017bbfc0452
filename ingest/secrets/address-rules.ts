/** Secrets in addresses, headers and command lines: the place itself says what stands there. */
import { isSecretish, quote } from './rule.js';
import type { SecretRule } from './rule.js';
import {
  isGiven,
  isPasswordLike,
  isPlaceholder,
  isQuotedPassword,
  isRandomLooking,
  isUuid,
} from './secret-likeness.js';

function decodeSafely(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const gap = '[ \\t]{0,8}(?:\\\\?\\n[ \\t>|]{0,12})?';

export const addressRules: readonly SecretRule[] = [
  {
    kind: 'database password',
    hints: ['://'],
    pattern:
      /\b[a-z][a-z0-9+.]{1,24}:\/\/[^\s:@/"'`<>|]{0,100}:\n?[ \t]{0,8}(?<value>[^\s"'`<>|]{1,200}(?:\\\n[ \t]{0,8}[^\s"'`<>|@]{1,100})?)\n?[ \t]{0,8}@[\w.[\]-]/gi,
    accepts: (value) =>
      value.length >= 2 &&
      !isPlaceholder(value.replace(/^\W+$/, '')) &&
      !/^(?:\$|\{|<|%)/.test(value) &&
      !value.includes('://'),
  },
  {
    kind: 'database password',
    hints: ['@tcp(', '@unix('],
    pattern: /\b[\w.-]{1,60}:(?<value>[^\s@:"'`<>()|]{3,100})@(?:tcp|unix)\(/g,
    accepts: isGiven,
  },
  {
    kind: 'access token',
    hints: ['bearer', 'basic', 'token', 'negotiate', 'digest', 'apikey'],
    pattern: new RegExp(
      `\\b(?:bearer|basic|token|negotiate|digest|apikey)${gap}(?:\\s|\\\\?\\n)${quote}?(?<value>[A-Za-z0-9._~+/=-]{12,2000})`,
      'gi',
    ),
    accepts: (value) => isRandomLooking(value) || (/[=]$/.test(value) && !isPlaceholder(value)),
  },
  {
    kind: 'access token',
    hints: ['authorization', 'x-', 'private-token', 'api-key', 'apikey', 'cookie'],
    pattern:
      /(?:^|[\s"'`|(])(?:authorization|proxy-authorization|x-[a-z-]{0,30}(?:key|token|secret|auth)|private-token|api-?key|cookie|set-cookie)["'`]?\s{0,3}:\s{0,3}\\?\n?[ \t]{0,8}["'`]?(?:(?:bearer|basic|token|apikey)\s{1,3})?(?:[\w.-]{1,40}=)?(?<value>[^\s"'`;|<>]{8,2000})/gi,
    accepts: isSecretish,
  },
  {
    kind: 'token in URL',
    hints: ['?', '&', '#', ';'],
    pattern:
      /(?<!badge\.svg)[?&#;](?:[a-z0-9_-]{0,30}(?:token|key|secret|passw(?:or)?d|pass|pwd|signature|sig|auth|credential|session|sid|sas|jwt|otp)|code)=(?<value>[^&\s"'`<>)|]{4,2000})/gi,
    accepts: (value, match) =>
      isSecretish(decodeSafely(value)) ||
      (/(?:passw(?:or)?d|pwd|pass)=[^=]*$/i.test(match) && isGiven(value)),
  },
  {
    kind: 'webhook address',
    hints: ['hooks.', 'webhook', 'api.telegram', 'ifttt'],
    pattern:
      /\bhttps:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks|[\w.-]{1,80}\.webhook\.office\.com\/webhookb2|[\w.-]{1,80}\.logic\.azure\.com|chat\.googleapis\.com\/v1\/spaces|hooks\.zapier\.com\/hooks\/catch|api\.telegram\.org\/bot|maker\.ifttt\.com\/trigger\/\w{1,60}\/with\/key)\/?(?<value>[\w/:@.-]{12,300})/gi,
    accepts: (value) => !isPlaceholder(value),
  },
  {
    // The secret half of a pair of keys, told after the half that shows whose it is, by whatever words.
    kind: 'AWS secret key',
    hints: ['akia', 'asia'],
    pattern:
      /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b[^]{1,240}?(?<![A-Za-z0-9/+=_-])(?<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=_-])/g,
    accepts: (value) => isRandomLooking(value) && /[A-Z]/.test(value) && /[a-z]/.test(value),
  },
  {
    kind: 'one-time password seed',
    hints: ['otpauth'],
    pattern: /otpauth:\/\/[^\s"'`<>]{1,200}?[?&]secret=(?<value>[A-Z2-7=]{8,200})/gi,
    accepts: () => true,
  },
  {
    kind: 'bot token',
    hints: [':a'],
    pattern: /(?<![\w:])(?<value>\d{8,12}:A[\w-]{32,40})(?![\w-])/g,
    accepts: isRandomLooking,
  },
  {
    kind: 'bot token',
    hints: ['.'],
    pattern: /(?<![\w.-])(?<value>[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,40})(?![\w.-])/g,
    accepts: isRandomLooking,
  },
  {
    kind: 'API key',
    hints: ['-us'],
    pattern: /(?<![\w-])(?<value>[0-9a-f]{32}-us\d{1,2})(?![\w-])/g,
    accepts: isRandomLooking,
  },
  {
    kind: 'password hash',
    hints: ['$2', '$argon2', '$6$', '$5$', '$1$', '$y$', '{ssha', '$apr1$', '$scrypt$'],
    pattern:
      /(?<value>\$(?:2[abxy]?\$\d{2}\$[./A-Za-z0-9]{53}|(?:argon2(?:id|i|d)|scrypt|apr1|y|[156])\$[^\s"'`|]{20,300})|\{SSHA\d{0,3}\}[A-Za-z0-9+/=]{20,200})/g,
    accepts: () => true,
  },
  {
    kind: 'password',
    hints: [' -u', '--user', '--proxy-user', '--basic'],
    pattern:
      /(?:\s(?:-u|--user|--proxy-user|--basic)[ =]{0,3}["']?[^\s:"'=]{1,80}:)(?<value>[^\s"'`|]{3,200})/g,
    accepts: isGiven,
  },
  {
    kind: 'password',
    hints: [
      'sshpass',
      'mysql',
      'mariadb',
      'redis-cli',
      'docker',
      'podman',
      'psql',
      'mongo',
      'ldap',
      'smbclient',
      'az ',
      'svn',
      'zip',
      '7z',
      'ansible',
      'htpasswd',
      'helm',
      'crane',
      'skopeo',
      'buildah',
    ],
    pattern:
      /(?:\b(?:sshpass|mysql|mysqldump|mysqladmin|mariadb|redis-cli|(?:docker|podman|helm|crane|buildah|skopeo)(?: registry)? login|psql|mongosh?|mongodump|ldapsearch|smbclient|az login|svn|zip|unzip|7z|ansible-vault|htpasswd)\b[^\n|]{0,120}?\s(?:-p|-a|-w|-P|--pass(?:word)?|--requirepass|--auth)[ =]?["']?)(?<value>[^\s"'`|-][^\s"'`|]{3,200})/g,
    accepts: isPasswordLike,
  },
  {
    kind: 'password',
    hints: ['--', ' -pass', ' -pwd', ' -secret', ' -token'],
    pattern:
      /\s--?(?:[a-z]{1,20}-)?(?:pass(?:word|phrase|wd)?|pwd|secret|token|api-key|access-key|client-secret)(?:=|\s{1,3})["'](?<value>[^"'\n]{4,200})["']/gi,
    accepts: isQuotedPassword,
  },
  {
    kind: 'password',
    hints: ['--', ' -pass', ' -pwd', ' -secret', ' -token'],
    pattern:
      /\s--?(?:[a-z]{1,20}-)?(?:pass(?:word|phrase|wd)?|pwd|secret|token|api-key|access-key|client-secret)(?:=|\s{1,3})["']?(?<value>[^\s"'`|]{4,200})/gi,
    accepts: isSecretish,
  },
  {
    // openssl -k X, -passin pass:X; echo X | sudo -S; net use /user:kim X; htpasswd -b file kim X; chpasswd
    kind: 'password',
    hints: ['openssl', 'sudo -s', 'chpasswd', 'net use', 'htpasswd', 'bindpw'],
    pattern:
      /(?:\bopenssl\b[^\n|]{0,120}?\s-k\s|-pass(?:in|out)?\s{1,3}pass:|\bnet use\b[^\n|]{0,120}?\/user:\S{1,60}\s|\bhtpasswd\s-\w{0,6}b\w{0,6}\s{1,3}\S{1,80}\s{1,3}\S{1,60}\s|\bbindpw\s|\becho\s{1,3}(?:-n\s)?(?=[^\n]{4,120}\|\s{0,3}sudo\s-S)|\becho\s{1,3}["']?[\w.-]{1,40}:(?=[^\n]{4,120}\|\s{0,3}(?:sudo\s)?chpasswd))["']?(?<value>[^\s"'`|]{3,200})/gi,
    accepts: isGiven,
  },
  {
    // expect "password:" and then send "X", in a script that types for somebody
    kind: 'password',
    hints: ['assword', 'passphrase'],
    pattern:
      /(?:assword|passphrase)[^\n]{0,20}\n[ \t>]{0,12}[\w.]{0,40}send(?:line)?\b[ (-]{0,4}["'](?<value>[^"'\n\\]{4,200})/gi,
    accepts: isPasswordLike,
  },
  {
    kind: 'access token',
    hints: ['_auth'],
    pattern: /_auth(?:Token)?\s{0,3}=\s{0,3}["']?(?<value>[A-Za-z0-9+/=._~-]{8,2000})/gi,
    accepts: (value) => !isPlaceholder(value),
  },
  {
    // .netrc: machine example.com login kim password X
    kind: 'password',
    hints: ['machine ', 'login '],
    pattern:
      /\b(?:machine\s{1,3}\S{1,200}\s{1,8}login|login)\s{1,3}\S{1,100}\s{1,8}(?:password|pw|pass)\s{1,3}(?<value>[^\s"'`|]{3,200})/gi,
    accepts: isPasswordLike,
  },
  {
    kind: 'storage key',
    hints: ['accountkey', 'sharedaccess', 'primarykey'],
    pattern:
      /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|PrimaryKey)=(?<value>[A-Za-z0-9+/=%&]{20,400})/g,
    accepts: isGiven,
  },
  {
    kind: 'access token',
    hints: ['sessid', 'session', 'sid='],
    pattern:
      /\b(?:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|connect\.sid|session(?:_?id)?|sid)=(?<value>[A-Za-z0-9%._-]{16,400})/gi,
    accepts: (value) => isRandomLooking(value) || isUuid(value),
  },
];
