/** Judges a single value: is it a placeholder, could it be a password, does it look random? Page-safe, no state. */

const placeholder =
  /^(?:<[^>]*>?|\$[\w{(].*|\{\{?.*|%[A-Za-z_]+%|%[sdv]|\[.*|[*•·xX#?_\-.…]+|(?:your|my|the|an?|some|any|our|new|old|this|that|insert|enter|put|replace|use)(?:[-_ ].*)?|.*(?:example|placeholder|changeme|change[-_]me|redacted|dummy|sample|your[-_]|[-_]here|todo|foobar|xxxx).*|(?:none|null|nil|true|false|undefined|empty|blank|string|str|text|varchar.*|number|int|integer|bool|boolean|required|optional|hidden|secret|password|passwd|token|key|value|env|test|foo|bar|baz|default|unset|unknown|n\/a|yes|no|bearer|basic|hash|hashed|salted|encrypted|bcrypt|argon2\w*|scrypt|jwt|uuid|vault|random|generated|private|public|refresh|access|rotated|expired|invalid|missing|short|long|strong|weak|stored|kept|passed|sent|read|never|always|not|only|also|still|used|set|checked|signed|valid|issued|created|hex|opaque))$/i;
// Reads a value from elsewhere: process.env.X, os.environ["X"], config.get(...), settings.token.
const reference =
  /^(?:process\.env|import\.meta|os\.(?:environ|getenv)|env(?:iron)?[.[(]|ENV\[|config\b|settings?\b|self\.|this\.|secrets?\.|vault:|params?\.|request\.|req\.|options?\.|getenv|System\.|Rails\.|viper\.|vars?\.|data\.|ctx\.|args\.|await\b|new\b|None\b)|^[A-Za-z_][\w.]*\(|^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$|^@\w+|^&\w+\b/;
// Technical words with digits in them.
const technical =
  /^(?:\d+[-\s]?(?:bits?|bytes?|chars?|characters?|hours?|days?|minutes?|seconds?|weeks?|ms|s|m|h|d|x|k|kb|mb|gb)|v?\d+(?:[.,]\d+)*[a-z]?|[\d.,:%+-]+|(?:hs|rs|es|ps|sha|md|aes|oauth|base|utf|argon|pbkdf|ed|p|rfc|iso|http|tls|ssl|ipv|s|ec|k|x|log|web|win|mp|h|b|i|l|n|u|int|uint|float)[-_]?\d+\w{0,6}(?:[-/_]\w+)*|[a-z]+[-/][a-z]+(?:[-/][a-z]+)*|\w+\.(?:txt|md|json|ya?ml|ts|js|py|go|rb|env|pem|toml|html?|com|org|net|io|dev|sh|sql|pdf|csv))$/i;

/** A value that stands for a secret but is none: `<token>`, `YOUR_KEY`, `process.env.X`, "required". */
export function isPlaceholder(value: string): boolean {
  return placeholder.test(value) || (reference.test(value) && !/^eyJ/.test(value));
}

/** Could somebody have chosen this as a password? Letters with digits or signs, no technical word, no path. */
export function isPasswordLike(value: string): boolean {
  if (value.length < 5 || value.length > 200 || isPlaceholder(value) || technical.test(value)) return false;
  if (/^(?:https?:|\.{0,2}\/|~|#|--|\^|!\w+$)/.test(value) || /^(?:Auth0|1Password|\w+=\S*)$/.test(value))
    return false;
  const hasLetter = /\p{L}/u.test(value);
  const hasDigit = /\d/.test(value);
  const hasSign = /[!@#$%^&*?+=~]/.test(value.slice(0, -1));
  return (hasLetter && (hasDigit || hasSign)) || (hasDigit && hasSign);
}

/** Bits per character of a value's own letters. */
function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** Made by a generator: long, mixed, no words inside. */
export function isRandomLooking(value: string): boolean {
  if (value.length < 16 || isPlaceholder(value)) return false;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  const wordRun = value.length < 32 ? /[a-z]{7,}|[A-Z]{9,}/ : /[a-z]{9,}|[A-Z]{10,}/;
  if (wordRun.test(value) || /^(?:[a-z]+[-_/.])+[a-z]+\d*$/i.test(value)) return false;
  // An identifier: words of one case joined by underscores or hyphens, with numbers of their own.
  if (
    /^(?:[A-Z]+\d?|[A-Z0-9]{1,3})(?:_[A-Z0-9]+)+$/.test(value) ||
    /^(?:[a-z]+\d{0,3}|\d{1,4})(?:[-_/.=](?:[a-z]+\d{0,3}|\d{1,4}))+$/i.test(value)
  )
    return false;
  const isHex = /^[0-9a-f]+$/i.test(value);
  return entropy(value) >= (isHex ? 2.9 : value.length < 24 ? 3.2 : 3.5);
}

export function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
}
