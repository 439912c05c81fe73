import { expect, it, vi } from 'vitest';
import { Shell } from './index';

function bench({ controlled = false } = {}) {
  const container = Object.assign(new EventTarget(), {
    controller: controlled ? {} : null,
    register: vi.fn(async (_script: unknown) => undefined),
    update: vi.fn(async () => undefined),
    getRegistration: async () => ({ update: container.update }),
  });
  const onReplaced = vi.fn();
  const now = vi.fn(() => 0);
  const shell = new Shell({
    container: container as unknown as ServiceWorkerContainer,
    trusted: {
      createPolicy: (_name, { createScriptURL }) => ({
        createScriptURL: (url) => ({ trusted: createScriptURL(url) }),
      }),
    },
    now,
    onReplaced,
  });
  const takeOver = (): void => {
    Object.assign(container, { controller: {} });
    container.dispatchEvent(new Event('controllerchange'));
  };
  return { container, onReplaced, now, shell, takeOver };
}

it('installs the worker by an address that the policy trusts', async () => {
  const { container, shell } = bench();
  await shell.install();
  expect(container.register).toHaveBeenCalledWith(
    { trusted: '/sw.js' },
    { updateViaCache: 'none' },
  );
});

it('tells of an update, and not of the first worker', async () => {
  const { onReplaced, shell, takeOver } = bench();
  await shell.install();
  takeOver();
  expect(onReplaced).not.toHaveBeenCalled();
  takeOver();
  expect(onReplaced).toHaveBeenCalledOnce();
  const later = bench({ controlled: true });
  await later.shell.install();
  later.takeOver();
  expect(later.onReplaced).toHaveBeenCalledOnce();
});

it('does without where there is none, or where it is forbidden', async () => {
  const { container, shell } = bench();
  container.register.mockRejectedValue(new DOMException('no', 'SecurityError'));
  await shell.install();
  const none = new Shell({
    container: undefined,
    trusted: undefined,
    now: () => 0,
    onReplaced: vi.fn(),
  });
  await none.install();
  await none.check();
  expect(container.register).toHaveBeenCalledOnce();
});

it('asks for another version now and then', async () => {
  const { container, now, shell } = bench();
  await shell.check();
  now.mockReturnValue(59_999);
  await shell.check();
  expect(container.update).toHaveBeenCalledTimes(1);
  now.mockReturnValue(60_000);
  await shell.check();
  expect(container.update).toHaveBeenCalledTimes(2);
});
