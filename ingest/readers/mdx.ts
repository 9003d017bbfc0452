/** MDX -> Markdown: module code, comments and expressions go, the text between tags stays. Nothing is run; line numbers do not change. */

const fence = /^[ \t>]*(`{3,}|~{3,})/;
const moduleCode =
  /^(?:import\s+(?:[\w{*"']|type\s)|export\s+(?:const|let|var|default|function|async|class|type|interface|\{|\*))/;
const comment = /\{\/\*[^]{0,20000}?\*\/\}/g;
const onlyExpression = /^\s*\{[^{}\n]{0,500}\}\s*$/;

const blankLines = (text: string): string => text.replace(/[^\n]+/g, '');

/** A module statement reaches to the next blank line, as MDX has it. */
export function withoutModuleCode(body: string): string {
  let open: string | undefined;
  let isCode = false;
  return body
    .replace(comment, blankLines)
    .split('\n')
    .map((line) => {
      const mark = fence.exec(line)?.[1];
      if (mark !== undefined && !isCode) {
        if (open === undefined) open = mark.charAt(0);
        else if (open === mark.charAt(0)) open = undefined;
      }
      if (open !== undefined) return line;
      if (line.trim() === '') isCode = false;
      else if (moduleCode.test(line)) isCode = true;
      return isCode || onlyExpression.test(line) ? '' : line;
    })
    .join('\n');
}
