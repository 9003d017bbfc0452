/** Rankings as TREC run lines: `query Q0 document rank score tag`. */
import { AppError } from '../../src/domain/errors.js';
import type { ScoredId } from '../metrics/ranking.js';

const documentsPerQuery = 100;

/**
 * Lines of one query, 100 documents at most, ids as they are.
 * @throws AppError `bad_golden` for an id with white space, which the format cannot hold.
 */
export function trecLines(query: string, documents: readonly ScoredId[], tag: string): string {
  const bad = [query, ...documents.map((one) => one.id)].find((id) => id === '' || /\s/.test(id));
  if (bad !== undefined)
    throw new AppError(
      'bad_golden',
      `--run: the id "${bad}" holds white space, which a TREC run file cannot`,
    );
  return documents
    .slice(0, documentsPerQuery)
    .map((one, index) => `${query} Q0 ${one.id} ${index + 1} ${one.score} ${tag}\n`)
    .join('');
}
