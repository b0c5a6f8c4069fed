import { Component, type ReactNode } from 'react';

interface Props {
  /** Another one begins anew: the view, or the load that it shows. */
  resetKey: string;
  children: ReactNode;
}

/** A view that breaks says so in its own place; all others go on. */
export class ViewBoundary extends Component<Props, { failed: string | null; key: string }> {
  override state = { failed: null, key: this.props.resetKey };

  static getDerivedStateFromError(error: unknown) {
    return { failed: error instanceof Error ? error.message : 'an unknown reason' };
  }

  static getDerivedStateFromProps(props: Props, state: { key: string }) {
    return props.resetKey === state.key ? null : { failed: null, key: props.resetKey };
  }

  override render(): ReactNode {
    if (this.state.failed === null) return this.props.children;
    return (
      <div className="empty" role="alert">
        <h2>This view could not be drawn</h2>
        <p>
          The other views go on. Choose another load or view and come back, or try again. The reason:{' '}
          <code>{this.state.failed}</code>
        </p>
        <button type="button" className="button" onClick={() => this.setState({ failed: null })}>
          Try again
        </button>
      </div>
    );
  }
}
