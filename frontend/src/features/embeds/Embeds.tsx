/** The previews of the links in a message: they come after it, or not at all. */
import { useState, type ComponentType, type ReactNode } from 'react';
import type { ChannelId, Embed, Message } from '../../protocol';
import { useAct } from '../../services';
import { useAttempt } from '../../services/useAttempt';
import { IconButton } from '../../ui/Button';
import { Confirm } from '../../ui/Confirm';
import { safeAddress } from '../../ui/markdown/lex';
import { removeEmbeds } from './remove';
import './embeds.css';
import { common } from '../../language/common';
import { words } from './words';

type Image = NonNullable<Embed['image']>;

/** How a picture is shown; `app` knows. */
export type Still = ComponentType<{
  picture: Image;
  name: string;
  channelId: ChannelId;
  whole: boolean;
}>;

interface EmbedsProps {
  message: Pick<Message, 'id' | 'channelId' | 'embeds'>;
  /** Whether whoever reads may take them away. */
  removable: boolean;
  Still: Still;
}

/** One card a link. */
export function Embeds({ message, removable, Still }: EmbedsProps) {
  const { id, channelId, embeds } = message;
  const [asked, setAsked] = useState(false);
  return (
    <div className="embeds">
      {embeds.map((embed, index) => (
        <Card key={embed.url} embed={embed} channelId={channelId} Still={Still}>
          {removable && index === 0 && (
            <IconButton
              icon="close"
              label={words.removePreviews(embeds.length)}
              tip="end"
              size={14}
              onClick={() => setAsked(true)}
            />
          )}
        </Card>
      ))}
      {asked && <Removing id={id} count={embeds.length} onClose={() => setAsked(false)} />}
    </div>
  );
}

interface CardProps {
  embed: Embed;
  channelId: ChannelId;
  Still: Still;
  children: ReactNode;
}

function Card({ embed, channelId, Still, children }: CardProps) {
  const { url, title, description, siteName, image } = embed;
  const address = safeAddress(url);
  if (!address) return null;
  const whole = image !== undefined && (title === undefined || isWide(image));
  return (
    <div className="embed" role="group" aria-label={title ?? address.host} dir="auto">
      <div className="embed-words">
        <p className="embed-site">
          {siteName && siteName !== address.host && (
            <>
              <bdi>{siteName}</bdi> ·{' '}
            </>
          )}
          <bdi>{address.host}</bdi>
        </p>
        {title !== undefined && (
          <a
            className="embed-title"
            href={address.href}
            title={address.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            dir="auto"
          >
            {title}
          </a>
        )}
        {description !== undefined && (
          <p className="embed-says" dir="auto">
            {description}
          </p>
        )}
      </div>
      {image && (
        <div className={whole ? 'embed-picture' : 'embed-picture mark'}>
          <Still
            picture={image}
            name={title ?? nameIn(address)}
            channelId={channelId}
            whole={whole}
          />
        </div>
      )}
      {children}
    </div>
  );
}

/** Pictures that say something by themselves; the others are marks of their site. */
const WIDE_PX = 300;
const WIDE_SHAPE = 1.2;

function isWide({ width, height }: Image): boolean {
  return width >= WIDE_PX && width / height >= WIDE_SHAPE;
}

/** What a linked file is called. */
function nameIn({ pathname, host }: URL): string {
  return pathname.split('/').findLast((part) => part !== '') ?? host;
}

function Removing({ id, count, onClose }: { id: string; count: number; onClose: () => void }) {
  const act = useAct();
  const { busy, wrong, run } = useAttempt();
  const confirm = async (): Promise<void> => {
    if (await run(() => act(removeEmbeds(id)))) onClose();
  };
  return (
    <Confirm
      title={words.shallPreviewsGo(count)}
      verb={common.remove}
      busy={busy}
      wrong={wrong}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{words.messageStaysWhatItLinks}</p>
    </Confirm>
  );
}
