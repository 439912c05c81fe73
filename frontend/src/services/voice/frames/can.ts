/** Whether this browser can carry sound by the socket itself. */
export function canFrames(): boolean {
  return (
    'AudioEncoder' in globalThis && 'AudioDecoder' in globalThis && 'AudioWorkletNode' in globalThis
  );
}
