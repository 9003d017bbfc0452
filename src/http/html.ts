/** Text into HTML. */
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A whole document without inline script or style. `body` is HTML; the rest is text. */
export function htmlPage(page: { title: string; style: string; script?: string; body: string }): string {
  const script =
    page.script === undefined ? '' : `<script src="${escapeHtml(page.script)}" defer></script>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)}</title>
<link rel="stylesheet" href="${escapeHtml(page.style)}">
<link rel="icon" href="data:,">
${script}</head>
<body>
${page.body}
</body>
</html>
`;
}
