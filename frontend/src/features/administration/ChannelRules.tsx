/** Who may what in one channel: what it changes for roles and for people. */
import { useCallback, useState, type SubmitEvent } from 'react';
import { useSelector } from 'react-redux';
import type { Channel, ChannelOverride } from '../../protocol';
import { useAct } from '../../services';
import { isCode } from '../../services/api/problem';
import { failureRaised } from '../../services/failure';
import { nameOf } from '../../services/names';
import { useAttempt, wrongOf } from '../../services/useAttempt';
import { usePages } from '../../services/usePages';
import { Button } from '../../ui/Button';
import { Dot } from '../../ui/Dot';
import { Empty } from '../../ui/Empty';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { SaveBar } from '../../ui/SaveBar';
import { Switch } from '../../ui/Switch';
import { byRank, mayIn, type View } from './access';
import { selectChanges } from './administrationSlice';
import { MemberPicker } from './MemberPicker';
import { OverrideGrid } from './OverrideGrid';
import { putOverride, readOverrides, removeOverride, updateChannel } from './overrides';
import { groupsIn } from './permissions';
import { changed, ruleFor, rulesOf, type Edits } from './rules';
import { words } from './permissionWords';

interface ChannelRulesProps {
  view: View;
  channel: Channel;
  voice: boolean;
}

/** Read anew when somebody else changes something; what is not saved here stays. */
export function ChannelRules({ view, channel, voice }: ChannelRulesProps) {
  const act = useAct();
  const fresh = useSelector((state: Parameters<typeof selectChanges>[0]) =>
    selectChanges(state, view.space.id),
  );
  const read = useCallback(
    async () => ({ items: await act(readOverrides(channel.id)), hasMore: false }),
    [act, channel.id],
  );
  const pages = usePages<ChannelOverride>({ read, fresh });
  if (pages.status === 'failed' && isCode(pages.error, 'FORBIDDEN')) {
    return (
      <Empty title={words.isNotYoursToManage(channel.name)}>{words.sayingWhoMayWhatHere}</Empty>
    );
  }
  if (pages.status === 'waiting') return <RowsWaiting label={words.permissions} />;
  if (pages.status === 'failed' && pages.items.length === 0) {
    const { again } = pages;
    return (
      <RowsEnd
        status="failed"
        hasMore
        problem={wrongOf(pages.error)}
        onMore={again}
        onAgain={again}
      />
    );
  }
  return <Editor view={view} channel={channel} voice={voice} saved={pages.items} />;
}

interface EditorProps extends ChannelRulesProps {
  saved: ChannelOverride[];
}

function Editor({ view, channel, voice, saved }: EditorProps) {
  const act = useAct();
  const everyone = view.space.id;
  const [target, setTarget] = useState(everyone);
  const [edits, setEdits] = useState<Edits>({});
  const [adding, setAdding] = useState<'role' | 'person' | null>(null);
  const { busy, wrong, run, forget } = useAttempt();
  const rules = rulesOf(saved, edits, everyone);
  const rule = rules.find(({ targetId }) => targetId === target) ?? ruleFor(everyone, null);
  const may = mayIn(view, saved);
  const wanted = changed(saved, edits);
  const roleOf = (id: string) => view.roles.find((role) => role.id === id);
  const labelOf = ({ targetId, user }: ChannelOverride): string =>
    user?.displayName ?? roleOf(targetId)?.name ?? words.roleThatIsGone;
  const put = (next: ChannelOverride | null, id: string): void =>
    setEdits((before) => ({ ...before, [id]: next }));
  const add = (next: ChannelOverride): void => {
    put(next, next.targetId);
    setTarget(next.targetId);
    setAdding(null);
  };
  const undo = (): void => {
    setEdits({});
    setTarget(everyone);
    forget();
  };
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const done = await run(async () => {
      for (const [id, next] of wanted) {
        // One after the other: the last may be what lets this person save at all.
        // oxlint-disable-next-line no-await-in-loop
        await act(next ? putOverride(channel.id, id, next) : removeOverride(channel.id, id));
      }
    });
    if (done) setEdits({});
  };
  const free = byRank(view.roles).filter(
    ({ id }) => !rules.some(({ targetId }) => targetId === id),
  );
  return (
    <form className="editor" onSubmit={(event) => void save(event)}>
      <h2>
        <bdi>{channel.name}</bdi>
      </h2>
      <Private view={view} channel={channel} may={may('MANAGE_CHANNELS')} />
      <div className="part">
        <div className="targets" role="group" aria-label={words.forWhom}>
          {rules.map((each) => (
            <button
              key={each.targetId}
              type="button"
              aria-pressed={each.targetId === rule.targetId}
              onClick={() => setTarget(each.targetId)}
            >
              {each.user === null && <Dot color={roleOf(each.targetId)?.color ?? null} />}
              <bdi>{labelOf(each)}</bdi>
            </button>
          ))}
        </div>
        <div className="row-actions">
          <Button disabled={free.length === 0} onClick={() => setAdding('role')}>
            {words.addRole}
          </Button>
          <Button aria-haspopup="dialog" onClick={() => setAdding('person')}>
            {words.addSomebody}
          </Button>
          {rule.targetId !== everyone && (
            <Button
              look="quiet"
              onClick={() => {
                put(null, rule.targetId);
                setTarget(everyone);
              }}
            >
              {words.remove(labelOf(rule))}
            </Button>
          )}
        </div>
        {adding === 'role' && (
          <ul className="picks" aria-label={words.rolesToAdd}>
            {free.map((role) => (
              <li key={role.id}>
                <button type="button" onClick={() => add(ruleFor(role.id, null))}>
                  <Dot color={role.color} />
                  <bdi>{role.name}</bdi>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <OverrideGrid
        groups={groupsIn(channel.kind, voice)}
        rule={rule}
        label={labelOf(rule)}
        mayChange={may}
        onChange={(next) => put(next, next.targetId)}
      />
      <SaveBar dirty={wanted.length > 0} busy={busy} wrong={wrong} onReset={undo} />
      {adding === 'person' && (
        <MemberPicker
          title={words.somebodyIn(channel.name)}
          space={view.space.id}
          wants={({ userId }) => !rules.some(({ targetId }) => targetId === userId)}
          onChoose={(member) =>
            add(ruleFor(member.userId, { ...member.user, displayName: nameOf(member) }))
          }
          onClose={() => setAdding(null)}
        />
      )}
    </form>
  );
}

/** Takes the channel from everyone's sight, or gives it back, at once. */
function Private({ view, channel, may }: { view: View; channel: Channel; may: boolean }) {
  const act = useAct();
  const set = (hidden: boolean): void => {
    act(updateChannel(channel.id, { private: hidden })).catch((error: unknown) => {
      act(failureRaised(error));
    });
  };
  const what = channel.kind === 'category' ? 'category' : 'channel';
  return (
    <Switch
      label={words.private[what]}
      hint={may ? words.onlyYouWhoRunsAnd(view.space.name) : words.changingThisNeedsManageChannels}
      checked={channel.private}
      disabled={!may}
      onChange={set}
    />
  );
}
