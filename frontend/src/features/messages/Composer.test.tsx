// @vitest-environment happy-dom
import { configureStore } from '@reduxjs/toolkit';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { Provider } from 'react-redux';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CHANNEL, ME } from '../../testing/frames';
import { Composer } from './Composer';
import { ConversationContext, type Conversing } from './context';
import { draftChanged, draftsReducer } from './draftsSlice';
import { messagesReducer } from './messagesSlice';
import { repliesReducer } from './repliesSlice';

let store: ReturnType<typeof storeOf>;
let root: Root;
const onEditLast = vi.fn();
const onEscape = vi.fn();
const onTyping = vi.fn();
const onNaming = vi.fn();

const bo = { id: '2', handle: 'bo', name: 'Bo Lindqvist' };
const conversing = {
  me: { id: ME, name: 'Ada', roleIds: [] },
  may: { callAll: false },
  nameable: { people: [bo], roles: [], channels: [{ id: '4', name: 'seeds' }] },
  onNaming,
} as unknown as Conversing;

function storeOf() {
  return configureStore({
    reducer: { drafts: draftsReducer, messages: messagesReducer, replies: repliesReducer },
  });
}

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  store = storeOf();
  const place = document.createElement('div');
  document.body.replaceChildren(place);
  root = createRoot(place);
  const limits = { messageCharsMax: 10, altCharsMax: 10 };
  const where = { channelId: CHANNEL, name: 'general', shown: '#general', limits, slowSeconds: 0 };
  const props = { ...where, files: null, onTyping, onEditLast, onEscape };
  act(() =>
    root.render(
      <Provider store={store}>
        <ConversationContext value={conversing}>
          <Composer {...props} />
        </ConversationContext>
      </Provider>,
    ),
  );
});
afterEach(() => {
  act(() => root.unmount());
  vi.clearAllMocks();
  vi.unstubAllGlobals();
});

const field = (): HTMLTextAreaElement => {
  const found = document.querySelector('textarea');
  if (!found) throw new Error('there is no field');
  return found;
};

const type = (text: string): void =>
  act(() => void store.dispatch(draftChanged({ channelId: CHANNEL, text })));

/** Presses a key; says whether the field may do with it what it does by itself. */
const press = (key: string, how: KeyboardEventInit = {}): boolean => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...how });
  act(() => void field().dispatchEvent(event));
  return !event.defaultPrevented;
};

const sent = (): string[] =>
  Object.values(store.getState().messages.outgoing).map(({ content }) => content);

describe('Enter', () => {
  it('sends what was typed, without the space around it, and empties the field', () => {
    type('  hello \n');
    expect(press('Enter')).toBe(false);
    expect(sent()).toEqual(['  hello']);
    expect(field().value).toBe('');
  });

  it('with Shift makes a line', () => {
    type('hello');
    expect(press('Enter', { shiftKey: true })).toBe(true);
    expect(sent()).toEqual([]);
  });

  /** Who writes Japanese presses Enter to choose a word, many times a message. */
  it.each([{ isComposing: true }, { keyCode: 229 }])(
    'of an input method sends nothing: %j',
    (how) => {
      type('こん');
      expect(press('Enter', how)).toBe(true);
      expect(sent()).toEqual([]);
    },
  );

  it('of a screen keyboard makes a line: there, the button sends', () => {
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    type('hello');
    expect(press('Enter')).toBe(true);
    expect(sent()).toEqual([]);
    act(() => document.querySelector<HTMLElement>('[aria-label=Send]')?.click());
    expect(sent()).toEqual(['hello']);
  });

  it('sends nothing when there is nothing, and nothing that is too long', () => {
    press('Enter');
    type(' \n ');
    press('Enter');
    type('12345678901');
    press('Enter');
    expect(sent()).toEqual([]);
    expect(field().value).toBe('12345678901');
  });
});

it('says how many characters are left, as the server counts them', () => {
  type('😀😀😀');
  expect(document.querySelector('.count')?.textContent).toBe('7 characters left');
  type('12345678901');
  expect(document.querySelector('.count')?.textContent).toBe('-1 characters left');
  expect(field().getAttribute('aria-invalid')).toBe('true');
});

it('goes to one’s last message with the up arrow, only from an empty field', () => {
  type('text');
  press('ArrowUp');
  expect(onEditLast).not.toHaveBeenCalled();
  type('');
  press('ArrowUp');
  expect(onEditLast).toHaveBeenCalledTimes(1);
});

it('goes to the present with Escape', () => {
  press('Escape');
  expect(onEscape).toHaveBeenCalledTimes(1);
});
