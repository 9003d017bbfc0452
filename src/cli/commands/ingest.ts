/** `askfolio ingest`: brings the index up to date with the folder and says what changed. */
import type { FileRedaction } from '../../../ingest/build-generation.js';
import type { IngestReport } from '../../../ingest/ingest.js';
import { personalKinds } from '../../../ingest/secrets/personal-data.js';
import { withAskfolio, type CommandContext, type GlobalOptions } from '../open.js';
import { describeWarning, exitCheckSaidNo, exitDone, printable } from '../output.js';
import { showProgress } from '../progress.js';

export interface IngestCommandOptions extends GlobalOptions {
  readonly words: readonly string[];
  readonly dryRun?: boolean;
  readonly strict?: boolean;
}

export async function ingestCommand(options: IngestCommandOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  return withAskfolio(options, context, async (askfolio) => {
    const progress = showProgress(terminal);
    const report = await askfolio
      .ingest({
        onProgress: progress.update,
        signal: terminal.interrupted(),
        ...(options.words.length === 0 ? {} : { paths: options.words }),
        ...(options.dryRun === true ? { dryRun: true } : {}),
        ...(options.strict === true ? { strict: true } : {}),
      })
      .finally(() => progress.clear());
    for (const warning of report.warnings) terminal.note(describeWarning(warning));
    for (const redaction of report.redactions) terminal.note(printable(describeRedaction(redaction)));
    const secrets = report.redactions.filter(({ kind }) => !personalKinds.has(kind));
    const refused = options.strict === true && report.warnings.length + secrets.length > 0;
    if (secrets.some(({ fingerprint }) => fingerprint !== ''))
      terminal.note(
        'What is no secret stays when its fingerprint (16 digits) stands on a line of .askfolioallow in the corpus folder.',
      );
    if (refused)
      terminal.note(
        `--strict: ${secrets.length} secrets and ${report.warnings.length} warnings; the exit status is ${exitCheckSaidNo}.`,
      );
    terminal.out(options.json === true ? JSON.stringify(report) : summaryOf(report, options));
    return refused ? exitCheckSaidNo : exitDone;
  });
}

function describeRedaction({ path, line, kind, preview, fingerprint }: FileRedaction): string {
  if (personalKinds.has(kind)) return `masked because of PII=mask: ${path}:${line}: ${kind}`;
  const shown = [preview, fingerprint].filter((part) => part !== '').join(', ');
  const about = shown === '' ? '' : ` (${shown})`;
  return `secret masked: ${path}:${line}: ${kind}${about}; change it where it is in use`;
}

/** What the run did, in two lines and, for a dry run, the paths. Pure. */
export function summaryOf(
  report: IngestReport,
  options: Pick<IngestCommandOptions, 'dryRun' | 'strict'>,
): string {
  const { added, changed, removed, unchanged } = report;
  const size = `${report.documents} documents, ${report.chunks} chunks, ${report.words} words, ${report.technologies} technologies`;
  const lines = [
    `${beginningOf(report, options)} ${size} in ${(report.durationMs / 1000).toFixed(1)} s (generation ${report.generation}).`,
    `${added.length} added, ${changed.length} changed, ${unchanged.length} unchanged, ${removed.length} removed; ${report.embedded} chunks embedded.`,
  ];
  if (options.dryRun === true) {
    for (const [name, paths] of Object.entries({ added, changed, removed }))
      lines.push(...paths.map((path) => `  ${name}: ${printable(path)}`));
  }
  return lines.join('\n');
}

function beginningOf(report: IngestReport, options: Pick<IngestCommandOptions, 'dryRun' | 'strict'>): string {
  if (options.dryRun === true) return 'Nothing written; the index would hold';
  if (report.isWritten) return 'Indexed';
  const isRefused = options.strict === true && report.redactions.some(({ kind }) => !personalKinds.has(kind));
  return isRefused ? 'Nothing written because of the secrets above; without them:' : 'Nothing has changed:';
}
