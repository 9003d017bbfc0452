/** Recognises the owner by `Authorization: Bearer <OWNER_TOKEN>`. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { HttpProblem } from './problems.js';

export interface OwnerCheck {
  /** False when no token is configured: then nobody is the owner and the owner's routes do not exist. */
  readonly exists: boolean;
  /**
   * True for the owner, false for a visitor without a token.
   * @throws HttpProblem `unauthorised` for a wrong token
   */
  isOwner(authorization: string | undefined): boolean;
}

export function createOwnerCheck(ownerToken: string | undefined): OwnerCheck {
  if (ownerToken === undefined || ownerToken === '') return { exists: false, isOwner: () => false };
  const expected = digest(ownerToken);
  return {
    exists: true,
    isOwner(authorization) {
      if (authorization === undefined) return false;
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
      // Digests have one length, so the comparison tells nothing about the token's.
      if (timingSafeEqual(digest(token), expected)) return true;
      throw refusal('The owner token is wrong.');
    },
  };
}

/** For the owner's routes, when no token came at all. */
export function refusal(detail: string): HttpProblem {
  return new HttpProblem('unauthorised', detail, {
    headers: { 'WWW-Authenticate': 'Bearer realm="askfolio"' },
  });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
