/** Judges a single value: is it a placeholder, could it be a password, does it look random? Page-safe, no state. */

const placeholder =
  /^(?:<[^>]*>?|\$[A-Z_]+\b.*|\$[\w{(].*[)}].*|\$\(.*|\$\{.*|\{\{?.*|%[A-Za-z_]+%|%[sdv]|\[.*|[*•·xX#?_\-.…]+|(?:your|my|the|an?|some|any|our|new|old|this|that|insert|enter|put|replace|use)(?:[-_ ].*)?|.*(?:example|placeholder|changeme|change[-_]me|redacted|dummy|sample|your[-_]|[-_]here|todo|foobar|xxxx|\.\.\.|…).*|(?:none|null|nil|true|false|undefined|empty|blank|string|str|text|varchar.*|number|int|integer|bool|boolean|required|optional|hidden|secret|password\d?|passwd|pass|passphrase|token|tokens|key|keys|value|env|test|foo|bar|baz|default|unset|unknown|n\/a|yes|no|bearer|basic|hash|hashed|salted|encrypted|bcrypt|argon2\w*|scrypt|jwt|uuid|vault|random|generated|private|public|refresh|access|rotated|expired|invalid|missing|short|long|strong|weak|stored|kept|passed|sent|read|never|always|not|only|also|still|used|set|checked|signed|valid|issued|created|hex|opaque))$/i;
// Reads a value from elsewhere: process.env.X, os.environ["X"], config.get(...), settings.token.
const reference =
  /^(?:process\.env|import\.meta|os\.(?:environ|getenv)|env(?:iron)?[.[(]|ENV\[|config\b|settings?\b|self\.|this\.|secrets?\.|vault:|params?\.|request\.|req\.|options?\.|getenv|System\.|Rails\.|viper\.|vars?\.|data\.|ctx\.|args\.|await\b|new\b|None\b)|^[A-Za-z_][\w.]*\(|^[A-Za-z_]\w{0,39}(?:\.[A-Za-z_]\w{0,39})+$|^@[a-z]\w*$|^&\w+\b/;
// Technical words with digits in them.
const technical =
  /^(?:\d+[-\s]?(?:bits?|bytes?|chars?|characters?|hours?|days?|minutes?|seconds?|weeks?|ms|s|m|h|d|x|k|kb|mb|gb)|v?\d+(?:[.,]\d+)*[a-z]?|[\d.,:%+-]+|(?:hs|rs|es|ps|sha|md|aes|oauth|base|utf|argon|pbkdf|ed|p|rfc|iso|http|tls|ssl|ipv|s|ec|k|x|log|web|win|mp|h|b|i|l|n|u|int|uint|float|kdf|cve|owasp|fips|nist|pkcs|python|node|java|php|mysql|postgres|windows|ios)[-_]?\d+\w{0,6}(?:[-/_]\w+)*|[a-z]+[-/][a-z]+(?:[-/][a-z]+)*|[\w-]+\.(?:txt|md|json|ya?ml|ts|js|jsx|tsx|py|go|rb|env|pem|toml|html?|com|org|net|io|dev|sh|sql|pdf|csv|xml|ini|conf|cfg|lock|exe|dll|php|java|cs|rs|key|crt))$/i;

/** Words that everybody chooses: in the place of a password they are one. */
const commonPasswords = new Set(
  'qwerty qwertz letmein sunshine iloveyou princess dragon monkey shadow master superman batman football baseball welcome charlie donald swordfish hunter trustno1 whatever starwars freedom flower cheese summer winter ninja mustang jordan michael ashley bailey passw0rd access14 abc123 a1b2c3 qazwsx zaq12wsx 1q2w3e4r asdfgh asdf1234 admin123 root123 toor secret123 opensesame abracadabra hunter2 killer pepper ginger cookie banana chocolate computer internet'.split(
    ' ',
  ),
);

/** What a tool has enciphered and put in braces, as Maven does. */
const encipheredInBraces = /^\{(?=[^}]*\d)[A-Za-z0-9+/]{24,400}={0,2}\}?$/;

/** A value that stands for a secret but is none: `<token>`, `YOUR_KEY`, `process.env.X`, "required". */
export function isPlaceholder(value: string): boolean {
  return (
    (placeholder.test(value) && !encipheredInBraces.test(value)) ||
    (reference.test(value) && !/^eyJ/.test(value) && !/^(?=.*[A-Z])[\w.]*\d$/.test(value))
  );
}

const digit = /\d/;
const sign = /[!@#$%^&*?+~§€]|=(?=.)/;

/** Letters whose case changes without order, as no word and no name made of words does. */
export function isRandomLetters(value: string): boolean {
  if (value.length < 10 || !/^[A-Za-z+/]+$/.test(value)) return false;
  const changes = value.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0;
  return (
    changes >= value.length * (value.length < 32 ? 0.4 : 0.3) && !/^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*$/.test(value)
  );
}

/** Could somebody have chosen this as a password? Letters with digits or signs, no technical word, no path. */
export function isPasswordLike(value: string): boolean {
  if (commonPasswords.has(value.toLowerCase())) return true;
  if (value.length < 5 || value.length > 200 || isPlaceholder(value) || technical.test(value)) return false;
  if (
    /^(?:https?:|\.{0,2}\/|~|#|--|\^|!\w+(?:$|:))|::|^(?:[A-Z]{1,5}|[a-z]+(?:-[a-z]+)+)#\d+$|\$\{/.test(value)
  )
    return false;
  if (/^(?:Auth0|1Password|\w+=[^=]\S*)$/.test(value)) return false;
  if (isRandomLetters(value)) return true;
  const hasLetter = /\p{L}/u.test(value);
  const hasDigit = digit.test(value);
  const hasSign = sign.test(value.slice(0, -1));
  return (hasLetter && (hasDigit || hasSign)) || (hasDigit && hasSign);
}

const functionWord =
  /\b(?:a|an|the|is|are|was|must|should|can|cannot|be|been|at|least|to|too|of|and|or|not|no|your|my|for|in|on|with|it|if|do|does|did|this|that|has|have|than|by|from|as|per|only|please|required|invalid|incorrect|wrong|missing|encrypted)\b/i;

/** Three words or more that make no sentence, as passphrases are made. */
export function isPassphrase(value: string): boolean {
  const words = value.trim().split(/[\s_-]+/);
  // Twelve words and more of three to eight letters each are the seed of a wallet, whatever the words.
  if (words.length >= 12 && words.every((word) => /^[a-z]{3,8}$/.test(word))) return true;
  return words.length >= 3 && words.every((word) => /^\p{L}{2,}$/u.test(word)) && !functionWord.test(value);
}

/** As `isPassphrase`, where one of the words is letters and digits mixed and no technical term. */
export function isMixedPassphrase(value: string): boolean {
  const words = value.trim().split(/[\s-]+/);
  const isMixed = (word: string): boolean => /^(?=.*\p{L})(?=.*\d)/u.test(word) && !technical.test(word);
  return words.length >= 3 && words.some(isMixed) && !functionWord.test(value) && !isPlaceholder(value);
}

/** A chosen value in quotes: anything that is no placeholder and no sentence. */
export function isQuotedPassword(value: string): boolean {
  if (value.length < 4 || isPlaceholder(value) || value.includes('${')) return false;
  if (!/\s/.test(value)) return true;
  return isPassphrase(value) || (!functionWord.test(value) && isPasswordLike(value.replace(/\s+/g, '')));
}

/** Clearly chosen as a password, so that it needs no word right before it: signs inside, or capitals, small letters and digits mixed. */
export function isStrongPassword(value: string): boolean {
  if (value.length < 7 || value.length > 64 || !isPasswordLike(value)) return false;
  if (!digit.test(value) && !/[a-z][!@#$%^&*?+~]+[A-Za-z]/.test(value)) return false;
  if (/^[\w.-]+@[\w.-]+$|\/|::|\(|\{|<|>|^[\w-]+[=:]|^@|\.\w{1,4}$|^[#$&]\w+$|&\w+;|,/.test(value))
    return false;
  if (/[!@#$%^&*?~]/.test(value.slice(0, -1))) return true;
  const isMixed = /[a-z]/.test(value) && /[A-Z]/.test(value);
  // "BlueHeron2019", "Gr4nite77"; not "Base64Url", "OAuth2Client" or "E2BSandbox".
  return isMixed && /\d{2,}$|[a-z]\d[a-z]+.*\d/.test(value) && !/^[A-Z]{2,}/.test(value);
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
  if (isRandomLetters(value)) return true;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  const wordRun = value.length < 32 ? /[a-z]{7,}|[A-Z]{9,}/ : /[a-z]{10,}|[A-Z]{11,}/;
  const isHex = /^[0-9a-f]+$/i.test(value);
  if ((!isHex && wordRun.test(value)) || /^(?:[a-z]+[-_/.])+[a-z]+\d*$/i.test(value)) return false;
  // An identifier: words of one case joined by underscores or hyphens, with numbers of their own.
  if (
    /^(?:[A-Z]+\d?|[A-Z0-9]{1,3})(?:_[A-Z0-9]+)+$/.test(value) ||
    /^(?:[a-z]+\d{0,3}|\d{1,8})(?:[-_/.=](?:[a-z]+\d{0,3}|\d{1,8}))+$/i.test(value)
  )
    return false;
  return entropy(value) >= (isHex ? 2.9 : value.length < 24 ? 3.2 : 3.5);
}

export function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);
}

/** Stands in a place that holds nothing but secrets (behind `user:` in an address or on a command line): all but a placeholder. */
export function isGiven(value: string): boolean {
  return value.length >= 3 && !placeholder.test(value) && !/^[$<{[(%/]/.test(value);
}
