/** Prints what the vetoes alone do with the labelled pairs: no vectors, no corpus, no names, a plan that says nothing. `--show` lists the wrong ones of the pairs that are not held out. */
import { createNeutralVetoes, readPairs, vetoBetween, type PairSet } from './labelled-pairs.js';

const vetoes = createNeutralVetoes();

function report(name: PairSet): void {
  const judged = readPairs(name).map((pair) => ({
    pair,
    veto: vetoBetween(vetoes, pair.stored, pair.asked),
  }));
  const same = judged.filter(({ pair }) => pair.label === 'same');
  const different = judged.filter(({ pair }) => pair.label === 'different');
  const hits = same.filter(({ veto }) => veto === undefined).length;
  const wrong = different.filter(({ veto }) => veto === undefined);
  console.log(
    `${name}: paraphrases passed ${hits}/${same.length}, traps passed ${wrong.length}/${different.length}`,
  );
  if (name !== 'held-out' && process.argv.includes('--show')) {
    for (const { pair, veto } of [...wrong, ...same.filter((one) => one.veto !== undefined)])
      console.log(`  ${pair.trap ?? 'paraphrase'}: ${veto ?? 'passed'} | ${pair.stored} | ${pair.asked}`);
  }
}

report('development');
report('validation');
if (process.argv.includes('--held-out')) report('held-out');
