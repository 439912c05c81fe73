/** The very first screen of an instance: its owner's account. */
import { isCode } from '../../services/api/problem';
import { AccountForm } from './AccountForm';
import { Gate } from './Gate';
import { words } from './words';

/** `token` comes with the one-time link; without it, only the machine itself is let in. */
export function SetupScreen({ token }: { token: string | null }) {
  return (
    <Gate title={words.setUpParlor} lead={words.makeFirstAccountItOwns}>
      <AccountForm
        by={token ? { setupToken: token } : {}}
        action={words.setUpAndEnter}
        rephrase={(error) => (isCode(error, 'SETUP_REQUIRED') ? words.openSetUpLinkThat : null)}
      />
    </Gate>
  );
}
