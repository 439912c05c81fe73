/** Which screen is shown: by who is here, and by the address. */
import { lazy, Suspense, useEffect } from 'react';
import { useSelector } from 'react-redux';
import { selectInstance, selectSession } from '../features/auth/authSlice';
import { OpenLineBanner } from '../features/connection/OpenLineBanner';
import { Notices } from '../features/notices/Notices';
import { UpdateBar } from '../features/offline/UpdateBar';
import { Pictures } from '../features/pictures/Pictures';
import { useAct } from '../services';
import { networkChanged } from '../services/events';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { boot } from './boot';
import { MainScreen } from './MainScreen';
import { NowhereScreen } from './NowhereScreen';
import { followLink, isSettings, navigate, useRoute, type Route } from './router';
import { Title } from './Title';
import { Talking } from './VoicePlaces';
import { wake } from './wake';
import { words } from './words';
import { common } from '../language/common';

const SettingsScreen = lazy(() => import('./SettingsScreen'));
// Who is signed in needs none of these: they load late, and all at once.
const doors = () => import('./doors');
const ConfirmScreen = lazy(async () => ({ default: (await doors()).ConfirmScreen }));
const ForgotScreen = lazy(async () => ({ default: (await doors()).ForgotScreen }));
const InviteScreen = lazy(async () => ({ default: (await doors()).InviteScreen }));
const LoginScreen = lazy(async () => ({ default: (await doors()).LoginScreen }));
const ResetScreen = lazy(async () => ({ default: (await doors()).ResetScreen }));
const SetupScreen = lazy(async () => ({ default: (await doors()).SetupScreen }));
const SignupScreen = lazy(async () => ({ default: (await doors()).SignupScreen }));

/** The whole page. */
export function App() {
  const act = useAct();
  const route = useRoute();
  useEffect(() => {
    const network = (): void => {
      act(networkChanged(navigator.onLine));
      if (navigator.onLine) act(wake());
    };
    const seen = (): void => {
      if (document.visibilityState === 'visible') act(wake());
    };
    document.addEventListener('click', followLink);
    document.addEventListener('visibilitychange', seen);
    addEventListener('online', network);
    addEventListener('offline', network);
    return () => {
      document.removeEventListener('click', followLink);
      document.removeEventListener('visibilitychange', seen);
      removeEventListener('online', network);
      removeEventListener('offline', network);
    };
  }, [act]);
  return (
    <>
      <Pictures>
        <Suspense fallback={<Opening />}>
          <Screen route={route} />
        </Suspense>
      </Pictures>
      <Title route={route} />
      <Talking />
      <Notices />
      <OpenLineBanner />
      <UpdateBar />
    </>
  );
}

function Screen({ route }: { route: Route }) {
  const session = useSelector(selectSession);
  const setupRequired = useSelector(selectInstance)?.setupRequired === true;
  const known = session === 'there' || (session === 'none' && !setupRequired);
  // The same screen before and after signing up with it: it says itself where to go on.
  if (known && route.screen === 'invite') {
    return <InviteScreen code={route.code} onJoined={() => navigate('/', 'replace')} />;
  }
  // Links that came by mail say for themselves whose they are, whoever is signed in here.
  if (known && route.screen === 'reset') {
    return <ResetScreen token={route.token} onSignIn={() => navigate('/login', 'replace')} />;
  }
  if (known && route.screen === 'confirm') {
    return <ConfirmScreen token={route.token} onGoOn={() => navigate('/', 'replace')} />;
  }
  switch (session) {
    case 'unknown':
      return <Opening />;
    case 'unreachable':
      return <Unreachable />;
    case 'none':
      return <StrangerScreen route={route} />;
    case 'there':
      return <MemberScreen route={route} />;
  }
}

function Opening() {
  return <main className="opening" aria-busy="true" aria-label={words.parlorIsOpening} />;
}

/** Between two attempts to reach a server that does not answer. */
const AGAIN_MS = 2_000;

function Unreachable() {
  const act = useAct();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const later = (): void => {
      timer = setTimeout(() => void act(boot()).then(again), AGAIN_MS);
    };
    const again = (): void => {
      if (timer !== null) later();
    };
    later();
    return () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    };
  }, [act]);
  return (
    <main className="opening">
      <Empty
        title={words.serverDoesNotAnswer}
        actions={
          <Button look="primary" onClick={() => void act(boot())}>
            {common.tryNow}
          </Button>
        }
      >
        {words.itIsAskedAgainEvery}
      </Empty>
    </main>
  );
}

/** Somebody who is not signed in. */
function StrangerScreen({ route }: { route: Route }) {
  const setupRequired = useSelector(selectInstance)?.setupRequired === true;
  const path = strangerPath(route, setupRequired);
  useEffect(() => {
    if (path) navigate(path, 'replace');
  }, [path]);
  if (setupRequired) {
    return <SetupScreen token={route.screen === 'setup' ? route.token : null} />;
  }
  switch (route.screen) {
    case 'signup':
      return <SignupScreen />;
    case 'forgot':
      return <ForgotScreen />;
    case 'nowhere':
      return <NowhereScreen />;
    default:
      return <LoginScreen />;
  }
}

/** Where somebody goes on after signing in. */
const PLACES = new Set<Route['screen']>([
  'channel',
  'space',
  'dms',
  'settings',
  'admin',
  'space-settings',
]);

/** Where a stranger belongs instead; `null` when they are there. */
function strangerPath(route: Route, setupRequired: boolean): string | null {
  if (setupRequired) return route.screen === 'setup' ? null : '/setup';
  if (['invite', 'signup', 'login', 'forgot', 'nowhere'].includes(route.screen)) return null;
  if (!PLACES.has(route.screen)) return '/login';
  return `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
}

/** Somebody who is. */
function MemberScreen({ route }: { route: Route }) {
  const path = memberPath(route);
  useEffect(() => {
    if (path) navigate(path, 'replace');
  }, [path]);
  if (route.screen === 'nowhere') return <NowhereScreen />;
  if (isSettings(route)) return <SettingsScreen route={route} />;
  return <MainScreen route={route} />;
}

function memberPath(route: Route): string | null {
  switch (route.screen) {
    case 'login':
      return route.next;
    case 'setup':
    case 'signup':
    case 'forgot':
      return '/';
    default:
      return null;
  }
}
