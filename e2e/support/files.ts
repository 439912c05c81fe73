/** Files to send, made here: nothing is borrowed. */
import type { Locator, Page } from '@playwright/test';

/** A file as a browser takes it. */
export interface Sample {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** An evening sky as wide and high as is asked for, in PNG. */
export async function picture(
  page: Page,
  name: string,
  width: number,
  height: number,
): Promise<Sample> {
  const base64 = await page.evaluate(
    ([wide = 1, high = 1]) => {
      const canvas = document.createElement('canvas');
      canvas.width = wide;
      canvas.height = high;
      const drawn = canvas.getContext('2d');
      if (!drawn) throw new Error('nothing draws here');
      const sky = drawn.createLinearGradient(0, 0, wide, high);
      sky.addColorStop(0, '#e8c9a0');
      sky.addColorStop(0.45, '#b9776a');
      sky.addColorStop(1, '#4b4f6b');
      drawn.fillStyle = sky;
      drawn.fillRect(0, 0, wide, high);
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    },
    [width, height],
  );
  return { name, mimeType: 'image/png', buffer: Buffer.from(base64, 'base64') };
}

/** A tone of half a second, in WAV. */
export function tone(name: string): Sample {
  const rate = 8_000;
  const samples = Buffer.alloc(rate / 2);
  for (let at = 0; at < samples.length; at += 1) {
    samples[at] = 128 + Math.round(90 * Math.sin((at / rate) * 440 * 2 * Math.PI));
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return { name, mimeType: 'audio/wav', buffer: Buffer.concat([head, samples]) };
}

/** Something that is only taken along. */
export function paper(name: string, text: string): Sample {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
}

/** Lets go of a file over an element, or pastes it there. */
export async function hands(
  target: Locator,
  how: 'drop' | 'paste',
  { name, mimeType, buffer }: Sample,
): Promise<void> {
  await target.evaluate(
    (element, { kind, file }) => {
      const bytes = Uint8Array.from(atob(file.base64), (each) => each.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], file.name, { type: file.type }));
      const init = { bubbles: true, cancelable: true };
      if (kind === 'paste') {
        element.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: data }));
        return;
      }
      for (const type of ['dragenter', 'dragover', 'drop']) {
        element.dispatchEvent(new DragEvent(type, { ...init, dataTransfer: data }));
      }
    },
    { kind: how, file: { base64: buffer.toString('base64'), name, type: mimeType } },
  );
}
