/** Which components React draws, and how often: what nobody sees, but everybody waits for. */

/** The parts of React's own tree that this reads. */
interface Fiber {
  type: unknown;
  flags: number;
  child: Fiber | null;
  sibling: Fiber | null;
  alternate: Fiber | null;
}

/** React's mark on what it has drawn, for the tools that look on. */
const DRAWN = 1;

const HOOK = '__REACT_DEVTOOLS_GLOBAL_HOOK__';

/** How often each component was drawn since the last look, by its name. */
class Renders {
  #counts: Record<string, number> = {};

  constructor() {
    Object.assign(globalThis, {
      [HOOK]: {
        supportsFiber: true,
        inject: () => 1,
        onCommitFiberRoot: (_id: number, { current }: { current: Fiber }) => this.#walk(current),
        onCommitFiberUnmount: () => undefined,
        onPostCommitFiberRoot: () => undefined,
      },
    });
  }

  /** What was drawn since the last look. */
  take(): Record<string, number> {
    const counts = this.#counts;
    this.#counts = {};
    return counts;
  }

  #walk(fiber: Fiber): void {
    const name = nameOf(fiber.type);
    if (name && (fiber.flags & DRAWN) !== 0) this.#counts[name] = (this.#counts[name] ?? 0) + 1;
    // Below a part that was left alone, everything is as it was, marks of earlier drawing too.
    if (fiber.alternate !== null && fiber.child === fiber.alternate.child) return;
    for (let child = fiber.child; child; child = child.sibling) this.#walk(child);
  }
}

function nameOf(type: unknown): string | null {
  if (typeof type === 'function') return type.name;
  if (typeof type !== 'object' || type === null) return null;
  const { displayName, type: inner } = type as { displayName?: string; type?: unknown };
  return displayName ?? nameOf(inner);
}

/** Looks on from its import on; React must be imported after it. */
export const renders = new Renders();
