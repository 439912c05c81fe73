// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import type { Call } from '../../services/voice/call';
import { Told } from './Told';

const CALL: Call = {
  channelId: '100',
  phase: { status: 'connecting', since: 0 },
  selfId: '1',
  people: [],
  listening: false,
  muted: false,
  deafened: false,
  open: true,
  quality: null,
  way: null,
  shows: null,
  blocked: false,
  news: null,
};

it('says the newest of what happens, whoever it is about', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const place = document.createElement('div');
  const root = createRoot(place);
  const said = async (more: Partial<Call>): Promise<string | null> => {
    await act(() => root.render(<Told call={{ ...CALL, ...more }} name="Lounge" />));
    return place.textContent;
  };
  const connected = { phase: { status: 'connected' } } as const;
  expect(await said({})).toBe('Connecting, Lounge');
  expect(await said(connected)).toBe('Voice connected, Lounge');
  const came = { ...connected, news: { id: 1, what: 'came', name: 'Bo', reason: 'left' } } as const;
  expect(await said(came)).toBe('Bo joined');
  expect(await said({ ...came, muted: true })).toBe('Voice connected, Lounge. You are muted');
  const moved = { ...came.news, id: 2, what: 'went', reason: 'moved' } as const;
  expect(await said({ ...came, muted: true, news: moved })).toBe('Bo was moved to another channel');
  const failed = { phase: { status: 'failed', reason: 'full' }, news: moved } as const;
  expect(await said(failed)).toMatch(/^Not in voice\. This voice channel is full/);
  await act(() => root.unmount());
});
