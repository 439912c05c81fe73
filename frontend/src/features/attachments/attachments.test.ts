// @vitest-environment happy-dom
import { configureStore } from '@reduxjs/toolkit';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Attachment, Limits } from '../../protocol';
import type { Services } from '../../services';
import { Refusal, Unreachable } from '../../services/api/problem';
import type { Upload as Sent } from '../../services/api/upload';
import { sessionEnded } from '../../services/events';
import { Uploads } from '../../services/uploads';
import { CHANNEL } from '../../testing/frames';
import {
  attachmentsReducer,
  filesRestored,
  selectReady,
  selectUploadsIn,
} from './attachmentsSlice';
import { refusals, sizeOf } from './limits';
import { shownSize } from './size';
import { addFiles, describeFile, dropFile, retryFile, takeFiles } from './upload';

const LIMITS = { uploadBytesMax: 2_048, attachmentsPerMessageMax: 3 } as Limits;

const attachmentOf = (id: string, more: Partial<Attachment> = {}): Attachment => ({
  id,
  filename: `${id}.txt`,
  contentType: 'text/plain',
  sizeBytes: 5,
  url: `/api/v1/attachments/${id}/${id}.txt`,
  ...more,
});

/** A way to the server in the test's hand. */
interface Way extends Sent {
  arrives: () => void;
  fails: (error: Error) => void;
}

let ways: Way[];
let store: ReturnType<typeof storeOf>;

function storeOf() {
  const upload = (sent: Sent): Promise<Attachment> =>
    new Promise((resolve, reject) => {
      const arrives = (): void => resolve(attachmentOf(String(ways.length)));
      ways.push({ ...sent, arrives, fails: reject });
    });
  const services = { api: { upload }, uploads: new Uploads() } as unknown as Services;
  return configureStore({
    reducer: { attachments: attachmentsReducer },
    middleware: (defaults) => defaults({ thunk: { extraArgument: services } }),
  });
}

const act = (verb: ReturnType<typeof dropFile>): void => void store.dispatch(verb as never);
const add = (...names: string[]): void =>
  act(
    addFiles(
      CHANNEL,
      names.map((name) => new File(['hello'], name)),
      LIMITS,
    ),
  );
const shown = () => selectUploadsIn(store.getState(), CHANNEL);
const outline = (): string[] => shown().map(({ name, status }) => `${name} ${status}`);
const settled = (check: () => void): Promise<void> => vi.waitFor(check);

beforeEach(() => {
  ways = [];
  store = storeOf();
});

describe('uploading', () => {
  it('sends two at once; the others wait their turn', async () => {
    add('a', 'b', 'c');
    expect(outline()).toEqual(['a sending', 'b sending', 'c queued']);
    ways[0]?.onProgress(0.5);
    expect(shown()[0]?.part).toBe(0.5);
    ways[0]?.arrives();
    await settled(() => expect(outline()).toEqual(['a ready', 'b sending', 'c sending']));
    expect(shown()[0]?.attachment).not.toBeNull();
  });

  it('says why one did not arrive, and tries again', async () => {
    add('a', 'b');
    ways[0]?.fails(new Unreachable());
    const problem = { detail: 'This picture cannot be read.', status: 422 } as Refusal['problem'];
    ways[1]?.fails(new Refusal(problem));
    await settled(() => expect(outline()).toEqual(['a failed', 'b failed']));
    expect(shown()[0]?.reason).toMatch(/cannot be reached/);
    expect(shown()[1]?.reason).toBe('This picture cannot be read.');
    act(retryFile(shown()[0]?.id ?? ''));
    expect(outline()).toEqual(['a sending', 'b failed']);
  });

  it('stops when it is taken back, and begins the next', () => {
    add('a', 'b', 'c');
    act(dropFile(shown()[0]?.id ?? ''));
    expect(ways[0]?.signal.aborted).toBe(true);
    expect(outline()).toEqual(['b sending', 'c sending']);
  });

  it('begins anew with a description', async () => {
    add('a');
    ways[0]?.arrives();
    await settled(() => expect(outline()).toEqual(['a ready']));
    act(describeFile(shown()[0]?.id ?? '', 'A shed'));
    expect(outline()).toEqual(['a sending']);
    expect(ways[1]?.form.get('alt')).toBe('A shed');
    // The server reads the description before the file.
    expect([...(ways[1]?.form.keys() ?? [])]).toEqual(['alt', 'file']);
  });

  it('leaves nothing once a message took them, or somebody signed out', async () => {
    add('a');
    act(takeFiles(CHANNEL));
    expect(shown()).toEqual([]);
    add('b');
    store.dispatch(sessionEnded('left'));
    expect(shown()).toEqual([]);
  });

  it('keeps what the server has over a reload', async () => {
    add('a');
    ways[0]?.arrives();
    await settled(() => expect(outline()).toEqual(['a ready']));
    const ready = selectReady(store.getState());
    store = storeOf();
    store.dispatch(filesRestored(ready));
    expect(shown()).toMatchObject([{ status: 'ready', name: '1.txt', preview: null }]);
  });
});

describe('limits', () => {
  const file = (name: string, size: number) => ({ name, size });

  it('are said before anything is sent', () => {
    expect(refusals([file('big', 2_049), file('small', 2_048)], 0, LIMITS)).toEqual({
      taken: [file('small', 2_048)],
      why: 'big has 2 kB. A file here has at most 2 kB.',
    });
    expect(refusals([file('nothing', 0)], 0, LIMITS).why).toBe('nothing is empty.');
    const many = [file('a', 1), file('b', 1)];
    expect(refusals(many, 2, LIMITS)).toEqual({
      taken: [file('a', 1)],
      why: 'A message carries at most 3 files.',
    });
    expect(refusals(many, 0, LIMITS).why).toBeNull();
  });

  it.each([
    [1, '1 byte'],
    [1_023, '1,023 bytes'],
    [1_536, '1.5 kB'],
    [52_428_800, '50 MB'],
    [3 * 1_024 ** 3, '3 GB'],
  ])('%i bytes are %s', (bytes, expected) => {
    expect(sizeOf(bytes)).toBe(expected);
  });
});

it.each([
  [
    { width: 4_000, height: 3_000 },
    { width: 400, height: 300 },
  ],
  [
    { width: 100, height: 100 },
    { width: 100, height: 100 },
  ],
  [
    { width: 1_000, height: 4_000 },
    { width: 75, height: 300 },
  ],
  [
    { width: 10, height: 10 },
    { width: 48, height: 48 },
  ],
])('shows %j as %j', (picture, expected) => {
  expect(shownSize(picture)).toEqual(expected);
});
