/**
 * The panel at the right: search, pins, or the inbox. All are loaded late, the search before
 * anybody asks for it: into it somebody types at once.
 */
import { lazy, Suspense, useState } from 'react';
import { useSelector } from 'react-redux';
import { DesktopOffer } from '../features/desktop/DesktopOffer';
import { mayIn } from '../services/permissions';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import type { Channel } from '../protocol';
import { useAct } from '../services';
import { Panel } from '../ui/Panel';
import { useAskingNames } from './askingNames';
import { selectDirectory, selectNames, selectPlaceOf, selectUnread, titleOf } from './directory';
import { useFinding, type PanelName } from './finding';
import { readAll, readChannel } from './readAll';
import { searchPanel } from './soon';
import type { State } from './store';
import { useFindPeople } from './useFindPeople';
import { useMembers } from './useMembers';
import { words } from './words';

const LateSearchPanel = lazy(searchPanel.load);
const PinsPanel = lazy(() => import('../features/pins/PinsPanel'));
const InboxPanel = lazy(() => import('../features/inbox/InboxPanel'));

const titles = (): Record<PanelName, string> => ({
  search: words.search,
  pins: words.pinnedMessages,
  inbox: words.inbox,
});

interface FindingPanelProps {
  panel: PanelName;
  channel: Channel | undefined;
  entry: SpaceEntry | null;
}

/** Where it lies above the conversation, going somewhere closes it, as it closes a drawer. */
export function FindingPanel({ panel, channel, entry }: FindingPanelProps) {
  const { show } = useFinding();
  const close = (): void => show(null);
  const props = { channel, entry, onClose: close };
  return (
    <Suspense
      fallback={
        <Panel title={titles()[panel]} onClose={close}>
          <span aria-busy="true" />
        </Panel>
      }
    >
      {panel === 'search' && <Search {...props} />}
      {panel === 'pins' && <Pins {...props} />}
      {panel === 'inbox' && <Inbox {...props} />}
    </Suspense>
  );
}

interface InsideProps extends Omit<FindingPanelProps, 'panel'> {
  onClose: () => void;
}

function Search({ channel, entry, ...rest }: InsideProps) {
  useMembers();
  const [SearchPanel] = useState(() => searchPanel.ifHere() ?? LateSearchPanel);
  const me = useSelector((state: State) => state.auth.me?.id);
  const here =
    channel && channel.spaceId === null
      ? [{ label: titleOf(channel, me), scope: { channelId: channel.id } }]
      : entry
        ? [{ label: entry.space.name, scope: { spaceId: entry.space.id } }]
        : [];
  return (
    <SearchPanel
      scopes={[...here, { label: words.everywhere, scope: null }]}
      directory={useSelector(selectDirectory)}
      names={useAskingNames(useSelector(selectNames), null)}
      placeOf={useSelector(selectPlaceOf)}
      onNaming={useFindPeople(null)}
      {...rest}
    />
  );
}

function Pins({ channel, entry, ...rest }: InsideProps) {
  const names = useAskingNames(useSelector(selectNames), null);
  if (!channel) return null;
  return (
    <PinsPanel
      key={channel.id}
      channelId={channel.id}
      mayPin={channel.spaceId === null || mayIn(entry, channel, 'MANAGE_MESSAGES')}
      names={names}
      {...rest}
    />
  );
}

function Inbox({ onClose }: InsideProps) {
  const act = useAct();
  const reads = useSelector((state: State) => state.reads.byChannel);
  return (
    <InboxPanel
      unread={useSelector(selectUnread)}
      names={useAskingNames(useSelector(selectNames), null)}
      placeOf={useSelector(selectPlaceOf)}
      readSeqOf={(channelId) => reads[channelId]?.readSeq ?? 0}
      onRead={(channelId, seq) => act(readChannel(channelId, seq))}
      onReadAll={() => void act(readAll())}
      onClose={onClose}
    >
      <DesktopOffer />
    </InboxPanel>
  );
}
