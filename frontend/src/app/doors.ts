/** The screens of who is not signed in, and of links that came by mail. */
export { ConfirmScreen } from '../features/auth/ConfirmScreen';
export { ForgotScreen } from '../features/auth/ForgotScreen';
export { InviteScreen } from '../features/auth/InviteScreen';
export { LoginScreen } from '../features/auth/LoginScreen';
export { ResetScreen } from '../features/auth/ResetScreen';
export { SetupScreen } from '../features/auth/SetupScreen';
export { SignupScreen } from '../features/auth/SignupScreen';
