/** The left side: the space, its channels, people, oneself. */
import { useSelector } from 'react-redux';
import { selectInstance } from '../features/auth/authSlice';
import { moveChannels } from '../features/channels/change';
import { ChannelList } from '../features/channels/ChannelList';
import { selectShown } from '../features/channels/channelsSlice';
import { DmList } from '../features/dms/DmList';
import { selectBegun } from '../features/messages/draftsSlice';
import { selectChosen, selectPresences, selectTold } from '../features/presence/presenceSlice';
import { StatusMenu } from '../features/presence/StatusMenu';
import { selectNews } from '../features/reads/readsSlice';
import { join } from '../features/voice/join';
import { may, mayIn } from '../services/permissions';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import type { Me } from '../protocol';
import { useAct } from '../services';
import { IconButton } from '../ui/Button';
import { OneLine } from '../ui/OneLine';
import { useAsk } from './asking';
import { CloseButton } from './Drawer';
import { FindField } from './FindingDoors';
import { navigate } from './router';
import { SpaceHeader } from './SpaceHeader';
import { useAttempt, useChannelItems, useDmItems } from './useItems';
import { useLiveDms } from './useLiveDms';
import { useMuted } from './useMuted';
import { useWider } from './useWide';
import { RosterPlace, VoiceBarPlace } from './VoicePlaces';
import { common } from '../language/common';
import { words } from './words';

interface SideBarProps {
  /** `null` while it is not known yet, as the person. */
  entry: SpaceEntry | null;
  me: Me | null;
  /** Where it lies above the conversation, it can be put away. */
  onClose: () => void;
}

/** From top to bottom. */
export function SideBar({ entry, me, onClose }: SideBarProps) {
  const instance = useSelector(selectInstance);
  const wider = useWider();
  return (
    <div className="side-bar">
      <header className="space-bar">
        <h2 title={entry?.space.name}>
          <OneLine>{entry?.space.name ?? instance?.name}</OneLine>
        </h2>
        {entry && <SpaceHeader entry={entry} />}
        <CloseButton onClose={onClose} />
      </header>
      <FindField />
      <div className="side-lists">
        {(entry !== null || me === null) && <Channels entry={entry} />}
        {me && <Conversations me={me} />}
      </div>
      {wider && <VoiceBarPlace slim={false} />}
      <div className="me" role="group" aria-label={words.you}>
        {me ? <Own me={me} /> : <span className="skeleton" />}
      </div>
    </div>
  );
}

function Channels({ entry }: { entry: SpaceEntry | null }) {
  const act = useAct();
  const ask = useAsk();
  const attempt = useAttempt();
  const voice = useSelector(selectInstance)?.voice.enabled === true;
  const drafts = useSelector(selectBegun);
  const news = useSelector(selectNews);
  const muted = useMuted();
  const itemsFor = useChannelItems(entry, voice);
  const manage = entry !== null && may(entry, 'MANAGE_CHANNELS');
  return (
    <ChannelList
      spaceId={entry?.space.id ?? null}
      voice={voice}
      marks={{ drafts, news, muted }}
      renderRoster={(channel) => <RosterPlace channel={channel} entry={entry} />}
      onJoin={(channel) => {
        if (mayIn(entry, channel, 'CONNECT')) void act(join(channel.id));
      }}
      itemsFor={itemsFor}
      onMove={manage ? (moves) => attempt(act(moveChannels(moves))) : null}
      onCreate={
        manage
          ? (parentId) =>
              ask({
                what: 'channel',
                spaceId: entry.space.id,
                wanted: { what: 'make', kind: 'text', parentId },
              })
          : null
      }
    />
  );
}

function Conversations({ me }: { me: Me }) {
  const ask = useAsk();
  const dms = useLiveDms();
  const shown = useSelector(selectShown);
  const news = useSelector(selectNews);
  const presences = useSelector(selectPresences);
  const muted = useMuted();
  const itemsFor = useDmItems();
  return (
    <DmList
      dms={dms}
      me={me.id}
      shown={shown}
      news={news}
      muted={muted}
      presences={presences}
      itemsFor={itemsFor}
      onNew={() => ask({ what: 'new-dm' })}
    />
  );
}

function Own({ me }: { me: Me }) {
  const ask = useAsk();
  const chosen = useSelector(selectChosen);
  const told = useSelector(selectTold);
  return (
    <>
      <StatusMenu
        me={me}
        chosen={chosen}
        status={told}
        onText={() => ask({ what: 'status-text' })}
      />
      <IconButton
        icon="gear"
        label={common.settings}
        size={18}
        tip="end"
        onClick={() => navigate('/settings')}
      />
    </>
  );
}
