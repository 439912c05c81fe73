/** What the server keeps, where, and how much room is left. */
import { useCallback } from 'react';
import type { Stored as Answer } from '../../protocol';
import { useAct } from '../../services';
import { explain } from '../../services/api/problem';
import { useAnswer } from '../../services/useAnswer';
import { Button } from '../../ui/Button';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { readStored } from './instance';
import { shownLimit } from './LimitList';
import { words } from './serverWords';

/** Counted when it is shown, and again at a press. */
export function Stored() {
  const act = useAct();
  const { answer, again } = useAnswer(useCallback(() => act(readStored()), [act]));
  if (answer.status === 'waiting') return <RowsWaiting label={words.storage} rows={5} />;
  if (answer.status === 'failed') {
    return (
      <RowsEnd
        status="failed"
        hasMore={false}
        problem={explain(answer.error)}
        onMore={again}
        onAgain={again}
      />
    );
  }
  return (
    <section className="part" aria-label={words.storage}>
      <dl className="limits">
        {linesOf(answer.value).map(([name, place, value]) => (
          <div key={name}>
            <dt>
              {name}
              {place !== '' && <small>{place}</small>}
            </dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <div>
        <Button onClick={again}>{words.countAgain}</Button>
      </div>
      <p className="lead">{words.whatOnePersonMayKeep}</p>
    </section>
  );
}

function linesOf(stored: Answer): [name: string, place: string, value: string][] {
  const { database, files, uploads, freeBytes } = stored;
  return [
    [words.database, words.databases[database], sizeOf(stored.databaseBytes)],
    [words.filesPeopleSent, words.filePlaces[files], words.filesOf(uploads)],
    [words.sizeOfFiles, words.equalFilesOnce, sizeOf(stored.uploadBytes)],
    [words.picturesOfPreviews, '', sizeOf(stored.previewBytes)],
    [words.free, words.whereDataLies, freeBytes === null ? words.notSaid : sizeOf(freeBytes)],
  ];
}

function sizeOf(bytes: number): string {
  return shownLimit(bytes, 'bytes');
}
