/** What a call does wherever one is: its keys, and what is said of it aloud. */
import { useSelector } from 'react-redux';
import type { ChannelId } from '../../protocol';
import type { Call } from '../../services/voice/call';
import { Told } from './Told';
import { useVoiceKeys } from './useVoiceKeys';
import { selectCall } from './voiceSlice';

interface CallKeysProps {
  nameOf: (channelId: ChannelId) => string;
}

/** Nothing to see. */
export default function CallKeys({ nameOf }: CallKeysProps) {
  const call = useSelector(selectCall);
  return call && <Both call={call} name={nameOf(call.channelId)} />;
}

function Both({ call, name }: { call: Call; name: string }) {
  useVoiceKeys(call);
  return <Told call={call} name={name} />;
}
