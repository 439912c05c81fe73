/** Ordering channels by hand. By keyboard, their menus do the same step by step. */
import { useState, type DragEvent, type HTMLAttributes } from 'react';
import type { Channel, ChannelId } from '../../protocol';
import { groupsOf, movesOf, type Move } from './order';

/** Where it would land: at a line's upper or lower edge, or in a category. */
export type Edge = 'above' | 'below' | 'inside';

const NONE: HTMLAttributes<HTMLElement> = {};

/** What a line of the list needs so that it can be moved, and moved onto. */
export function useDragging(
  all: readonly Channel[],
  onMove: ((moves: Move[]) => void) | null,
): {
  over: { id: ChannelId; edge: Edge } | null;
  handlersOf: (channel: Channel) => HTMLAttributes<HTMLElement>;
} {
  const [dragged, setDragged] = useState<Channel | null>(null);
  const [over, setOver] = useState<{ id: ChannelId; edge: Edge } | null>(null);
  const end = (): void => {
    setDragged(null);
    setOver(null);
  };
  const handlersOf = (channel: Channel): HTMLAttributes<HTMLElement> => {
    if (!onMove) return NONE;
    return {
      draggable: true,
      onDragStart: (event) => {
        event.dataTransfer.effectAllowed = 'move';
        setDragged(channel);
      },
      onDragOver: (event) => {
        if (!dragged || dragged.id === channel.id) return;
        const edge = edgeOf(event, dragged, channel);
        if (!edge) return;
        event.preventDefault();
        if (over?.id !== channel.id || over.edge !== edge) setOver({ id: channel.id, edge });
      },
      onDrop: (event) => {
        event.preventDefault();
        if (dragged && over) onMove(movesOf(all, dragged.id, placeOf(all, dragged, over)));
        end();
      },
      onDragEnd: end,
    };
  };
  return { over, handlersOf };
}

/** `null` where it cannot land: a category stands among categories only. */
function edgeOf(event: DragEvent, dragged: Channel, onto: Channel): Edge | null {
  const { top, height } = event.currentTarget.getBoundingClientRect();
  const half = event.clientY < top + height / 2 ? 'above' : 'below';
  if (onto.kind !== 'category') return dragged.kind === 'category' ? null : half;
  return dragged.kind === 'category' ? half : 'inside';
}

/** The place as an index among those who stand there without the one that is moved. */
function placeOf(
  all: readonly Channel[],
  dragged: Channel,
  over: { id: ChannelId; edge: Edge },
): { parentId: ChannelId | null; index: number } {
  const groups = groupsOf(all);
  if (over.edge === 'inside') return { parentId: over.id, index: 0 };
  const below = over.edge === 'below' ? 1 : 0;
  const among = (those: Channel[]): number =>
    those.filter(({ id }) => id !== dragged.id).findIndex(({ id }) => id === over.id) + below;
  if (dragged.kind === 'category') {
    const categories = groups.flatMap(({ category }) => category ?? []);
    return { parentId: null, index: among(categories) };
  }
  const group = groups.find(({ channels }) => channels.some(({ id }) => id === over.id));
  return { parentId: group?.category?.id ?? null, index: among(group?.channels ?? []) };
}
