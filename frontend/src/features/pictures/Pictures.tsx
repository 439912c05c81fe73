/** Gives avatars their pictures: each at an address with a ticket that opens it. */
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useSelector } from 'react-redux';
import { useAct, type Verb } from '../../services';
import { PicturesContext } from '../../ui/pictures';
import { selectPictures } from './picturesSlice';

/** A ticket for all pictures of people and spaces. */
const askTicket =
  (): Verb<Promise<string>> =>
  (_dispatch, _state, { tickets }) =>
    tickets.for(null);

/** It opens nothing any more. */
const forgetTicket =
  (): Verb<void> =>
  (_dispatch, _state, { tickets }) =>
    tickets.forget(null);

/**
 * An address stays the same for as long as the window is open, so that the browser reads each
 * picture once. One that fails is tried once more with another ticket, then initials are drawn.
 */
export function Pictures({ children }: { children: ReactNode }) {
  const act = useAct();
  const paths = useSelector(selectPictures);
  const [addresses, setAddresses] = useState<Record<string, string>>({});
  const tried = useRef(new Set<string>());
  useEffect(() => {
    const missing = Object.values(paths).filter((path) => !(path in addresses));
    if (missing.length === 0) return undefined;
    let wanted = true;
    const find = async (): Promise<void> => {
      const ticket = await act(askTicket());
      const found = missing.map((path) => [path, `${path}?ticket=${ticket}`] as const);
      if (wanted) setAddresses((before) => ({ ...before, ...Object.fromEntries(found) }));
    };
    // Without a ticket initials are drawn, until another picture is told of.
    find().catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [act, paths, addresses]);
  const pictures = useMemo(
    () => ({
      of: (id: string): string | null => addresses[paths[id] ?? ''] || null,
      failed: (id: string): void => {
        const path = paths[id];
        if (path === undefined) return;
        const again = !tried.current.has(path);
        tried.current.add(path);
        if (again) act(forgetTicket());
        setAddresses((before) => {
          const { [path]: _gone, ...others } = before;
          return again ? others : { ...others, [path]: '' };
        });
      },
    }),
    [act, paths, addresses],
  );
  return <PicturesContext value={pictures}>{children}</PicturesContext>;
}
