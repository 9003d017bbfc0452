/** Progress of ingest on one line of a terminal, with rate and time left; nothing when stderr is a pipe. */
import type { IngestProgress } from '../../ingest/ingest.js';
import type { Terminal } from './output.js';

const labels: Readonly<Record<IngestProgress['stage'], string>> = {
  read: 'Reading',
  embed: 'Embedding',
  write: 'Writing',
};
const redrawMs = 100;

export function showProgress(terminal: Terminal): {
  update: (progress: IngestProgress) => void;
  clear: () => void;
} {
  let drawnAt = -redrawMs;
  let drawn = false;
  return {
    update: (progress) => {
      if (!terminal.interactive || progress.total === 0 || progress.elapsedMs - drawnAt < redrawMs) return;
      drawnAt = progress.elapsedMs;
      drawn = true;
      const rate = progress.elapsedMs > 0 ? (progress.done * 1000) / progress.elapsedMs : 0;
      const left = progress.leftMs > 0 ? `, ${Math.ceil(progress.leftMs / 1000)} s left` : '';
      terminal.draw(
        `${labels[progress.stage]} ${progress.done}/${progress.total} (${rate.toFixed(0)}/s${left})`,
      );
    },
    clear: () => {
      if (drawn) terminal.draw('');
    },
  };
}
