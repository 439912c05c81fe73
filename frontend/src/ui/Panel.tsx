/** A panel at the right: beside the conversation where there is room, above it where not. */
import { useEffect, useRef, type ReactNode } from 'react';
import { IconButton } from './Button';
import './panel.css';
import { common } from '../language/common';

interface PanelProps {
  title: string;
  onClose: () => void;
  /** Buttons beside the title. */
  tools?: ReactNode;
  children: ReactNode;
}

/**
 * Opening moves the focus in, to what is marked with `data-first` where there is such a thing;
 * closing moves it back. Escape in it closes it.
 */
export function Panel({ title, onClose, tools, children }: PanelProps) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const panel = ref.current;
    const before = document.activeElement;
    (panel?.querySelector<HTMLElement>('[data-first]') ?? panel)?.focus();
    return () => {
      // Only when the focus would be lost: whoever went elsewhere stays there.
      const lost = document.activeElement === document.body;
      const inside = panel?.contains(document.activeElement) === true;
      if ((lost || inside) && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    // Escape is a convenience: the cross does the same.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      ref={ref}
      className="panel"
      aria-label={title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        if (event.nativeEvent.isComposing) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className="panel-bar">
        <h2>{title}</h2>
        {tools}
        <IconButton icon="close" label={common.close} tip="below-end" onClick={onClose} />
      </header>
      <div className="panel-body">{children}</div>
    </aside>
  );
}
