/** Offers a newer version of the client. What is begun stays: drafts are kept with each letter. */
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { Button } from '../../ui/Button';
import './offline.css';
import { selectUpdate, updatePutOff } from './offlineSlice';
import { common } from '../../language/common';
import { words } from './words';

/** Stands there until it is answered. */
export function UpdateBar() {
  const act = useAct();
  const update = useSelector(selectUpdate);
  return (
    <div role="status">
      {update === 'ready' && (
        <div className="update-bar">
          <span>{words.newerVersionOfParlorIs}</span>
          <Button look="primary" onClick={() => location.reload()}>
            {common.reload}
          </Button>
          <Button look="quiet" onClick={() => act(updatePutOff())}>
            {common.later}
          </Button>
        </div>
      )}
    </div>
  );
}
