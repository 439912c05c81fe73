/** What is said of the connection. */
import { catalogue } from '../../language';

export const words = catalogue('features/connection/words', {
  youAreOfflineWhatYou: 'You are offline. What you write is kept and sent when you are back.',
  serverRestartsWhatYouWrite: 'The server restarts. What you write is kept and sent in a moment.',
  reconnectingWhatYouWriteIs:
    'Reconnecting. What you write is kept and sent when the connection is back.',
  parlorIsOpenInToo: 'Parlor is open in too many places. Close one of them, then try again.',
  thisAccountIsDisabledAsk: 'This account is disabled. Ask the owner of this server.',
  serverHasNewerVersionReload: 'The server has a newer version. Reload to go on.',
  serverClosedConnection: 'The server closed the connection.',
  thisConnectionIsNotEncrypted:
    'This connection is not encrypted: others on the network can read along, and your browser may not keep you signed in. Ask who runs this server for an address that begins with https.',
  gotIt: 'Got it',
});
