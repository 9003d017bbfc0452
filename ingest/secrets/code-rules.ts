/** Secrets in code and settings: a name, a sign and a value; tags, calls and environment lines. */
import { gap, isSecretish, quote, secretHints, secretName } from './rule.js';
import type { SecretRule } from './rule.js';
import { isGiven, isPasswordLike, isPlaceholder, isQuotedPassword } from './secret-likeness.js';

const namesPassword = (match: string): boolean => /pass|pwd|[_-]pw|kennwort/i.test(match);
const capitalName =
  '(?<![A-Za-z0-9])(?:[A-Z][A-Z0-9]{0,30}_){0,5}(?:PASS(?:WORD|WD|PHRASE)?|PGPASSWORD|PWD|SECRET|TOKEN|KEY|AUTH|CREDENTIALS?|PIN|SALT|PSK)(?:_[A-Z0-9]{1,20}){0,2}';

/** For a value after a name: anything in the place of a password, else what looks like a secret. */
function isValueOf(value: string, match: string): boolean {
  return namesPassword(match.slice(0, -value.length)) ? isQuotedPassword(value) : isSecretish(value);
}

export const codeRules: readonly SecretRule[] = [
  {
    kind: 'private key',
    hints: ['private key', 'private-lines'],
    pattern:
      /(?<value>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){0,20000}(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?|(?<=Private-Lines: \d{1,4}\n)[A-Za-z0-9+/=\s]{16,20000})/g,
    accepts: (value) => value.replace(/-----[^-]*-----/g, '').replace(/[\s.…]/g, '').length >= 16,
  },
  {
    kind: 'database password',
    hints: ['identified', 'password', 'requirepass', 'masterauth'],
    pattern:
      /\b(?:identified(?: with [\w"'`]{1,40})? by\s{1,3}["']|with(?: encrypted)? password\s{1,3}["']|set password(?: for [^\n=]{1,80}?)?\s{0,2}=\s{0,3}(?:password\()?["']|(?:requirepass|masterauth)\s{1,3}["']?)(?<value>[^\s"'`;|]{4,200})/gi,
    accepts: (value) => isGiven(value) && !/^[A-Z_]+$/.test(value),
  },
  {
    // IDENTIFIED BY value; without quotes the value itself must look like one.
    kind: 'database password',
    hints: ['identified'],
    pattern: /\bidentified by\s{1,3}(?<value>[^\s"'`;,|]{5,200})/gi,
    accepts: isPasswordLike,
  },
  {
    // Pwd={value}; in a connection string
    kind: 'database password',
    hints: ['pwd={', 'password={'],
    pattern: /\b(?:pwd|password)=\{(?<value>[^{}\n]{4,200})\}(?=;|["'`\s]|$)/gi,
    accepts: isPasswordLike,
  },
  {
    kind: 'password',
    hints: ['convertto-securestring'],
    pattern: /\bConvertTo-SecureString\s{1,3}(?:-String\s{1,3})?["'](?<value>[^"'\n]{4,200})["']/gi,
    accepts: isGiven,
  },
  {
    // KEY="value", "key": "value", key => 'value'; the value may run over the end of a line.
    kind: 'secret value',
    hints: secretHints,
    pattern: new RegExp(
      `(?:${secretName}|(?<=[_-])(?:key|pass|auth|pw|salt|pin)|(?<=[a-z])Pw|"auth")[a-z0-9]{0,3}(?:[_-][a-z0-9]{1,20}){0,2}${quote}?\\]?(?:[ \\t]?\\([^)\\n]{1,40}\\))?[ \\t]{0,20}(?::=|=>|==?|:)${gap}(?:[bru]{1,2})?${quote}(?<value>[^"'\`“”\\n]{3,400}(?:\\n[ \\t]{0,12}[^\\s"'\`“”]{2,200}(?=${quote}))?)${quote}`,
      'gi',
    ),
    accepts: (value, match) => isValueOf(value.replace(/\n\s*/g, ''), match),
  },
  {
    // DB_PASSWORD=value and the like: a name in capitals or with underscores, no spaces around the sign.
    kind: 'secret value',
    hints: ['pass', 'pwd', 'secret', 'token', 'key', 'auth', 'credential', 'pin', 'salt', 'psk'],
    pattern: new RegExp(
      `${capitalName}\\s{0,2}[=:]\\s{0,2}\\\\?\\n?[ \\t]{0,8}(?<value>[^\\s"'\`<>|]{4,400})`,
      'g',
    ),
    accepts: (value, match) =>
      /PASS|PWD/.test(match) && /[=]/.test(match) && !/\s/.test(match)
        ? isGiven(value) && !isPlaceholder(value)
        : isSecretish(value),
  },
  {
    // ENV JWT_SECRET value, setx SMTP_PASS value, heroku config:set, kubectl --from-literal
    kind: 'secret value',
    hints: ['env', 'set'],
    pattern: new RegExp(
      `(?:^|\\n)[ \\t>]{0,12}(?:ENV|ARG|setx?|setenv|export|SetEnv)[ \\t]{1,4}${capitalName}[ \\t]{1,4}["']?(?<value>[^\\s"'\`<>|]{4,400})`,
      'gi',
    ),
    accepts: (value) => isSecretish(value) || (isGiven(value) && /\d/.test(value)),
  },
  {
    // password: value, api_key = value; without quotes the value itself must look like one.
    kind: 'secret value',
    hints: [...secretHints, 'pw', 'pin', 'login'],
    pattern: new RegExp(
      `(?<!badge\\.svg\\?)(?:${secretName}|(?<=[_-])(?:key|pass|pw)|(?<=[a-z])Pw|\\b(?:pass|pw|pin|login)s?)(?:[_-][a-z0-9]{1,20}){0,2}${quote}?\\]?(?:\\*\\*|__)?(?:[ \\t]?\\([^)\\n]{1,40}\\))?[ \\t]{0,20}(?::=|=>|==?|:|→|->|–|—)(?:\\*\\*|__)?${gap}(?<value>[^\\s"'\`<>|]{4,400})`,
      'gi',
    ),
    accepts: isSecretish,
  },
  {
    // <password>value</password>, <property name="connection.password">value<
    kind: 'secret value',
    hints: ['</'],
    pattern: new RegExp(
      `<[a-z][\\w:.-]{0,40}?(?:(?:${secretName})[\\w.-]{0,20}|[^<>\\n]{0,80}["'][\\w.-]{0,60}(?:${secretName})["'][^<>\\n]{0,80})>\\s{0,4}(?<value>[^<>\\n]{3,400}?)\\s{0,4}<`,
      'gi',
    ),
    accepts: isValueOf,
  },
  {
    // A pair of fields: name: DB_PASSWORD, value: "x"; key="ApiSecret" value="x"
    kind: 'secret value',
    hints: ['value'],
    pattern: new RegExp(
      `\\b(?:name|key|id)["']?\\s{0,3}[:=]\\s{0,3}["']?[\\w.:-]{0,60}?(?:${secretName})[\\w.-]{0,20}["']?[,;]?\\s{1,40}["']?(?:value|val|text)["']?\\s{0,3}[:=]\\s{0,3}["']?(?<value>[^\\s"'\`<>]{3,400})`,
      'gi',
    ),
    accepts: isValueOf,
  },
  {
    // define('DB_PASSWORD', 'x'), set("password", "x"), setPassword("x"), PASSWORD("x")
    kind: 'secret value',
    hints: ['('],
    pattern: new RegExp(
      `(?:\\(\\s{0,3}["'][\\w.:#[\\]=-]{0,60}(?:${secretName}|_KEY|_SALT|_PASS)[\\w.-]{0,20}["']\\s{0,3},\\s{0,3}|\\b\\w{0,40}(?:${secretName})\\w{0,10}\\(\\s{0,3})["'](?<value>[^"'\`\\n]{4,400})["']`,
      'gi',
    ),
    accepts: (value, match) => isValueOf(value, match) && !/^[a-z]+$/.test(value),
  },
  {
    // auth=("kim", "x"), HTTPBasicAuth("kim", "x"), login("kim", "x")
    kind: 'password',
    hints: ['auth', 'login', 'credential', 'connect', 'signin'],
    pattern:
      /(?:\bauth\s{0,2}[=:]\s{0,2}[([]|\b\w{0,30}(?:auth|login|log_in|sign_?in|authenticate|credentials?)\()\s{0,3}["'][^"'\n]{1,80}["']\s{0,3},\s{0,3}["'](?<value>[^"'\s]{4,200})["']/gi,
    accepts: isPasswordLike,
  },
  {
    // kind: Secret in Kubernetes, and sealed values of its like: every value under data and stringData.
    kind: 'secret value',
    hints: ['kind: secret'],
    pattern:
      /\bkind: Secret\b[^]{0,600}?\n(?:data|stringData):(?<value>(?:\n[ \t]{1,8}[\w.-]{1,80}:[ \t]{1,4}[^\n]{3,400}){1,40})/g,
    accepts: () => true,
  },
  {
    kind: 'password',
    hints: ['community', 'ssid', 'wi-fi', 'wifi', 'wlan', 'wpa', 'psk', 'hotspot'],
    pattern:
      /\b(?:wi-?fi|wlan|wpa[23]?|ssid|hotspot|snmp)\b[^\n.|]{0,40}?(?:\b(?:key|code|pass|psk|string|pw|secret)\b(?:\s(?:is|was|to))?|\/)\s{0,3}[:=]?\s{0,3}["'`*]{0,2}(?<value>[^\s"'`|,;]{6,100})/gi,
    accepts: isPasswordLike,
  },
];
