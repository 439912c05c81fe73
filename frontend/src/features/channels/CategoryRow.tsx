/** The head of a category: folds it up, and makes channels in it. */
import type { HTMLAttributes } from 'react';
import type { Channel, ChannelId } from '../../protocol';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import type { MenuItem } from '../../ui/Menu';
import { RowMenu, useRowMenu } from '../../ui/RowMenu';
import type { Edge } from './useDragging';
import { words } from './words';
import { OneLine } from '../../ui/OneLine';

interface CategoryRowProps {
  category: Channel;
  folded: boolean;
  items: MenuItem[];
  edge: Edge | undefined;
  drag: HTMLAttributes<HTMLElement>;
  tabIndex: number;
  onFold: (folded: boolean) => void;
  onCreate: ((parentId: ChannelId | null) => void) | null;
}

/** A heading that is a button. */
export function CategoryRow(props: CategoryRowProps) {
  const { category, folded, items, edge, drag, tabIndex, onFold, onCreate } = props;
  const { anchor, open, onContextMenu, close } = useRowMenu<HTMLButtonElement>(items.length > 0);
  const { id, name } = category;
  return (
    // Dragged by hand only; the menu moves it by keyboard.
    <div className="category-row" data-edge={edge} {...drag}>
      <h2>
        <button
          ref={anchor}
          type="button"
          className="category"
          aria-expanded={!folded}
          data-stop={id}
          tabIndex={tabIndex}
          onClick={() => onFold(!folded)}
          onContextMenu={onContextMenu}
        >
          <Icon name="chevron" size={12} />
          <span className="name" title={name}>
            <OneLine>{name}</OneLine>
          </span>
        </button>
      </h2>
      {onCreate && (
        <span className="at-hand">
          <IconButton
            icon="plus"
            label={words.makeChannelIn(name)}
            tip="end"
            aria-haspopup="dialog"
            onClick={() => onCreate(id)}
          />
        </span>
      )}
      <RowMenu
        label={words.actionsFor(name)}
        items={items}
        line={anchor}
        open={open}
        onClose={close}
      />
    </div>
  );
}
