/** Progress of ingest on one line of a terminal, with rate and time left; nothing when stderr is a pipe. */
import type { IngestProgress } from '../../ingest/ingest.js';
import type { Terminal } from './output.js';

const labels: Readonly<Record<IngestProgress['stage'], string>> = {
  read: 'Reading',
  embed: 'Embedding',
  write: 'Writing',
};
const redrawMs = 100;

/** One line for a moment of an ingest. Pure. */
export function progressLine(progress: IngestProgress): string {
  const rate = progress.elapsedMs > 0 ? (progress.done * 1000) / progress.elapsedMs : 0;
  const left = progress.leftMs > 0 ? `, ${Math.ceil(progress.leftMs / 1000)} s left` : '';
  return `${labels[progress.stage]} ${progress.done}/${progress.total} (${rate.toFixed(0)}/s${left})`;
}

export function showProgress(terminal: Pick<Terminal, 'draw' | 'interactive'>): {
  update: (progress: IngestProgress) => void;
  clear: () => void;
} {
  let drawn: { stage: IngestProgress['stage']; elapsedMs: number } | undefined;
  return {
    update: (progress) => {
      if (!terminal.interactive || progress.total === 0) return;
      const isNewStage = drawn?.stage !== progress.stage;
      if (drawn !== undefined && !isNewStage && progress.elapsedMs - drawn.elapsedMs < redrawMs) return;
      drawn = { stage: progress.stage, elapsedMs: progress.elapsedMs };
      terminal.draw(progressLine(progress));
    },
    clear: () => {
      if (drawn !== undefined) terminal.draw('');
      drawn = undefined;
    },
  };
}
