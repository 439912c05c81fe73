/** The settings of the server, for its owner and those who help. */
import type { Instance, Me } from '../../protocol';
import { Pages, type PageGroup } from '../../ui/Pages';
import { Accounts } from './Accounts';
import { Health } from './Health';
import { InstanceGeneral } from './InstanceGeneral';
import { InstanceLog } from './InstanceLog';
import { LimitList } from './LimitList';
import './administration.css';

interface InstanceSettingsProps {
  me: Me;
  instance: Instance;
  /** The page that the address names. */
  tab: string | null;
  onClose: () => void;
}

/** What needs a restart is shown, and said where it is changed. */
export function InstanceSettings({ me, instance, tab, onClose }: InstanceSettingsProps) {
  const groups: PageGroup[] = [
    {
      title: 'The server',
      pages: [
        {
          tab: 'general',
          label: 'General',
          render: () => <InstanceGeneral nameCharsMax={instance.limits.nameCharsMax} />,
        },
        { tab: 'accounts', label: 'Accounts', render: () => <Accounts me={me} /> },
        { tab: 'audit-log', label: 'Audit log', render: () => <InstanceLog /> },
      ],
    },
    {
      title: 'How it runs',
      pages: [
        {
          tab: 'limits',
          label: 'Limits',
          render: () => <LimitList limits={instance.limits} />,
        },
        { tab: 'health', label: 'Health', render: () => <Health instance={instance} /> },
      ],
    },
  ];
  return (
    <Pages
      title={instance.name}
      base="/admin"
      groups={groups}
      tab={tab}
      onClose={onClose}
      foot={<p>Parlor {instance.version}</p>}
    />
  );
}
