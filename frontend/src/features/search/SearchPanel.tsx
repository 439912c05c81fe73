/** Search: what is looked for, where, and what was found. */
import { useEffect, useRef } from 'react';
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import type { Names } from '../../ui/markdown/names';
import { Panel } from '../../ui/Panel';
import { Segments } from '../../ui/Segments';
import type { Directory, Query, Scope } from './filters';
import { search } from './search';
import { SearchField } from './SearchField';
import { Finds } from './Finds';
import { queryChanged, selectQuery } from './searchSlice';
import { isOpen, personIn } from './suggest';
import './search.css';
import { words } from './words';

/** A pause this long says that somebody looks up from typing. */
const PAUSE_MS = 350;

interface SearchPanelProps {
  /** Where to look: the place one is in, and everywhere. */
  scopes: { label: string; scope: Scope }[];
  directory: Directory;
  names: Names;
  /** A channel and its space in words. */
  placeOf: (channelId: string) => string;
  /** Somebody types a name that begins so; who is found is in the directory then. */
  onNaming: (beginning: string) => void;
  onClose: () => void;
}

/** Finds while one types; Enter does not wait for the pause. */
export default function SearchPanel(props: SearchPanelProps) {
  const { scopes, directory, names, placeOf, onNaming, onClose } = props;
  const act = useAct();
  const query = useSelector(selectQuery);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (next: Query, pauseMs: number): void => {
    act(queryChanged(next));
    onNaming(personIn(next.text));
    clearTimeout(timer.current);
    if (pauseMs === 0) void act(search());
    else if (!isOpen(next.text)) {
      timer.current = setTimeout(() => void act(search()), pauseMs);
    }
  };
  const placed = query.filters.some(({ key }) => key === 'in');
  const at = Math.max(
    0,
    scopes.findIndex(({ scope }) => same(scope, query.scope)),
  );
  return (
    <Panel title={words.search} onClose={onClose}>
      <div className="search-head">
        <SearchField
          query={query}
          directory={directory}
          onChange={(next) => change(next, PAUSE_MS)}
          onDone={(next) => change(next, 0)}
        />
        {!placed && scopes.length > 1 && (
          <Segments
            label={words.whereToLook}
            options={scopes.map(({ label }, index) => [String(index), label] as const)}
            value={String(at)}
            onChange={(index) =>
              change({ ...query, scope: scopes[Number(index)]?.scope ?? null }, 0)
            }
          />
        )}
      </div>
      <Finds names={names} placeOf={placeOf} />
    </Panel>
  );
}

function same(a: Scope, b: Scope): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
