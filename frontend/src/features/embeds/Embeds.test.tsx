// @vitest-environment happy-dom
import { configureStore } from '@reduxjs/toolkit';
import { act, type ComponentProps } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Embed } from '../../protocol';
import { messageOf } from '../../testing/frames';
import { Embeds, type Still } from './Embeds';

const PAGE: Embed = {
  url: 'https://example.org/frogs',
  title: 'Frogs of the pond',
  description: 'All of them',
  siteName: 'The Pond',
};
const IMAGE = { url: '/api/v1/x', width: 800, height: 400, placeholder: 'L0' };

const Named: Still = ({ name, whole }) => <i className={whole ? 'whole' : 'square'}>{name}</i>;

beforeEach(() => vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true));
afterEach(() => vi.unstubAllGlobals());

function shown(embeds: Embed[], more: Partial<ComponentProps<typeof Embeds>> = {}): HTMLElement {
  const place = document.createElement('div');
  const store = configureStore({ reducer: () => null });
  const message = messageOf(1, { embeds });
  act(() =>
    createRoot(place).render(
      <Provider store={store}>
        <Embeds message={message} removable={false} Still={Named} {...more} />
      </Provider>,
    ),
  );
  return place;
}

it('says where a link leads, whatever the page calls itself', () => {
  const place = shown([
    PAGE,
    { ...PAGE, url: 'https://other.example/', siteName: 'other.example' },
  ]);
  const sites = Array.from(place.querySelectorAll('.embed-site'), (site) => site.textContent);
  expect(sites).toEqual(['The Pond · example.org', 'other.example']);
  const link = place.querySelector('a');
  expect(link?.textContent).toBe('Frogs of the pond');
  expect(link?.getAttribute('href')).toBe('https://example.org/frogs');
  expect(link?.rel).toBe('noopener noreferrer nofollow');
});

it.each([
  ['a wide picture below', { ...PAGE, image: IMAGE }, '.whole'],
  ['a mark beside', { ...PAGE, image: { ...IMAGE, width: 400 } }, '.square'],
  ['a small one beside', { ...PAGE, image: { ...IMAGE, width: 200, height: 100 } }, '.square'],
  ['a linked picture as it is', { url: PAGE.url, image: { ...IMAGE, width: 90 } }, '.whole'],
])('shows %s', (_what, embed, kind) => {
  expect(shown([embed]).querySelectorAll(kind)).toHaveLength(1);
});

it('calls a linked picture by its name', () => {
  const url = 'https://example.org/pictures/frog.png';
  expect(shown([{ url, image: IMAGE }]).querySelector('i')?.textContent).toBe('frog.png');
});

it('follows no address that runs something', () => {
  expect(shown([{ ...PAGE, url: 'javascript:alert(1)' }]).querySelector('.embed')).toBeNull();
});

it('is taken away only by who may, all at once', () => {
  const buttons = (removable: boolean): string[] =>
    Array.from(
      shown([PAGE, { ...PAGE, url: 'https://b.example/' }], { removable }).querySelectorAll(
        'button',
      ),
    ).map((button) => button.getAttribute('aria-label') ?? '');
  expect(buttons(false)).toEqual([]);
  expect(buttons(true)).toEqual(['Remove the previews']);
});
