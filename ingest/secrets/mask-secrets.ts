export interface Redaction {
  readonly line: number;
  readonly kind: string;
  readonly preview: string;
  readonly fingerprint: string;
}
export const redactorVersion = 0;
export function maskSecrets(text: string): { text: string; redactions: Redaction[] } {
  return { text, redactions: [] };
}
