/** A stretch of a text that holds a secret. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}
