/** Says that others on the network can read along, and what to do about it. */
import { useState } from 'react';
import { Button } from '../../ui/Button';
import './connection.css';

/**
 * Shown where the page came unencrypted from another machine: there a browser takes no secure
 * cookie, so that the next reload would sign people out without a word.
 */
export function OpenLineBanner() {
  const [read, setRead] = useState(isSecureContext);
  if (read) return null;
  return (
    <div className="banner open-line" role="status">
      <span>
        This connection is not encrypted: others on the network can read along, and your browser may
        not keep you signed in. Ask who runs this server for an address that begins with https.
      </span>
      <Button look="quiet" onClick={() => setRead(true)}>
        Got it
      </Button>
    </div>
  );
}
