/** What stands above the oldest message that is there, and below the newest. */
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { MessageSkeletons } from './MessageSkeletons';
import type { Beyond } from './timeline';

interface BeginningProps {
  name: string;
  older: Beyond;
  onRetry: () => void;
}

/** The beginning of the channel, or the way there. */
export function Beginning({ name, older, onRetry }: BeginningProps) {
  if (older === 'none') {
    return (
      <div className="beginning">
        <Icon name="hash" size={30} />
        <h2>Welcome to {name}</h2>
        <p>This is where the conversation begins.</p>
      </div>
    );
  }
  if (older === 'failed') return <Failed which="Older" onRetry={onRetry} />;
  return <MessageSkeletons rows={4} />;
}

/** The way to the present, where that is elsewhere. */
export function Ending({ newer, onRetry }: { newer: Beyond; onRetry: () => void }) {
  if (newer === 'none') return null;
  if (newer === 'failed') return <Failed which="Newer" onRetry={onRetry} />;
  return <MessageSkeletons rows={4} />;
}

function Failed({ which, onRetry }: { which: 'Older' | 'Newer'; onRetry: () => void }) {
  return (
    <p className="beyond-failed">
      {which} messages could not be read. <Button onClick={onRetry}>Try again</Button>
    </p>
  );
}
