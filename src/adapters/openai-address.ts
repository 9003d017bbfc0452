/** Where an OpenAI-compatible server is and how it is greeted: OPENAI_BASE_URL as people write it, with the version of a gateway in its query. */

export interface OpenAiAddress {
  /** Without a slash or a query at its end. */
  readonly baseUrl: string;
  /** Sent with every request: `api-version` of Azure-style gateways. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Host and port, for messages. */
  readonly host: string;
}

/** `baseUrl` undefined: OpenAI itself. `apiKey` undefined: the server wants none. */
export function openAiAddress(options: {
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
}): OpenAiAddress {
  const url = new URL(options.baseUrl ?? 'https://api.openai.com/v1');
  const query = Object.fromEntries(url.searchParams);
  // Gateways that want a version in the query want the key under a name of their own, too.
  const isVersioned = 'api-version' in query && options.apiKey !== undefined;
  return {
    baseUrl: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    query,
    headers: isVersioned ? { 'api-key': options.apiKey ?? '' } : {},
    host: url.host,
  };
}

/** The address of one call, for requests that go without the client. */
export function callUrl(address: OpenAiAddress, path: string): string {
  const query = new URLSearchParams(address.query).toString();
  return `${address.baseUrl}${path}${query === '' ? '' : `?${query}`}`;
}
