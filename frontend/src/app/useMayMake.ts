/** Whether one may make another space. */
import { useSelector } from 'react-redux';
import { selectInstance, selectMe } from '../features/auth/authSlice';

/** Those who run the instance may; everybody where it says so. */
export function useMayMake(): boolean {
  const me = useSelector(selectMe);
  const features = useSelector(selectInstance)?.features ?? [];
  return me !== null && (me.owner || me.admin === true || features.includes('spaces'));
}
