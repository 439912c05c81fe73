/** Offers a newer version of the client. What is begun stays: drafts are kept with each letter. */
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { Button } from '../../ui/Button';
import './offline.css';
import { selectUpdate, updatePutOff } from './offlineSlice';

/** Stands there until it is answered. */
export function UpdateBar() {
  const act = useAct();
  const update = useSelector(selectUpdate);
  return (
    <div role="status">
      {update === 'ready' && (
        <div className="update-bar">
          <span>A newer version of Parlor is ready. What you have begun to write stays.</span>
          <Button look="primary" onClick={() => location.reload()}>
            Reload
          </Button>
          <Button look="quiet" onClick={() => act(updatePutOff())}>
            Later
          </Button>
        </div>
      )}
    </div>
  );
}
