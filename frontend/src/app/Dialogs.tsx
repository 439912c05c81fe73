/** Every question of the main screen; loaded with the first one. */
import { useSelector } from 'react-redux';
import { selectInstance, selectMe } from '../features/auth/authSlice';
import { ChannelDialog } from '../features/channels/ChannelDialog';
import { byPlace, selectChannels, selectListed } from '../features/channels/channelsSlice';
import { DeleteDialog } from '../features/channels/DeleteDialog';
import { LeaveGroupDialog } from '../features/dms/LeaveGroupDialog';
import { dmName } from '../features/dms/names';
import { addToGroup, openDm } from '../features/dms/open';
import { PeopleDialog } from '../features/dms/PeopleDialog';
import {
  BanDialog,
  KickDialog,
  RolesDialog,
  TimeoutDialog,
} from '../features/members/MemberDialogs';
import { NotificationsDialog } from '../features/notifications/NotificationsDialog';
import { selectNotificationSettings } from '../features/notifications/notificationsSlice';
import { StatusTextDialog } from '../features/presence/StatusTextDialog';
import { MoveDialog } from '../features/voice/MoveDialog';
import { CreateSpaceDialog } from '../features/spaces/CreateSpaceDialog';
import { InviteDialog } from '../features/invites/InviteDialog';
import { LeaveDialog } from '../features/spaces/LeaveDialog';
import { channelPath } from '../services/paths';
import { rankOf } from '../services/permissions';
import { selectSpacesById } from '../features/spaces/spacesSlice';
import type { UserId } from '../protocol';
import { useAct } from '../services';
import type { Asked } from './asking';
import { selectPeople } from './directory';
import { navigate } from './router';
import type { State } from './store';
import { useFindPeople } from './useFindPeople';
import { words } from './dialogWords';

interface DialogsProps {
  asked: Asked;
  onClose: () => void;
}

/** The one that is asked now. */
export default function Dialogs({ asked, onClose }: DialogsProps) {
  const me = useSelector(selectMe);
  const limits = useSelector(selectInstance)?.limits;
  const settings = useSelector(selectNotificationSettings);
  switch (asked.what) {
    case 'make-space':
      return (
        <CreateSpaceDialog
          nameCharsMax={limits?.nameCharsMax}
          onMade={(id) => navigate(`/spaces/${id}`)}
          onClose={onClose}
        />
      );
    case 'invite':
      return <InviteDialog space={asked.space} onClose={onClose} />;
    case 'leave-space':
      return <LeaveDialog space={asked.space} onClose={onClose} />;
    case 'notifications':
      return <NotificationsDialog {...asked} setting={settings[asked.id]} onClose={onClose} />;
    case 'channel':
      return <ChannelAsked asked={asked} onClose={onClose} />;
    case 'delete-channel':
      return <DeleteDialog channel={asked.channel} onClose={onClose} />;
    case 'new-dm':
    case 'add-to-group':
      return <PeopleAsked asked={asked} onClose={onClose} />;
    case 'leave-group':
      return (
        <LeaveGroupDialog
          channel={asked.channel}
          name={dmName(asked.channel, me?.id ?? '')}
          onClose={onClose}
        />
      );
    case 'kick':
    case 'ban':
    case 'timeout':
    case 'roles':
      return <MemberAsked asked={asked} onClose={onClose} />;
    case 'move-voice':
      return <MoveAsked asked={asked} onClose={onClose} />;
    case 'status-text':
      return (
        me && <StatusTextDialog me={me} charsMax={limits?.statusTextCharsMax} onClose={onClose} />
      );
  }
}

function MoveAsked({ asked, onClose }: { asked: About<'move-voice'>; onClose: () => void }) {
  const channels = useSelector(selectChannels) ?? {};
  const spaceId = channels[asked.from]?.spaceId ?? null;
  const others = Object.values(channels)
    .filter(({ id, kind }) => kind === 'voice' && id !== asked.from)
    .filter((channel) => channel.spaceId === spaceId)
    .toSorted(byPlace);
  return <MoveDialog user={asked.user} channels={others} onClose={onClose} />;
}

type About<What extends Asked['what']> = Extract<Asked, { what: What }>;

function ChannelAsked({ asked, onClose }: { asked: About<'channel'>; onClose: () => void }) {
  const instance = useSelector(selectInstance);
  const voice = instance?.voice.enabled === true;
  const listed = useSelector((state: State) => selectListed(state, asked.spaceId, voice));
  return (
    <ChannelDialog
      wanted={asked.wanted}
      spaceId={asked.spaceId}
      categories={listed.filter(({ kind }) => kind === 'category')}
      voice={voice}
      limits={instance?.limits}
      onMade={({ id, kind }) => {
        if (kind === 'text') navigate(channelPath(id));
      }}
      onClose={onClose}
    />
  );
}

interface PeopleAskedProps {
  asked: About<'new-dm' | 'add-to-group'>;
  onClose: () => void;
}

function PeopleAsked({ asked, onClose }: PeopleAskedProps) {
  const act = useAct();
  const me = useSelector(selectMe)?.id;
  const people = Object.values(useSelector(selectPeople)).filter(({ id }) => id !== me);
  const onSought = useFindPeople(null);
  if (asked.what === 'add-to-group') {
    const { id, members = [] } = asked.channel;
    const inIt = new Set<UserId>(members.map((member) => member.id));
    return (
      <PeopleDialog
        title={words.bringPeopleIn}
        verb={words.bringIn}
        people={people.filter((person) => !inIt.has(person.id))}
        already={members.length}
        onSought={onSought}
        onChosen={(ids) => act(addToGroup(id, ids))}
        onClose={onClose}
      />
    );
  }
  return (
    <PeopleDialog
      title={words.messageSomebody}
      verb={words.begin}
      people={people}
      already={1}
      onSought={onSought}
      onChosen={async (ids) => navigate(channelPath((await act(openDm(ids))).id))}
      onClose={onClose}
    />
  );
}

interface MemberAskedProps {
  asked: About<'kick' | 'ban' | 'timeout' | 'roles'>;
  onClose: () => void;
}

function MemberAsked({ asked: { what, spaceId, member }, onClose }: MemberAskedProps) {
  const entry = useSelector(selectSpacesById)[spaceId];
  const limits = useSelector(selectInstance)?.limits;
  if (!entry) return null;
  const props = { space: entry.space, member, onClose };
  switch (what) {
    case 'kick':
      return <KickDialog {...props} />;
    case 'ban':
      return <BanDialog {...props} reasonCharsMax={limits?.banReasonCharsMax} />;
    case 'timeout':
      return <TimeoutDialog {...props} />;
    case 'roles': {
      const rank = rankOf(entry, entry.me);
      const below = entry.roles.filter(({ position }) => position > 0 && position < rank);
      return <RolesDialog {...props} roles={below} />;
    }
  }
}
