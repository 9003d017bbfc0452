/** `askfolio doctor`: what each engine is, whether it answers when it is asked, how fast, and what to do. Changes nothing. */
import { accessSync, constants, existsSync } from 'node:fs';
import { messageOf } from '../../domain/errors.js';
import type { Askfolio, EngineReport } from '../../services.js';
import { hasIndex, withAskfolio, type CommandContext, type GlobalOptions } from '../open.js';
import { exitDone, exitFailed, printable } from '../output.js';

interface Finding extends EngineReport {
  readonly advice?: string;
}

const advice: Readonly<Record<string, string>> = {
  index: 'Run `askfolio ingest`.',
  qdrant: 'Meanwhile the embedded index answers.',
  embedder: 'Answers use BM25 alone. Unset EMBEDDER for the bundled model.',
  cache: 'Check REDIS_URL; meanwhile answers are not kept there.',
  composer: 'Check OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL; meanwhile answers are extractive.',
};

async function findEngines(askfolio: Askfolio): Promise<Record<string, Finding>> {
  const findings: Record<string, Finding> = {};
  for (const [role, report] of Object.entries(await askfolio.checkEngines())) {
    const whatToDo = report.answers ? undefined : advice[role];
    findings[role] = { ...report, ...(whatToDo === undefined ? {} : { advice: whatToDo }) };
  }
  return findings;
}

async function findCorpus(askfolio: Askfolio): Promise<Finding> {
  const { corpusFolder: name } = askfolio.config;
  if (!existsSync(name))
    return { name, answers: false, detail: 'there is no such folder', advice: 'Make it, or name another with --corpus.' }; // prettier-ignore
  if (!hasIndex(askfolio)) return { name, answers: true };
  return (await askfolio.isCurrent())
    ? { name, answers: true, detail: 'the index is up to date' }
    : {
        name,
        answers: true,
        detail: 'it has changed since the last ingest: `ask` and `serve` read it again',
      };
}

function findDataFolder(askfolio: Askfolio): Finding {
  const { dataFolder: name } = askfolio.config;
  if (!existsSync(name)) return { name, answers: true, detail: 'not made yet' };
  try {
    accessSync(name, constants.R_OK | constants.W_OK);
    return { name, answers: true };
  } catch (error) {
    return { name, answers: false, detail: messageOf(error), advice: 'Correct its permissions, or name another with --data-dir.' }; // prettier-ignore
  }
}

function lineOf(role: string, finding: Finding, words: readonly [string, string]): string {
  const detail = finding.detail === undefined ? '' : ` (${finding.detail})`;
  const line = `${role.padEnd(9)} ${finding.name}: ${finding.answers ? words[0] : words[1]}${detail}`;
  return printable(finding.advice === undefined ? line : `${line}\n          ${finding.advice}`);
}

export async function doctorCommand(options: GlobalOptions, context: CommandContext): Promise<number> {
  const { terminal, version } = context;
  return withAskfolio({ ...options, embedderWorkers: 0 }, context, async (askfolio) => {
    const engines = await findEngines(askfolio);
    const folders = { corpus: await findCorpus(askfolio), data: findDataFolder(askfolio) };
    const indexed = hasIndex(askfolio) ? askfolio.snapshot() : undefined;
    const healthy = [...Object.values(engines), ...Object.values(folders)].every(({ answers }) => answers);
    const documents = indexed?.catalogue.documents.length ?? 0;
    const chunks = indexed?.chunks.length ?? 0;
    if (options.json === true) {
      const generation = indexed === undefined ? {} : { generation: indexed.generation };
      terminal.out(JSON.stringify({ healthy, version, node: process.version, engines, folders, documents, chunks, ...generation })); // prettier-ignore
      return healthy ? exitDone : exitFailed;
    }
    terminal.out(`askfolio  ${version} on node ${process.version}`);
    for (const [role, finding] of Object.entries(folders)) terminal.out(lineOf(role, finding, ['there', 'not usable'])); // prettier-ignore
    if (indexed !== undefined)
      terminal.out(`holds     ${documents} documents, ${chunks} chunks (generation ${indexed.generation})`);
    for (const [role, finding] of Object.entries(engines)) terminal.out(lineOf(role, finding, ['answers', 'does not answer'])); // prettier-ignore
    return healthy ? exitDone : exitFailed;
  });
}
