/** The very first screen of an instance: its owner's account. */
import { isCode } from '../../services/api/problem';
import { AccountForm } from './AccountForm';
import { Gate } from './Gate';

/** `token` comes with the one-time link; without it, only the machine itself is let in. */
export function SetupScreen({ token }: { token: string | null }) {
  return (
    <Gate
      title="Set up Parlor"
      lead="Make the first account. It owns this server and its first space; everybody else comes by your invite."
    >
      <AccountForm
        by={token ? { setupToken: token } : {}}
        action="Set up and enter"
        rephrase={(error) =>
          isCode(error, 'SETUP_REQUIRED')
            ? 'Open the set-up link that the server printed when it started: it proves that this server is yours.'
            : null
        }
      />
    </Gate>
  );
}
