/** `askfolio doctor`: what each engine is, whether it answers, how fast, and what to do. */
import { exitDone, exitFailed, type Terminal } from '../output.js';
import { hasIndex, withAskfolio, type GlobalOptions } from '../open.js';

const help: Readonly<Record<string, string>> = {
  index: 'Run `askfolio ingest`; with Qdrant, check QDRANT_URL and QDRANT_API_KEY.',
  embedder: 'Answers use BM25 alone. Unset EMBEDDER for the bundled model.',
  cache: 'Check REDIS_URL; meanwhile answers are not kept there.',
  composer: 'Check OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL; meanwhile answers are extractive.',
};

export async function doctorCommand(options: GlobalOptions, terminal: Terminal): Promise<number> {
  return withAskfolio(options, terminal, async (askfolio) => {
    const engines = askfolio.engines();
    const indexed = hasIndex(askfolio) ? askfolio.snapshot() : undefined;
    const healthy = Object.values(engines).every((engine) => engine.answers);
    if (options.json === true) {
      terminal.out(
        JSON.stringify({
          healthy,
          node: process.version,
          engines,
          documents: indexed?.catalogue.documents.length ?? 0,
          chunks: indexed?.chunks.length ?? 0,
          generation: indexed?.generation,
        }),
      );
      return healthy ? exitDone : exitFailed;
    }
    terminal.out(`node      ${process.version}`);
    terminal.out(
      `corpus    ${askfolio.config.corpusFolder}${indexed === undefined ? '' : ` (${indexed.catalogue.documents.length} documents, ${indexed.chunks.length} chunks, generation ${indexed.generation})`}`,
    );
    for (const [role, engine] of Object.entries(engines)) {
      terminal.out(
        `${role.padEnd(9)} ${engine.name}: ${engine.answers ? 'answers' : 'does not answer'}${engine.detail === undefined ? '' : ` — ${engine.detail}`}`,
      );
      if (!engine.answers && help[role] !== undefined) terminal.out(`          ${help[role]}`);
    }
    return healthy ? exitDone : exitFailed;
  });
}
