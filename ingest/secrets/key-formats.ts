/** Keys that show by their first letters whose they are. Formats as their issuers publish them; the tail is checked from the prefix on. */

export interface KeyFormat {
  readonly prefix: string;
  /** What the report and the mask say. */
  readonly kind: string;
  /** Sticky: the whole key, beginning at the prefix. */
  readonly pattern: RegExp;
}

const word = 'A-Za-z0-9_\\-';
const plain = 'A-Za-z0-9';
// kind: prefix, allowed characters of the tail, shortest tail.
const rows: readonly (readonly [kind: string, prefixes: string, characters: string, shortest: number])[] = [
  ['AWS access key', 'AKIA ASIA ABIA ACCA AROA AIDA', 'A-Z0-9', 16],
  ['GitHub token', 'ghp_ gho_ ghu_ ghs_ ghr_ github_pat_', `${plain}_`, 20],
  ['GitLab token', 'glpat- gldt- glrt- glptt- glcbt- glsoat- glimt- glagent- glft-', word, 16],
  ['Slack token', 'xoxb- xoxp- xoxa- xoxr- xoxs- xoxe- xoxe. xapp- xoxc- xoxd-', `${word}.%`, 10],
  ['Stripe key', 'sk_live_ sk_test_ rk_live_ rk_test_ whsec_', plain, 10],
  ['Google key', 'AIza', word, 30],
  ['Google storage key', 'GOOG1', 'A-Z0-9', 24],
  ['Google token', 'ya29. GOCSPX- 1//0', `${word}.`, 20],
  ['OpenAI key', 'sk-proj- sk-svcacct- sk-admin- sk-None-', word, 20],
  ['Anthropic key', 'sk-ant-', word, 20],
  ['API key', 'sk-or- sk-lf- sk-', word, 20],
  ['Hugging Face token', 'hf_', plain, 20],
  ['Replicate token', 'r8_', plain, 30],
  ['Groq key', 'gsk_', plain, 20],
  ['xAI key', 'xai-', plain, 40],
  ['Perplexity key', 'pplx-', plain, 30],
  ['npm token', 'npm_', plain, 30],
  ['PyPI token', 'pypi-', word, 40],
  ['RubyGems key', 'rubygems_', 'a-f0-9', 40],
  ['NuGet key', 'oy2', 'a-z0-9', 43],
  ['DigitalOcean token', 'dop_v1_ doo_v1_ dor_v1_', 'a-f0-9', 40],
  ['Heroku key', 'HRKU-', word, 30],
  ['Fly.io token', 'fm2_ fo1_ FlyV1', `${word}+/= ,`, 30],
  ['Netlify token', 'nfp_', plain, 30],
  ['Render key', 'rnd_', plain, 24],
  ['Supabase key', 'sbp_ sb_secret_', `${word}`, 20],
  ['PlanetScale password', 'pscale_tkn_ pscale_pw_ pscale_oauth_', `${word}.=`, 24],
  ['Doppler token', 'dp.pt. dp.st. dp.sa. dp.ct.', `${word}.`, 24],
  ['Databricks token', 'dapi', 'a-f0-9\\-', 32],
  ['Grafana token', 'glsa_ glc_', `${word}+/=`, 28],
  ['New Relic key', 'NRAK- NRJS- NRII-', plain, 19],
  ['Sentry token', 'sntrys_ sntryu_', `${word}+/=`, 32],
  ['SendGrid key', 'SG.', `${word}.`, 40],
  ['Postman key', 'PMAK-', word, 40],
  ['Linear key', 'lin_api_ lin_oauth_', plain, 30],
  ['Notion token', 'ntn_ secret_', plain, 40],
  ['Figma token', 'figd_ figo_', word, 30],
  ['Shopify token', 'shpat_ shpss_ shpca_ shppa_', 'a-fA-F0-9', 30],
  ['Square token', 'sq0atp- sq0csp- sq0idp-', word, 20],
  ['HashiCorp Vault token', 'hvs. hvb. hvr.', word, 20],
  ['Pulumi token', 'pul-', 'a-f0-9', 38],
  ['age private key', 'AGE-SECRET-KEY-1', 'A-Z0-9', 40],
  ['JFrog key', 'AKCp', plain, 60],
  ['Docker Hub token', 'dckr_pat_ dckr_oat_', word, 20],
  ['Atlassian token', 'ATATT3 ATCTT3 ATBB', `${word}=`, 24],
  ['CircleCI token', 'CCIPAT_ CCIPRJ_', `${plain}_`, 30],
  ['Buildkite token', 'bkua_ bkct_', plain, 30],
  ['Dynatrace token', 'dt0c01. dt0s01.', `${plain}.`, 40],
  ['Contentful token', 'CFPAT-', word, 40],
  ['PostHog key', 'phx_ phs_', plain, 30],
  ['1Password token', 'ops_', `${word}=`, 100],
  ['Tailscale key', 'tskey-', word, 16],
  ['Typeform token', 'tfp_', word, 40],
  ['Brevo key', 'xkeysib- xsmtpsib-', word, 40],
  ['Resend key', 're_', `${plain}_`, 24],
  ['Alibaba key', 'LTAI', plain, 16],
  ['Tencent key', 'AKID', plain, 28],
  ['Flutterwave key', 'FLWSECK-', word, 20],
  ['Razorpay key', 'rzp_live_ rzp_test_', plain, 14],
  ['Adafruit key', 'aio_', plain, 24],
  ['EasyPost key', 'EZAK EZTK', plain, 50],
  ['SonarQube token', 'sqp_ squ_ sqa_', 'a-f0-9', 36],
  ['Mailgun key', 'key-', 'a-f0-9', 32],
  ['Airtable token', 'pat', `${plain}.`, 60],
  ['Sourcegraph token', 'sgp_', `${plain}_`, 36],
  ['Prefect key', 'pnu_ pnb_', plain, 34],
  ['Mapbox token', 'sk.eyJ', `${word}.`, 60],
  ['Twilio key', 'SK', 'a-f0-9', 32],
  ['Facebook token', 'EAAC EAAB EAAG', plain, 60],
  ['LaunchDarkly key', 'sdk- mob-', 'a-f0-9\\-', 36],
  ['JSON web token', 'eyJ', `${word}.`, 40],
];

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** Longest prefixes first, so that the more telling name wins. */
export const keyFormats: readonly KeyFormat[] = rows
  .flatMap(([kind, prefixes, characters, shortest]) =>
    prefixes.split(' ').map((prefix): KeyFormat => ({
      prefix,
      kind,
      pattern: new RegExp(`${escape(prefix)}[${characters}]{${shortest},2000}`, 'y'),
    })),
  )
  .sort((a, b) => b.prefix.length - a.prefix.length || (a.prefix < b.prefix ? -1 : 1));

/** Finds where a key may begin; the word must not run on from before. */
export const keyBeginning = new RegExp(
  `(?<![A-Za-z0-9])(?:${keyFormats.map(({ prefix }) => escape(prefix)).join('|')})`,
  'g',
);
