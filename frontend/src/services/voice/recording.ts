/** A few seconds of a microphone, to listen to. */

/** Long enough for a sentence. */
const SECONDS = 3;

/** Something recorded. */
export interface Recording {
  /** Resolves when it was played to its end. */
  play: (output: string) => Promise<void>;
}

/** Records for three seconds. */
export async function record(stream: MediaStream): Promise<Recording> {
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  recorder.start();
  setTimeout(() => recorder.stop(), SECONDS * 1_000);
  await ended;
  const bytes = await new Blob(parts).arrayBuffer();
  return { play: (output) => playBack(bytes, output) };
}

async function playBack(bytes: ArrayBuffer, output: string): Promise<void> {
  const context = new AudioContext() as AudioContext & {
    setSinkId?: (id: string) => Promise<void>;
  };
  try {
    if (output !== '') await context.setSinkId?.(output).catch(() => undefined);
    const buffer = await context.decodeAudioData(bytes.slice(0));
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    const ended = new Promise((resolve) => source.addEventListener('ended', resolve));
    source.start();
    await ended;
  } finally {
    await context.close();
  }
}
