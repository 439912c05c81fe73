/** A button that opens the picker; the picker's data comes with the first opening. */
import { lazy, Suspense } from 'react';
import { IconButton } from '../Button';
import { Icon } from '../Icon';
import { Popover } from '../Popover';
import { usePopover } from '../usePopover';
import './emoji.css';
import { words } from '../words';

const EmojiPicker = lazy(() => import('./EmojiPicker'));

interface EmojiButtonProps {
  label: string;
  onPick: (emoji: string) => void;
  /** Whether the picker is open; what holds the button may have to stay for as long. */
  onOpen?: (open: boolean) => void;
  size?: number;
  tip?: 'above' | 'end';
  /** As a line of a menu, with words. */
  line?: boolean;
}

/** Opens, picks, closes. */
export function EmojiButton(props: EmojiButtonProps) {
  const { label, onPick, onOpen, size = 16, tip = 'above', line = false } = props;
  const { anchor, control, open, close } = usePopover(onOpen);
  return (
    <>
      {line ? (
        <button type="button" data-first {...control}>
          <Icon name="smile" />
          {label}
        </button>
      ) : (
        <IconButton icon="smile" label={label} size={size} tip={tip} {...control} />
      )}
      {open && (
        <Popover anchor={anchor} label={words.emoji} onClose={close}>
          <Suspense fallback={<div className="emoji-picker" aria-busy="true" />}>
            <EmojiPicker
              onPick={(emoji) => {
                close();
                onPick(emoji);
              }}
            />
          </Suspense>
        </Popover>
      )}
    </>
  );
}
