/** The settings of a space: who may what in it, and what it is. */
import type { ReactNode } from 'react';
import type { Channel, Limits, Member } from '../../protocol';
import type { MenuItem } from '../../ui/Menu';
import { Pages, type PageGroup, type PageItem } from '../../ui/Pages';
import { mayOf, type View } from './access';
import { AuditLog } from './AuditLog';
import { Bans } from './Bans';
import { Channels } from './Channels';
import { DeleteSpace } from './DeleteSpace';
import { HandOver } from './HandOver';
import { Members } from './Members';
import { Overview } from './Overview';
import { Roles } from './Roles';
import './administration.css';
import { common } from '../../language/common';
import { words } from './words';

interface SpaceSettingsProps {
  view: View;
  /** Those of the space that one sees, categories among them. */
  channels: Channel[];
  limits: Limits | undefined;
  voice: boolean;
  /** What the address names: a page, and one thing of it. */
  tab: string | null;
  item: string | null;
  /** Where the page of invites comes from another feature. */
  invites: ReactNode;
  /** What can be done with a member: that, too. */
  itemsFor: (member: Member) => MenuItem[];
  onGo: (address: string) => void;
  onClose: () => void;
}

/** Pages that would only be refused are not listed. */
export function SpaceSettings(props: SpaceSettingsProps) {
  const { view, channels, limits, voice, tab, item, invites, itemsFor, onGo, onClose } = props;
  const base = `/spaces/${view.space.id}/settings`;
  const may = mayOf(view);
  const owner = view.space.ownerId === view.me.userId;
  const groups: PageGroup[] = [
    {
      title: words.space,
      pages: [
        ...page('overview', words.overview, () => (
          <Overview
            view={view}
            nameCharsMax={limits?.nameCharsMax}
            topicCharsMax={limits?.topicCharsMax}
          />
        )),
        ...page('roles', common.roles, () => (
          <Roles
            view={view}
            item={item}
            base={`${base}/roles`}
            voice={voice}
            nameCharsMax={limits?.nameCharsMax}
            onOpen={onGo}
          />
        )),
        ...page(
          'channels',
          words.channelPermissions,
          () => (
            <Channels
              view={view}
              channels={channels}
              item={item}
              base={`${base}/channels`}
              voice={voice}
            />
          ),
          // Who manages a single channel comes by its own menu.
          may('MANAGE_ROLES') || tab === 'channels',
        ),
      ],
    },
    {
      title: words.people,
      pages: [
        ...page('members', common.members, () => <Members view={view} itemsFor={itemsFor} />),
        ...page(
          'invites',
          words.invites,
          () => invites,
          may('CREATE_INVITE') || may('MANAGE_SPACE'),
        ),
        ...page('bans', words.bans, () => <Bans view={view} />, may('BAN_MEMBERS')),
      ],
    },
    {
      title: words.lookingAfterIt,
      pages: [
        ...page(
          'audit-log',
          words.auditLog,
          () => <AuditLog view={view} channels={channels} />,
          may('VIEW_AUDIT_LOG'),
        ),
        ...page(
          'hand-over',
          words.handOverSpace,
          () => <HandOver view={view} onDone={() => onGo(base)} />,
          owner,
        ),
        ...(owner
          ? [
              {
                tab: 'delete',
                label: words.deleteSpace,
                danger: true,
                render: () => (
                  <DeleteSpace view={view} channels={channels.length} onDeleted={onClose} />
                ),
              },
            ]
          : []),
      ],
    },
  ];
  return (
    <Pages
      title={view.space.name}
      base={base}
      groups={groups.filter(({ pages }) => pages.length > 0)}
      tab={tab}
      deep={item !== null}
      onClose={onClose}
    />
  );
}

/** A page for the list, or none. */
function page(tab: string, label: string, render: () => ReactNode, shown = true): PageItem[] {
  return shown ? [{ tab, label, render }] : [];
}
