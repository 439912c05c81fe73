// @vitest-environment happy-dom
import { act, useEffect } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Page } from '../protocol';
import { usePages } from './usePages';

type Shown = ReturnType<typeof usePages<string>>;

let root: Root;
let shown: Shown;
/** Everything there is, as the server has it. */
let all: string[];

const read = async (last: string | null): Promise<Page<string>> => {
  if (all[0] === 'broken') throw new Error('no');
  const from = last === null ? 0 : all.indexOf(last) + 1;
  return { items: all.slice(from, from + 2), hasMore: all.length > from + 2 };
};

function List({ fresh }: { fresh: number }) {
  const pages = usePages({ read, fresh });
  useEffect(() => {
    shown = pages;
  });
  return null;
}

const show = (fresh: number): Promise<void> => act(async () => root.render(<List fresh={fresh} />));

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  root = createRoot(document.createElement('div'));
  all = ['a', 'b', 'c', 'd', 'e'];
});
afterEach(() => act(async () => root.unmount()));

it('reads page by page', async () => {
  await show(0);
  expect(shown).toMatchObject({ items: ['a', 'b'], hasMore: true, status: 'here' });
  await act(async () => shown.more());
  await act(async () => shown.more());
  expect(shown).toMatchObject({ items: ['a', 'b', 'c', 'd', 'e'], hasMore: false });
});

it('reads again as much as was there when something is different', async () => {
  await show(0);
  await act(async () => shown.more());
  all = ['new', 'a', 'b', 'c', 'd', 'e'];
  await show(1);
  expect(shown).toMatchObject({ items: ['new', 'a', 'b', 'c'], hasMore: true });
  all = ['b'];
  await show(2);
  expect(shown).toMatchObject({ items: ['b'], hasMore: false });
});

it('says why a page did not come, and asks for it again', async () => {
  await show(0);
  const before = all;
  all = ['broken'];
  await act(async () => shown.more());
  expect(shown).toMatchObject({ items: ['a', 'b'], status: 'failed' });
  all = before;
  await act(async () => shown.again());
  expect(shown).toMatchObject({ items: ['a', 'b', 'c', 'd'], status: 'here' });
});
