/** The Markdown parser (CommonMark, GFM tables and task lists), set up to find the block structure only: inline marks stay text. */
import type { Root } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

/** Inline constructs that are not parsed: their text is kept as written. */
const inlineConstructs = [
  'attention', 'labelStartLink', 'labelStartImage', 'labelEnd', 'labelStartFootnote', 'codeText', 'autolink', 'characterEscape',
  'characterReference', 'hardBreakEscape', 'htmlText', 'strikethrough', 'wwwAutolink', 'protocolAutolink', 'emailAutolink',
]; // prettier-ignore

type Parse = (text: string) => Root;

function createParser(constructs: readonly string[]): Parse {
  const processor = unified()
    .use(remarkParse)
    .use(remarkFrontmatter)
    .use(remarkGfm)
    .use(function blockStructureOnly() {
      const data = this.data();
      (data.micromarkExtensions ??= []).push({ disable: { null: [...constructs] } });
    });
  return (text) => processor.parse(text);
}

let parsers: { markdown: Parse; text: Parse } | undefined;
/** Made on first use. Plain text has no indented code: indentation there is layout. */
export function markdownParser(isPlainText: boolean): Parse {
  parsers ??= {
    markdown: createParser(inlineConstructs),
    text: createParser([...inlineConstructs, 'codeIndented', 'htmlFlow']),
  };
  return isPlainText ? parsers.text : parsers.markdown;
}
