/** Who is limited together: one IPv4 address, or one IPv6 /56 (what one household gets). */
import { isIP, isIPv4 } from 'node:net';

/** Key of a client. Text that is no address (a forged forwarding header) falls back to the address of the connection. */
export function clientKey(address: string | undefined, connectionAddress: string | undefined): string {
  return keyOf(address) ?? keyOf(connectionAddress) ?? 'unknown';
}

function keyOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const plain = address.replace(/%.*$/, '');
  if (isIPv4(plain)) return plain;
  if (isIP(plain) !== 6) return undefined;
  const groups = expand(plain);
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) return quad(groups[6] ?? 0, groups[7] ?? 0);
  const prefix = [...groups.slice(0, 3), (groups[3] ?? 0) & 0xff00];
  return `${prefix.map((group) => group.toString(16)).join(':')}::/56`;
}

/** The eight 16-bit groups of a valid IPv6 address, a dotted tail included. */
function expand(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const text =
    dotted === null ? address : `${dotted[1]}${pair(dotted[2], dotted[3])}:${pair(dotted[4], dotted[5])}`;
  const [head = '', tail] = text.split('::');
  const before = parseGroups(head);
  if (tail === undefined) return before;
  const after = parseGroups(tail);
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function parseGroups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

function pair(high: string | undefined, low: string | undefined): string {
  return ((Number(high) << 8) | Number(low)).toString(16);
}

function quad(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
