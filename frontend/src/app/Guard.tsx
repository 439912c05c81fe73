/** What is shown when this window itself is broken: never an empty page. */
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { common } from '../language/common';
import { words } from './words';

interface GuardProps {
  children: ReactNode;
}

/** Around everything. React asks for a class here. */
export class Guard extends Component<GuardProps, { broken: boolean }> {
  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override state = { broken: false };

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main className="opening">
        <Empty
          title={words.somethingInThisWindowBroke}
          actions={
            <Button look="primary" onClick={() => location.reload()}>
              {common.reload}
            </Button>
          }
        >
          {words.whatYouWroteIsKept}
        </Empty>
      </main>
    );
  }
}
