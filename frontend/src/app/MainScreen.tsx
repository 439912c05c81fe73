/** The main screen: channels, the conversation, people. */
import { useEffect, useState } from 'react';
import { useSelector } from 'react-redux';
import { selectInstance, selectMe } from '../features/auth/authSlice';
import { selectChannels, selectListed } from '../features/channels/channelsSlice';
import { ConnectionBanner } from '../features/connection/ConnectionBanner';
import { DesktopOffer } from '../features/desktop/DesktopOffer';
import { MemberList } from '../features/members/MemberList';
import { InviteButton } from '../features/invites/InviteButton';
import { may } from '../features/spaces/permissions';
import { selectSpace } from '../features/spaces/spacesSlice';
import type { Channel, ChannelId, SpaceId } from '../protocol';
import { useAct } from '../services';
import { channelShown } from '../services/events';
import { Empty } from '../ui/Empty';
import { ChannelView } from './ChannelView';
import { CloseButton, Drawer } from './Drawer';
import { FindingContext, useNewFinding } from './finding';
import { FindingPanel } from './FindingPanel';
import { FindingSheets } from './FindingSheets';
import { remembered } from './remembered';
import { navigate } from './router';
import { SideBar } from './SideBar';
import type { State } from './store';
import { useReading } from './useReading';
import { useShortcuts } from './useShortcuts';
import { wake } from './wake';
import './main.css';

interface MainScreenProps {
  /** The address's; without one, the channel that was open last. */
  channelId: ChannelId | null;
  /** The space of the address, where it names one. */
  of: SpaceId | null;
}

/** All of it. */
export function MainScreen({ channelId, of }: MainScreenProps) {
  const act = useAct();
  const [drawer, setDrawer] = useDrawer(channelId);
  const [peopleShown, setPeopleShown] = useState(true);
  const me = useSelector(selectMe);
  const channels = useSelector(selectChannels);
  const channel = channelId ? channels?.[channelId] : undefined;
  const entry = useSelector((state: State) => selectSpace(state, channel?.spaceId ?? of));
  useHome(channelId, entry?.space.id ?? null);
  useEffect(() => {
    act(channelShown(channelId));
    return () => void act(channelShown(null));
  }, [act, channelId]);
  const spaceId = channel?.spaceId;
  useEffect(() => {
    if (channelId && spaceId !== undefined) remembered.channelIs(channelId, spaceId);
  }, [channelId, spaceId]);
  useReading(channelId);

  const wide = useWide();
  const finding = useNewFinding();
  useShortcuts(finding);
  const beside = finding.panel ? ' with-panel' : wide && peopleShown ? ' with-people' : '';
  const people = (): void => {
    if (wide) {
      setPeopleShown(finding.panel !== null || !peopleShown);
      finding.show(null);
    } else setDrawer('people');
  };
  return (
    <FindingContext value={finding}>
      <div className={`rooms${beside}`}>
        <a className="skip" href="#composer" onClick={toComposer}>
          Skip to the message field
        </a>
        <Drawer
          className="side"
          label="Channels"
          open={drawer === 'channels'}
          onClose={() => setDrawer(null)}
        >
          <SideBar entry={entry} me={me} onClose={() => setDrawer(null)} />
        </Drawer>
        <main className="room">
          <ConnectionBanner onRetry={() => act(wake())} />
          {finding.panel !== 'inbox' && <DesktopOffer />}
          <Room
            channelId={channelId}
            channel={channel}
            known={channels !== null}
            onChannels={() => setDrawer('channels')}
            onPeople={people}
            peopleShown={wide ? peopleShown && !finding.panel : drawer === 'people'}
          />
        </main>
        {finding.panel && <FindingPanel panel={finding.panel} channel={channel} entry={entry} />}
        {(!wide || (peopleShown && !finding.panel)) && (
          <Drawer
            className="people"
            label="Members"
            open={drawer === 'people'}
            onClose={() => setDrawer(null)}
          >
            <header className="people-bar">
              <h2>Members</h2>
              <CloseButton onClose={() => setDrawer(null)} />
            </header>
            <MemberList
              space={entry?.space ?? null}
              invite={
                entry &&
                may(entry, 'CREATE_INVITE') && <InviteButton space={entry.space} look="words" />
              }
            />
          </Drawer>
        )}
      </div>
      <FindingSheets channel={channel} />
    </FindingContext>
  );
}

type Open = 'channels' | 'people' | null;

/** Which drawer is open. Going to another channel closes it. */
function useDrawer(channelId: ChannelId | null) {
  const [drawer, setDrawer] = useState<Open>(null);
  const [at, setAt] = useState(channelId);
  if (at !== channelId) {
    setAt(channelId);
    setDrawer(null);
  }
  return [drawer, setDrawer] as const;
}

interface RoomProps {
  channelId: ChannelId | null;
  channel: Channel | undefined;
  /** Whether the channels are known yet. */
  known: boolean;
  onChannels: () => void;
  onPeople: () => void;
  peopleShown: boolean;
}

function Room({ channelId, channel, known, ...doors }: RoomProps) {
  if (!known || (channelId === null && !channel)) return <ChannelView channel={null} {...doors} />;
  if (!channel) {
    return (
      <Empty title="This channel is not here" actions={<a href="/">Go to the first channel</a>}>
        It was removed, or you may not see it.
      </Empty>
    );
  }
  return <ChannelView key={channel.id} channel={channel} {...doors} />;
}

/** Without a channel in the address: the one that was open last, or the first. */
function useHome(channelId: ChannelId | null, spaceId: string | null): void {
  const voice = useSelector(selectInstance)?.voice.enabled === true;
  const listed = useSelector((state: State) => selectListed(state, spaceId ?? '', voice));
  const text = listed.filter(({ kind }) => kind === 'text');
  const last = text.find(({ id }) => id === remembered.channel(spaceId ?? undefined));
  const home = (last ?? text[0])?.id;
  useEffect(() => {
    if (channelId === null && home) navigate(`/channels/${home}`, 'replace');
  }, [channelId, home]);
}

const WIDE = '(min-width: 1081px)';

/** Whether there is room for people beside the conversation. */
function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const query = matchMedia(WIDE);
    const changed = (): void => setWide(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  return wide;
}

function toComposer(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#composer')?.focus();
}
