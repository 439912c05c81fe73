/** A name that nobody else will choose: 128 random bits, as 32 hexadecimal digits. */
export function nonce(): string {
  // Not `randomUUID`: browsers have that only where the page came over HTTPS or from loopback.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
