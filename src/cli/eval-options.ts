/** The options of `askfolio eval`: what `eval/options.ts` names, as a command line. Parsing only. */
import type { Command } from 'commander';
import type { Act } from './action.js';
import { collect, plainNumber, wholeNumber } from './option-values.js';

const subcommands = `
Instead of files:
  check [files..]             check golden files, run nothing
  new                         draft cases from the corpus
  import <file>               promptfoo (.yaml, .csv), ragas (.jsonl) or a table question,answer,doc (.csv)
  show <id> [files..]         one case in full
  diff <a.json> <b.json>      two reports side by side
  squad <file>, answers <file or folder>, chunking <folder>, clinc150 <folder>, banking77 <folder>

Exit status: 0 gates met, 3 a gate or a comparison failed, 2 wrong usage or a bad golden set, 1 the run failed.`;

export function addEvalCommand(program: Command, act: Act): void {
  program
    .command('eval')
    .description('measure the answers on golden files and data sets')
    .argument('[files...]', 'golden files, or folders in BEIR format (default: eval/golden)')
    .option(
      '--stage <stages>',
      'router, retrieval, refusal, answer, grounding, cache, latency or all; with commas',
    )
    .option('--k <cut-offs>', 'ranks to measure at, such as 1,5,10')
    .option('--filter <key=value>', 'only these cases: tag, kind, split, intent, trap or status', collect)
    .option('--id <pattern>', 'only this case; * stands for any text', collect)
    .option('--failed [report]', 'only what failed in the last run, or in a report')
    .option('--gate <metric=value>', 'a further gate', collect)
    .option('--fail-under <metric=value>', 'the same as --gate', collect)
    .option(
      '--baseline <report>',
      'compare with this run (default for the default files: eval/baseline.json when there is one)',
    )
    .option('--tolerance <number>', 'largest loss that is no regression (default: 0.01)', plainNumber)
    .option('--bless', 'make this run the baseline')
    .option('--repeat <number>', 'ask every question so many times', wholeNumber)
    .option('--seed <number>', 'of resampling (default: 7)', wholeNumber)
    .option('--concurrency <number>', 'questions at the same time (default: 1)', wholeNumber)
    .option('--limit <number>', 'of data sets: at most so many questions', wholeNumber)
    .option('--reveal', 'name the cases of the test half')
    .option('--no-plan', 'measure the bare question beside the planned one')
    .option('--run <file>', 'write the ranking as TREC lines')
    .option('-o, --output <file>', 'write a report: .json, .md, .xml or .html', collect)
    .option('--quiet', 'print the verdict alone')
    .option('--list', 'list the cases that would run')
    .addHelpText('after', subcommands)
    .action(
      act(async (options, context) => (await import('./commands/eval.js')).evalCommand(options, context)),
    );
}
