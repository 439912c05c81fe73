/** The settings of the server, for its owner and those who help. */
import type { ReactNode } from 'react';
import type { Instance, Me } from '../../protocol';
import { Pages, type PageGroup } from '../../ui/Pages';
import { Accounts } from './Accounts';
import { Health } from './Health';
import { InstanceGeneral } from './InstanceGeneral';
import { InstanceLog } from './InstanceLog';
import { LimitList } from './LimitList';
import './administration.css';
import { Stored } from './Stored';
import { words } from './serverWords';

interface InstanceSettingsProps {
  me: Me;
  instance: Instance;
  /** The page that the address names. */
  tab: string | null;
  /** What tries the ways of voice; `null` where there is none. */
  voice: ReactNode;
  onClose: () => void;
}

/** What needs a restart is shown, and said where it is changed. */
export function InstanceSettings({ me, instance, tab, voice, onClose }: InstanceSettingsProps) {
  const groups: PageGroup[] = [
    {
      title: words.server,
      pages: [
        {
          tab: 'general',
          label: words.general,
          render: () => <InstanceGeneral nameCharsMax={instance.limits.nameCharsMax} />,
        },
        { tab: 'accounts', label: words.accounts, render: () => <Accounts me={me} /> },
        { tab: 'audit-log', label: words.auditLog, render: () => <InstanceLog /> },
      ],
    },
    {
      title: words.howItRuns,
      pages: [
        {
          tab: 'limits',
          label: words.limits,
          render: () => <LimitList limits={instance.limits} />,
        },
        { tab: 'storage', label: words.storage, render: () => <Stored /> },
        {
          tab: 'health',
          label: words.health,
          render: () => <Health instance={instance} voice={voice} />,
        },
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
