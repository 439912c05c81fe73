/** Settings over the whole window: a list of pages, and the one that is open. */
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { IconButton } from './Button';
import { Empty } from './Empty';
import { Icon } from './Icon';
import { LEAVING, UnsavedContext } from './unsaved';
import { useMedia } from './useMedia';
import './pages.css';
import { common } from '../language/common';
import { words } from './pageWords';

/** One page of the list. */
export interface PageItem {
  /** Its part of the address. */
  tab: string;
  label: string;
  danger?: boolean;
  render: () => ReactNode;
}

/** Pages that belong together. */
export interface PageGroup {
  title: string;
  pages: PageItem[];
}

interface PagesProps {
  /** What all of it is about. */
  title: string;
  /** The address of the list; a page is one part longer. */
  base: string;
  groups: PageGroup[];
  /** The page of the address; `null` = the list, and where there is room the first page too. */
  tab: string | null;
  /** Whether one thing of that page is open: where there is little room, it has the page for itself. */
  deep?: boolean;
  onClose: () => void;
  /** Below the list. */
  foot?: ReactNode;
}

/** Beside each other where there is room, else one after the other. Escape closes. */
export function Pages({ title, base, groups, tab, deep, onClose, foot }: PagesProps) {
  const wide = useMedia('(min-width: 721px)');
  const all = groups.flatMap(({ pages }) => pages);
  const { context, mayGo, dirty } = useGuard();
  // A window that becomes narrow must not take away what is not saved.
  const first = wide || dirty ? (all[0]?.tab ?? null) : null;
  const chosen = tab ?? first;
  const page = all.find((each) => each.tab === chosen) ?? null;
  const close = useCallback(() => {
    if (mayGo()) onClose();
  }, [mayGo, onClose]);
  useEscape(close);
  const guard = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('a') && !mayGo()) {
      event.preventDefault();
    }
  };
  const list = wide || chosen === null;
  return (
    <div className="pages" onClickCapture={guard}>
      {list && (
        <div className="pages-side">
          <nav aria-label={title}>
            <header className="pages-title">
              <h2>{title}</h2>
              {!wide && (
                <IconButton icon="close" label={common.close} tip="below-end" onClick={close} />
              )}
            </header>
            {groups.map((group) => (
              <Group key={group.title} group={group} base={base} chosen={chosen} />
            ))}
            {foot && <div className="pages-foot">{foot}</div>}
          </nav>
        </div>
      )}
      {chosen !== null && (
        <main className="pages-main">
          <div className="pages-page" key={chosen}>
            <header className="pages-head">
              {!wide && (
                <a
                  className="icon-button"
                  href={deep ? `${base}/${chosen}` : base}
                  aria-label={words.allOf(deep ? (page?.label ?? title) : title)}
                >
                  <Icon name="back" size={18} />
                </a>
              )}
              <Heading>{page?.label ?? words.nothingHere}</Heading>
              <IconButton
                icon="close"
                label={words.closeEsc}
                size={18}
                tip="below-end"
                onClick={close}
              />
            </header>
            <UnsavedContext value={context}>
              {page ? (
                page.render()
              ) : (
                <Empty title={words.thereIsNoSuchPage}>{words.addressIsNotRightOr}</Empty>
              )}
            </UnsavedContext>
          </div>
        </main>
      )}
    </div>
  );
}

/** Has the focus when the page opens, so that it is read aloud and Tab begins here. */
function Heading({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const at = document.activeElement;
    if (!at || at === document.body || at.closest('nav') === null) ref.current?.focus();
  }, []);
  return (
    <h1 ref={ref} tabIndex={-1}>
      {children}
    </h1>
  );
}

interface GroupProps {
  group: PageGroup;
  base: string;
  chosen: string | null;
}

function Group({ group, base, chosen }: GroupProps) {
  return (
    <section className="pages-group" aria-label={group.title}>
      <h3>{group.title}</h3>
      <ul>
        {group.pages.map(({ tab, label, danger }) => (
          <li key={tab}>
            <a
              href={`${base}/${tab}`}
              className={danger ? 'danger' : ''}
              aria-current={tab === chosen ? 'page' : undefined}
            >
              {label}
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Nobody goes while something is not saved; trying says so. */
function useGuard() {
  const [dirty, setDirty] = useState(false);
  const [warned, setWarned] = useState(false);
  const tell = useCallback((now: boolean) => {
    setDirty(now);
    setWarned(false);
  }, []);
  const mayGo = useCallback(() => {
    setWarned(dirty);
    return !dirty;
  }, [dirty]);
  useEffect(() => {
    if (!dirty) return undefined;
    const stay = (event: Event): void => {
      event.preventDefault();
      setWarned(true);
    };
    addEventListener(LEAVING, stay);
    return () => removeEventListener(LEAVING, stay);
  }, [dirty]);
  const context = useMemo(() => ({ warned, tell }), [warned, tell]);
  return { context, mayGo, dirty };
}

/** What lies above the settings closes first. */
function useEscape(close: () => void): void {
  useEffect(() => {
    const escape = (event: KeyboardEvent): void => {
      const above = document.querySelector('dialog[open], [popover].popover:popover-open');
      if (event.key === 'Escape' && !event.defaultPrevented && !above) close();
    };
    document.addEventListener('keydown', escape);
    return () => document.removeEventListener('keydown', escape);
  }, [close]);
}
