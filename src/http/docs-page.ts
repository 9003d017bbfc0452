/** `/docs`: the endpoint table for people, in one page without external assets. */
import { z } from 'zod';
import { pageStylePath } from './demo-page.js';
import { endpointList, type Endpoint } from './endpoints.js';
import { escapeHtml, htmlPage } from './html.js';
import { problemKinds } from './problems.js';

export function renderDocs(options: { withOwner: boolean }): string {
  const listed = endpointList.filter(([, endpoint]) => endpoint.isOwners !== true || options.withOwner);
  const kinds = Object.entries(problemKinds).map(
    ([code, kind]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${kind.status}</td><td>${escapeHtml(kind.title)}</td></tr>`,
  );
  return htmlPage({
    title: 'askfolio: the HTTP interface',
    style: pageStylePath,
    body: `<main>
<h1>The HTTP interface</h1>
<p>The same for machines: <a href="/openapi.json">/openapi.json</a>. Every error is a problem document (RFC 9457) with an <code>id</code> that the log knows.</p>
${listed.map(([, endpoint]) => renderEndpoint(endpoint)).join('\n')}
<h2>Problems</h2>
<table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${kinds.join('\n')}
</tbody></table>
</main>`,
  });
}

function renderEndpoint(endpoint: Endpoint): string {
  const schema = endpoint.body?.schema ?? endpoint.query;
  const statuses = [endpoint.success.status, ...endpoint.problems].join(', ');
  return `<section>
<h2><code>${endpoint.method.toUpperCase()} ${escapeHtml(endpoint.path)}</code></h2>
<p>${escapeHtml(endpoint.summary)}${endpoint.isOwners === true ? ' <strong>Owner only.</strong>' : ''}</p>
${schema === undefined ? '' : `<p>${endpoint.body === undefined ? 'Query' : 'Body'}:</p>\n<pre>${escapeHtml(renderSchema(schema))}</pre>\n`}<p>Answers: ${statuses}.</p>
</section>`;
}

function renderSchema(schema: z.ZodType): string {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  // A pattern may name characters that nobody sees.
  return JSON.stringify(rest, null, 2).replace(
    /[^\n -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
