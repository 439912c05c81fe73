/** Settings over the whole window: one's own, those of a space, those of the server. They load late. */
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useSelector } from 'react-redux';
import { selectInstance, selectMe } from '../features/auth/authSlice';
import { leave } from '../features/auth/enter';
import { selectChannels } from '../features/channels/channelsSlice';
import { DesktopChoice } from '../features/desktop/DesktopChoice';
import { selectNotificationSettings } from '../features/notifications/notificationsSlice';
import { setLevel } from '../features/notifications/setLevel';
import { may } from '../services/permissions';
import { selectSpaces, selectSpacesById, type SpaceEntry } from '../features/spaces/spacesSlice';
import { useAct } from '../services';
import { failureRaised } from '../services/failure';
import { Empty } from '../ui/Empty';
import { AskContext, type Asked } from './asking';
import { navigate, type Route, type SettingsRoute } from './router';
import type { State } from './store';
import { useMemberItems } from './useItems';
import { words } from './words';

const AccountSettings = lazy(async () => {
  const { AccountSettings: component } = await import('../features/settings/AccountSettings');
  return { default: component };
});
const NotificationLevels = lazy(async () => {
  const { NotificationLevels: component } = await import('../features/settings/NotificationLevels');
  return { default: component };
});
const PushChoice = lazy(async () => {
  const { PushChoice: component } = await import('../features/push/PushChoice');
  return { default: component };
});
const InstanceSettings = lazy(async () => {
  const { InstanceSettings: component } =
    await import('../features/administration/InstanceSettings');
  return { default: component };
});
const Invites = lazy(async () => {
  const { Invites: component } = await import('../features/invites/Invites');
  return { default: component };
});
const Dialogs = lazy(() => import('./Dialogs'));
const SpaceSettings = lazy(async () => {
  const { SpaceSettings: component } = await import('../features/administration/SpaceSettings');
  return { default: component };
});

const VoiceSettings = lazy(async () => {
  const { VoiceSettings: component } = await import('../features/voice/VoiceSettings');
  return { default: component };
});

const VoiceCheck = lazy(async () => {
  const { VoiceCheck: component } = await import('../features/voice/VoiceCheck');
  return { default: component };
});

const close = (): void => navigate('/');

/** Empty until it is loaded, and until it is known who asks. */
export default function SettingsScreen({ route }: { route: SettingsRoute }) {
  return (
    <Suspense fallback={<Opening />}>
      <Chosen route={route} />
    </Suspense>
  );
}

function Opening() {
  return <main className="opening" aria-busy="true" aria-label={words.settingsAreOpening} />;
}

function Chosen({ route }: { route: SettingsRoute }) {
  switch (route.screen) {
    case 'settings':
      return <OfAccount tab={route.tab} />;
    case 'admin':
      return <OfInstance tab={route.tab} />;
    case 'space-settings':
      return <OfSpace route={route} />;
  }
}

function OfAccount({ tab }: { tab: string | null }) {
  const act = useAct();
  const me = useSelector(selectMe);
  const instance = useSelector(selectInstance);
  if (!me) return <Opening />;
  const out = (where: 'here' | 'everywhere'): void => {
    act(leave(where)).catch((error: unknown) => {
      act(failureRaised(error));
    });
  };
  return (
    <AccountSettings
      me={me}
      instance={instance}
      tab={tab}
      notifications={
        <>
          <DesktopChoice />
          {instance?.features.includes('push') && <PushChoice user={me.id} />}
          <Levels />
        </>
      }
      voice={
        instance?.voice.enabled === true && (
          <Suspense>
            <VoiceSettings />
          </Suspense>
        )
      }
      onClose={close}
      onLeave={out}
    />
  );
}

/** What calls one in each space, and where a channel says otherwise. */
function Levels() {
  const act = useAct();
  const settings = useSelector(selectNotificationSettings);
  const spaces = useSelector(selectSpaces);
  const channels = Object.values(useSelector(selectChannels) ?? {});
  const groups = spaces.map(({ space }) => ({
    place: { id: space.id, kind: 'spaces', name: space.name, setting: settings[space.id] } as const,
    channels: channels
      .filter(({ id, spaceId }) => spaceId === space.id && settings[id] !== undefined)
      .map(({ id, name }) => ({ id, kind: 'channels', name, setting: settings[id] }) as const),
  }));
  return (
    <NotificationLevels
      groups={groups}
      onSet={({ id, kind, setting }, level) => {
        const until = setting?.mutedUntil ?? null;
        const wanted = until === null ? { level } : { level, mutedUntil: until };
        act(setLevel(kind, id, wanted)).catch((error: unknown) => {
          act(failureRaised(error));
        });
      }}
    />
  );
}

function OfInstance({ tab }: { tab: string | null }) {
  const me = useSelector(selectMe);
  const instance = useSelector(selectInstance);
  if (!me || !instance) return <Opening />;
  if (!me.owner && me.admin !== true) {
    return (
      <main className="opening">
        <Empty title={words.thisIsForWhoRuns} actions={<a href="/">{words.goBack}</a>}>
          {words.itsOwnerNamesWhoHelps}
        </Empty>
      </main>
    );
  }
  const voice = instance.voice.enabled ? (
    <Suspense>
      <VoiceCheck runs />
    </Suspense>
  ) : null;
  return <InstanceSettings me={me} instance={instance} tab={tab} voice={voice} onClose={close} />;
}

/** With the questions that the menus of members ask. */
function OfSpace({ route }: { route: Extract<Route, { screen: 'space-settings' }> }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const me = useSelector(selectMe);
  const view = useSelector((state: State) => selectSpacesById(state)[route.id]);
  const gone = me !== null && !view;
  useEffect(() => {
    if (gone) navigate('/', 'replace');
  }, [gone]);
  if (!view) return <Opening />;
  return (
    <AskContext value={setAsked}>
      <SpacePages view={view} tab={route.tab} item={route.item} />
      {asked && (
        <Suspense>
          <Dialogs asked={asked} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </AskContext>
  );
}

interface SpacePagesProps {
  view: SpaceEntry;
  tab: string | null;
  item: string | null;
}

function SpacePages({ view, tab, item }: SpacePagesProps) {
  const { space } = view;
  const instance = useSelector(selectInstance);
  const byId = useSelector(selectChannels);
  const itemsFor = useMemberItems(view);
  const channels = useMemo(
    () => Object.values(byId ?? {}).filter(({ spaceId }) => spaceId === space.id),
    [byId, space.id],
  );
  return (
    <SpaceSettings
      view={view}
      channels={channels}
      limits={instance?.limits}
      voice={instance?.voice.enabled === true}
      tab={tab}
      item={item}
      itemsFor={itemsFor}
      invites={
        <Invites
          space={space}
          mayMake={may(view, 'CREATE_INVITE')}
          all={may(view, 'MANAGE_SPACE')}
        />
      }
      onGo={navigate}
      onClose={close}
    />
  );
}
