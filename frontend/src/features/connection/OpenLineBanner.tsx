/** Says that others on the network can read along, and what to do about it. */
import { useState } from 'react';
import { Button } from '../../ui/Button';
import './connection.css';
import { words } from './words';

/**
 * Shown where the page came unencrypted from another machine: there a browser takes no secure
 * cookie, so that the next reload would sign people out without a word.
 */
export function OpenLineBanner() {
  const [read, setRead] = useState(isSecureContext);
  if (read) return null;
  return (
    <div className="banner open-line" role="status">
      <span>{words.thisConnectionIsNotEncrypted}</span>
      <Button look="quiet" onClick={() => setRead(true)}>
        {words.gotIt}
      </Button>
    </div>
  );
}
