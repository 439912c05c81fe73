/** What people read or hear stands in catalogues, where every language has it; and it is read when it is said. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..');

/** Attributes and properties of components that are shown or spoken. */
const SAID =
  /^(?:aria-(?:label|description|roledescription|valuetext|placeholder)|title|label|placeholder|alt|hint|lead|action|verb|why|whyNot|what|note|none|text|of|name)$/;

/** Not of any language: names, keys, and what only machines and programmers read. */
const NOT_WORDS =
  /^(?:Parlor|Escape|Enter|Space|Backquote|Tab|Home|End|Backspace|Delete|Del|Arrow\w+|Page(?:Up|Down)|Shift|Alt|Ctrl|Control|Meta|Esc|K|[KMGT]iB|Content-Type|Accept|Authorization|Bearer .*|Files|timed out|Error|Refusal|Unreachable|Markdown|Composer|MessageRow|(?:from|in|has|before|after):|GET|POST|#|@|>|\/[\w/]+|[A-Z_]+|\(.*:.*\)|noopener.*)$/;

/** Calls whose strings are for the machine. */
const MACHINES =
  /querySelector|closest|matches|matchMedia|useMedia|EventListener|Error|Exception|createSlice|createAction|test$|getReader|structuredClone|\.name$/;

/** Where such strings are not words, by the end of their path. */
const ELSEWHERE = [
  // Paths of icons.
  'ui/Icon.tsx',
  // Why nothing is shown: nobody is told.
  'features/desktop/decide.ts',
  // What a service worker says that no window taught another language (services/push).
  'worker/push.ts',
  // Says which browsers and systems there are, by their own names.
  'features/settings/device.ts',
];

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Looks like something a person would read: a sentence, or a word with a capital. */
function isSaid(text: string): boolean {
  if (NOT_WORDS.test(text.trim())) return false;
  return /^\s*\p{Lu}\p{Ll}+/u.test(text) || /\p{L}{2,}[,.:…]? +\p{L}{2,}/u.test(text);
}

class Reader {
  readonly complaints: string[] = [];

  constructor(
    readonly file: string,
    readonly text: string,
  ) {}

  read(): string[] {
    const lang = this.file.endsWith('x') ? 'tsx' : 'ts';
    this.walk(parseAst(this.text, { lang }) as unknown as Node, [], false);
    return this.complaints;
  }

  private complain(node: Node, why: string): void {
    const line = this.text.slice(0, node.start).split('\n').length;
    const said = this.text.slice(node.start, node.end).replaceAll(/\s+/g, ' ').trim();
    this.complaints.push(`${this.file}:${line} ${why}: ${said.slice(0, 80)}`);
  }

  /** `late` is whether it runs later than its module loads. */
  private walk(node: Node, above: Node[], late: boolean): void {
    const parent = above.at(-1);
    if (/^(?:Import|ExportAll|TS(?:Type|Literal|Interface|Union|Enum))/.test(node.type)) return;
    if (node.type === 'JSXAttribute' && isMachines(node)) return;
    if (parent) this.judge(node, parent, above, late);
    const inner = late || /Function|ClassBody/.test(node.type);
    for (const [key, value] of Object.entries(node)) {
      if (key === 'parent') continue;
      for (const each of Array.isArray(value) ? value : [value]) {
        if (isNode(each)) this.walk(each, [...above, node], inner);
      }
    }
  }

  private judge(node: Node, parent: Node, above: Node[], late: boolean): void {
    switch (node.type) {
      case 'JSXText': {
        const text = String(node['value']).trim();
        if (/\p{L}/u.test(text) && !NOT_WORDS.test(text)) this.complain(node, 'text');
        break;
      }
      case 'Literal':
        if (typeof node['value'] === 'string') this.literal(node, node['value'], parent);
        break;
      case 'TemplateLiteral': {
        const quasis = node['quasis'] as { value: { cooked: string } }[];
        const text = quasis.map(({ value }) => value.cooked).join('0');
        if (!isForMachines(above, this.text) && isSaid(text)) this.complain(node, 'template');
        break;
      }
      case 'MemberExpression': {
        const { name } = node['object'] as { name?: string };
        if (!late && /^(?:words|common)$/.test(name ?? '')) this.complain(node, 'too early');
        break;
      }
    }
  }

  private literal(node: Node, text: string, parent: Node): void {
    if (parent.type === 'JSXAttribute') {
      const { name } = parent['name'] as { name: string };
      const said = SAID.test(name) && name !== 'name' && / |^\p{Lu}/u.test(text);
      if ((said || isSaid(text)) && !NOT_WORDS.test(text)) this.complain(parent, 'attribute');
      return;
    }
    const named = parent.type === 'Property' && parent['key'] === node;
    const compared =
      parent.type === 'BinaryExpression' && /==|in$/.test(String(parent['operator']));
    if (named || compared || parent.type === 'SwitchCase') return;
    if (!isForMachines([parent], this.text) && isSaid(text)) this.complain(node, 'string');
  }
}

function isMachines(attribute: Node): boolean {
  const { name } = attribute['name'] as { name: unknown };
  return /^(?:className|rel|type|id|key|htmlFor|href|src|d|viewBox|style|aria-keyshortcuts|aria-labelledby|aria-describedby|aria-controls)$/.test(
    String(name),
  );
}

function isForMachines(above: readonly Node[], text: string): boolean {
  const caller = above.at(-1);
  if (caller?.type === 'TaggedTemplateExpression') return false;
  if (caller?.type !== 'CallExpression' && caller?.type !== 'NewExpression') return false;
  const callee = caller['callee'] as Node;
  return MACHINES.test(text.slice(callee.start, callee.end));
}

/** Everything that runs in a browser, apart from the catalogues themselves. */
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    /\.tsx?$/.test(file) &&
    !/\.test\.|\.ar\.ts$|[wW]ords\.tsx?$|^(?:protocol|testing|language)/.test(file) &&
    !ELSEWHERE.some((end) => file.endsWith(end)),
);

it('says nothing that is not in a catalogue, and reads no word before it is said', () => {
  const complaints = FILES.flatMap((file) =>
    new Reader(file, readFileSync(join(SRC, file), 'utf8')).read(),
  );
  expect(complaints).toEqual([]);
});

it('finds what is written where it should not be', () => {
  const found = (text: string): string[] => new Reader('planted.tsx', text).read();
  expect(found('const a = () => <p>Hello</p>;')).toHaveLength(1);
  expect(found('const a = () => <p>{words.hello}</p>;')).toEqual([]);
  expect(found('const a = () => <button aria-label="Close" />;')).toHaveLength(1);
  expect(found('const a = () => <input placeholder="Find somebody" />;')).toHaveLength(1);
  expect(found('const a = (n: string) => `Message ${n}`;')).toHaveLength(1);
  expect(found("const a = () => say('It did not work.');")).toHaveLength(1);
  expect(found('const a = [words.hello];')).toHaveLength(1);
  expect(found('const a = () => <p className="Two words" />;')).toEqual([]);
});
