/** Making an account without an invite, where that is open, and what to say where it is not. */
import { useSelector } from 'react-redux';
import { AccountForm } from './AccountForm';
import { selectInstance } from './authSlice';
import { Gate } from './Gate';

const BACK = (
  <p className="gate-foot">
    <a href="/login">Sign in with an account you have</a>
  </p>
);

/** By what the instance allows. */
export function SignupScreen() {
  const instance = useSelector(selectInstance);
  if (instance?.registration === 'open') {
    return (
      <Gate title={`Join ${instance.name}`}>
        <AccountForm by={{}} action="Make the account" />
        {BACK}
      </Gate>
    );
  }
  if (instance?.registration === 'closed') {
    return (
      <Gate
        title="Registration is closed"
        lead={`${instance.name} takes no new accounts at the moment.`}
      >
        {BACK}
      </Gate>
    );
  }
  return (
    <Gate
      title="You need an invite"
      lead={`${instance?.name ?? 'This server'} is joined by invite. Ask somebody who is here for a link.`}
    >
      {BACK}
    </Gate>
  );
}
