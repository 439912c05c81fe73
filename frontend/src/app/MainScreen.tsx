/** The main screen: spaces, channels, the conversation, people. */
import { lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from 'react';
import { useSelector } from 'react-redux';
import { selectInstance, selectMe } from '../features/auth/authSlice';
import { selectChannels } from '../features/channels/channelsSlice';
import { ConnectionBanner } from '../features/connection/ConnectionBanner';
import { DesktopOffer } from '../features/desktop/DesktopOffer';
import { OfflineBar } from '../features/offline/OfflineBar';
import { selectSpace, selectSpaceOrder, spaceShown } from '../features/spaces/spacesSlice';
import { useAct } from '../services';
import { channelShown } from '../services/events';
import { AskContext, type Ask, type Asked } from './asking';
import { enter } from './boot';
import { CloseButton, Drawer } from './Drawer';
import { Edge } from './Edge';
import { FindingContext, useNewFinding, type Finding } from './finding';
import { FindingPanel } from './FindingPanel';
import { FindingSheets } from './FindingSheets';
import { PeoplePanel } from './PeoplePanel';
import { RailPlace } from './RailPlace';
import { Watching } from './Watching';
import { remembered } from './remembered';
import { Room } from './Room';
import { useDrawer, type Route } from './router';
import { SideBar } from './SideBar';
import type { State } from './store';
import { useHome } from './useHome';
import { useIdle } from './useIdle';
import { useKeys } from './useKeys';
import { useShortcuts } from './useShortcuts';
import { useSwipe } from './useSwipe';
import { useWide, useWider } from './useWide';
import { VoiceBarPlace } from './VoicePlaces';
import { wake } from './wake';
import './main.css';
import { common } from '../language/common';
import { words } from './words';

const Dialogs = lazy(() => import('./Dialogs'));

/** What is shown is the address's. */
export function MainScreen({ route }: { route: Route }) {
  const act = useAct();
  const [drawer, setDrawer] = useDrawer();
  const [peopleShown, setPeopleShown] = useState(true);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = useCallback(() => setDrawer(null), [setDrawer]);
  const me = useSelector(selectMe);
  const name = useSelector(selectInstance)?.name;
  const channels = useSelector(selectChannels);
  const channelId = route.screen === 'channel' ? route.id : null;
  const channel = channels?.[channelId ?? ''];
  const named = channel?.spaceId ?? (route.screen === 'space' ? route.id : null);
  const entry = useSelector((state: State) => selectSpace(state, named));
  const homeless = useSelector(selectSpaceOrder).length === 0;
  const home = useHome(route, entry?.space.id ?? null);
  useShown(channelId, channel?.spaceId);
  useIdle();
  useKeys(entry?.space.id ?? null, channelId);
  const swipe = useSwipe(drawer, setDrawer);

  const wide = useWide();
  const wider = useWider();
  const finding = useNewFinding({ wide, open: drawer, onOpen: setDrawer });
  useShortcuts(finding);
  const withPeople = wide && peopleShown && channel !== undefined;
  const beside = finding.panel ? ' with-panel' : withPeople ? ' with-people' : '';
  const people = (): void => {
    if (wide) {
      setPeopleShown(finding.panel !== null || !peopleShown);
      finding.show(null);
    } else setDrawer('people');
  };
  return (
    <Contexts ask={setAsked} finding={finding}>
      <Watching channelId={channelId} />
      <div className={`rooms${beside}`} {...swipe}>
        <a className="skip" href="#composer" onClick={toComposer}>
          {words.skipToMessageField}
        </a>
        <Drawer
          className="side"
          label={common.channels}
          open={drawer === 'channels'}
          onClose={close}
        >
          <RailPlace current={entry?.space.id ?? null} />
          <SideBar entry={entry} me={me} onClose={close} />
          {wider && <Edge of="side" />}
        </Drawer>
        <main className="room">
          <ConnectionBanner onRetry={() => act(wake())} />
          <OfflineBar onRetry={() => void act(enter())} />
          {finding.panel !== 'inbox' && <DesktopOffer />}
          {!wider && <VoiceBarPlace slim />}
          <Room
            route={route}
            entry={entry}
            channel={channel}
            known={channels !== null && home === null}
            homeless={homeless}
            house={name}
            onChannels={() => setDrawer('channels')}
            onPeople={people}
            peopleShown={wide ? peopleShown && !finding.panel : drawer === 'people'}
          />
        </main>
        {wide && finding.panel && <Edge key="panel" of="panel" />}
        {withPeople && !finding.panel && <Edge key="people" of="people" />}
        {finding.panel && <FindingPanel panel={finding.panel} channel={channel} entry={entry} />}
        {channel && (!wide || (peopleShown && !finding.panel)) && (
          <Drawer
            className="people"
            label={common.members}
            open={drawer === 'people'}
            onClose={close}
          >
            <header className="people-bar">
              <h2>{common.members}</h2>
              <CloseButton onClose={close} />
            </header>
            <PeoplePanel channel={channel} entry={entry} />
          </Drawer>
        )}
      </div>
      <FindingSheets channel={channel} />
      {asked && (
        <Suspense>
          <Dialogs asked={asked} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </Contexts>
  );
}

interface ContextsProps {
  ask: Ask;
  finding: Finding;
  children: ReactNode;
}

/** What everything on the screen may open. */
function Contexts({ ask, finding, children }: ContextsProps) {
  return (
    <AskContext value={ask}>
      <FindingContext value={finding}>{children}</FindingContext>
    </AskContext>
  );
}

/** Says what is on the screen, and remembers it. */
function useShown(channelId: string | null, spaceId: string | null | undefined): void {
  const act = useAct();
  useEffect(() => {
    act(channelShown(channelId));
    return () => void act(channelShown(null));
  }, [act, channelId]);
  useEffect(() => {
    if (channelId && spaceId !== undefined) remembered.channelIs(channelId, spaceId);
    if (spaceId) act(spaceShown(spaceId));
  }, [act, channelId, spaceId]);
}

function toComposer(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#composer')?.focus();
}
