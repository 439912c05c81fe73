/** Notices, over the corner of the page; read aloud as they come. */
import { useEffect, useRef, useState } from 'react';
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import type { Notice } from '../../services/events';
import { IconButton } from '../../ui/Button';
import { noticeDismissed, selectNotices } from './noticesSlice';
import './notices.css';
import { words } from './words';
import { common } from '../../language/common';

/** Long enough to read two sentences and to copy a request id. */
const SHOWN_MS = 10_000;

/** The newest at the bottom. */
export function Notices() {
  const notices = useSelector(selectNotices);
  const ref = useRef<HTMLElement>(null);
  const last = notices.at(-1);
  const newest = last?.id;
  useEffect(() => {
    // Each time anew, so that it lies above a dialog that was opened meanwhile.
    const place = ref.current;
    if (newest !== undefined) place?.showPopover();
    return () => place?.hidePopover();
  }, [newest]);
  return (
    <>
      <p className="only-heard" role="status">
        {last?.text}
      </p>
      <section ref={ref} popover="manual" className="notices" aria-label={words.notices}>
        {notices.map((notice) => (
          <NoticeCard key={notice.id} notice={notice} />
        ))}
      </section>
    </>
  );
}

function NoticeCard({ notice }: { notice: Notice & { id: number } }) {
  const { id, kind, text, requestId } = notice;
  const act = useAct();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => act(noticeDismissed(id)), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [act, id, held]);
  return (
    <div
      className={`notice ${kind}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div>
        <p dir="auto">{text}</p>
        {requestId && <small>{common.request(requestId)}</small>}
      </div>
      <IconButton
        icon="close"
        label={words.dismiss}
        tip="end"
        onClick={() => act(noticeDismissed(id))}
      />
    </div>
  );
}
