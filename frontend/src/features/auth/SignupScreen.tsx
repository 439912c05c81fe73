/** Making an account without an invite, where that is open, and what to say where it is not. */
import { useSelector } from 'react-redux';
import { AccountForm } from './AccountForm';
import { selectInstance } from './authSlice';
import { Gate } from './Gate';
import { words } from './words';

function Back() {
  return (
    <p className="gate-foot">
      <a href="/login">{words.signInWithAccountYou}</a>
    </p>
  );
}

/** By what the instance allows. */
export function SignupScreen() {
  const instance = useSelector(selectInstance);
  if (instance?.registration === 'open') {
    return (
      <Gate title={words.join(instance.name)}>
        <AccountForm by={{}} action={words.makeTheAccount} />
        <Back />
      </Gate>
    );
  }
  if (instance?.registration === 'closed') {
    return (
      <Gate title={words.registrationIsClosed} lead={words.takesNone(instance.name)}>
        <Back />
      </Gate>
    );
  }
  return (
    <Gate title={words.youNeedInvite} lead={words.byInvite(instance?.name ?? words.thisServer)}>
      <Back />
    </Gate>
  );
}
