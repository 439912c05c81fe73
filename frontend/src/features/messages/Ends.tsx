/** What stands above the oldest message that is there, and below the newest. */
import type { Channel } from '../../protocol';
import { Button } from '../../ui/Button';
import { Icon, type IconName } from '../../ui/Icon';
import { MessageSkeletons } from './MessageSkeletons';
import type { Beyond } from './timeline';
import { common } from '../../language/common';
import { words } from './words';

interface BeginningProps {
  channel: Pick<Channel, 'kind'>;
  icon: IconName;
  /** As people say it. */
  name: string;
  older: Beyond;
  onRetry: () => void;
}

/** The beginning of the channel, or the way there. */
export function Beginning({ channel, icon, name, older, onRetry }: BeginningProps) {
  if (older === 'none') {
    return (
      <div className="beginning">
        <Icon name={icon} size={30} />
        <h2>{channel.kind === 'text' ? words.welcomeTo(name) : name}</h2>
        <p>{words.thisIsWhereConversationBegins}</p>
      </div>
    );
  }
  if (older === 'failed') return <Failed which={words.older} onRetry={onRetry} />;
  return <MessageSkeletons rows={4} />;
}

/** The way to the present, where that is elsewhere. */
export function Ending({ newer, onRetry }: { newer: Beyond; onRetry: () => void }) {
  if (newer === 'none') return null;
  if (newer === 'failed') return <Failed which={words.newer} onRetry={onRetry} />;
  return <MessageSkeletons rows={4} />;
}

function Failed({ which, onRetry }: { which: string; onRetry: () => void }) {
  return (
    <p className="beyond-failed">
      {which} <Button onClick={onRetry}>{common.tryAgain}</Button>
    </p>
  );
}
