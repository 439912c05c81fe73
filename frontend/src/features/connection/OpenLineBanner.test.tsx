// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OpenLineBanner } from './OpenLineBanner';

beforeEach(() => vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true));
afterEach(() => vi.unstubAllGlobals());

function shown(isSecure: boolean): HTMLElement {
  vi.stubGlobal('isSecureContext', isSecure);
  const place = document.createElement('div');
  act(() => createRoot(place).render(<OpenLineBanner />));
  return place;
}

it('says what to do where the page came unencrypted, until it was read', () => {
  const place = shown(false);
  expect(place.textContent).toContain('https');
  act(() => place.querySelector('button')?.click());
  expect(place.textContent).toBe('');
});

it('says nothing where nobody can read along', () => {
  expect(shown(true).textContent).toBe('');
});
