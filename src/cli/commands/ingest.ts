/** `askfolio ingest`: brings the index up to date with the folder and says what changed. */
import { exitCheckSaidNo, exitDone, type Terminal } from '../output.js';
import { withAskfolio, type GlobalOptions } from '../open.js';
import { showProgress } from '../progress.js';

export interface IngestCommandOptions extends GlobalOptions {
  readonly dryRun?: boolean;
  readonly strict?: boolean;
}

export async function ingestCommand(
  paths: readonly string[],
  options: IngestCommandOptions,
  terminal: Terminal,
): Promise<number> {
  return withAskfolio(options, terminal, async (askfolio) => {
    const progress = showProgress(terminal);
    const report = await askfolio
      .ingest({
        onProgress: progress.update,
        ...(paths.length === 0 ? {} : { paths }),
        ...(options.dryRun === true ? { dryRun: true } : {}),
        ...(options.strict === true ? { strict: true } : {}),
      })
      .finally(() => progress.clear());
    for (const warning of report.warnings) terminal.note(`warning: ${warning.message}`);
    for (const redaction of report.redactions) {
      terminal.note(
        `secret masked: ${redaction.path}:${redaction.line} ${redaction.kind} (${redaction.preview}); change it where it is in use`,
      );
    }
    terminal.out(options.json === true ? JSON.stringify(report) : summaryOf(report, options.dryRun === true));
    return options.strict === true && (report.warnings.length > 0 || report.redactions.length > 0)
      ? exitCheckSaidNo
      : exitDone;
  });
}

type Report = Awaited<ReturnType<Parameters<Parameters<typeof withAskfolio>[2]>[0]['ingest']>>;

function summaryOf(report: Report, dryRun: boolean): string {
  const changes = [
    ['added', report.added],
    ['changed', report.changed],
    ['removed', report.removed],
  ] as const;
  const lines = [
    `${dryRun ? 'Would hold' : 'Indexed'} ${report.added.length + report.changed.length + report.unchanged.length} documents, ${report.chunks} chunks, ${report.words} words, ${report.technologies} technologies in ${(report.durationMs / 1000).toFixed(1)} s (generation ${report.generation}).`,
    `${report.added.length} added, ${report.changed.length} changed, ${report.unchanged.length} unchanged, ${report.removed.length} removed; ${report.embedded} chunks embedded.`,
  ];
  if (dryRun) for (const [name, paths] of changes) for (const path of paths) lines.push(`  ${name}: ${path}`);
  return lines.join('\n');
}
